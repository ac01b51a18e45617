package dev.evenkeel.health;

import java.util.Optional;
import java.util.function.LongFunction;

/**
 * What a rule says of a layer at one watched step.
 *
 * @param index of the layer among those that the rule looks at: with the rule, what is remembered by
 * @param layer its name; empty where it is not one layer's matter
 * @param ill whether the rule's condition holds
 * @param since when it has held at the latest: the step at hand, unless the rule itself looks back
 * @param message the verdict's, for the step since when it has held; made only where it is wanted
 */
record Reading(
        Rule rule,
        int index,
        Optional<String> layer,
        boolean ill,
        long since,
        double value,
        double threshold,
        LongFunction<String> message) {}
