package dev.evenkeel.health;

import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Something is wrong with a layer, or with the network.
 *
 * @param layer its name; empty where it is not one layer's matter
 * @param step the step at which the rule fired
 * @param value what was measured; empty where that is no finite number
 * @param threshold what it was compared with; empty where there is none
 * @param since the first step of those at which it was seen, without a break
 * @param message a sentence without a full stop that says what was found, where, and since when
 * @param help what usually helps
 */
public record Verdict(
        Rule rule,
        Optional<String> layer,
        long step,
        OptionalDouble value,
        OptionalDouble threshold,
        long since,
        Action action,
        String message,
        String help) {}
