package dev.evenkeel.health;

import java.util.Arrays;
import java.util.Locale;

/** What follows from a verdict, by the names of the job file. */
public enum Action {
    /** It is told; training goes on as if nothing were. */
    WARN,
    /** The job fails behind the step that was judged. */
    STOP,
    /** Every later step's learning rate is multiplied by the job's factor, on top of earlier reductions. */
    REDUCE_LEARNING_RATE,
    /** The step changes neither weights nor running statistics; for what is not finite alone. */
    SKIP_STEP;

    /** {@code warn}, {@code stop}, … */
    public String key() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** @throws IllegalArgumentException with a phrase if no action has that key */
    public static Action of(String key) {
        return Arrays.stream(values())
                .filter(action -> action.key().equals(key))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no health action is named \"" + key + "\""));
    }
}
