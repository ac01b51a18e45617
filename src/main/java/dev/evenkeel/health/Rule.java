package dev.evenkeel.health;

import java.util.Arrays;
import java.util.Locale;

/** What a verdict can find. The names are those of the job file's section {@code health} and of {@code metrics.jsonl}. */
public enum Rule {
    /** A layer's mean absolute gradient is next to nothing, while the last layer's is not. */
    VANISHING_GRADIENT,
    /** Gradient norms shrink from layer to layer on their way back: the first layer's is a small part of the last one's. */
    VANISHING_WITH_DEPTH,
    /** A layer's gradient norm is beyond a bound, or has grown beyond a multiple of what the run began with. */
    EXPLODING_GRADIENT,
    /** A loss, statistic, gradient or update is infinite or not a number. */
    NON_FINITE,
    /** Most units of a relu layer give 0 for nearly every sample. */
    DEAD_RELU,
    /** Most inputs of a sigmoid or tanh layer lie where its slope is nothing. */
    SATURATED_ACTIVATION,
    /** The variance of activations differs much from layer to layer in the first steps. */
    POOR_INITIALIZATION,
    /** A layer's weights move much too far in one step, or not at all. */
    UPDATE_RATIO,
    /** The loss stays where it began. */
    LOSS_NOT_DECREASING;

    /** {@code vanishing-gradient}, … */
    public String key() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** @throws IllegalArgumentException with a phrase if no rule has that key */
    public static Rule of(String key) {
        return Arrays.stream(values())
                .filter(rule -> rule.key().equals(key))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no health rule is named \"" + key + "\""));
    }
}
