package dev.evenkeel.lab;

import java.util.List;
import java.util.function.Predicate;

/** Whether a sentence agrees with what was measured. */
public enum Holding {
    HOLDS("holds"),
    HOLDS_IN_PART("holds in part"),
    DOES_NOT_HOLD("does not hold here");

    private final String words;

    Holding(String words) {
        this.words = words;
    }

    /** What agrees in all cases holds, in some in part. */
    static <T> Holding of(List<T> cases, Predicate<T> agrees) {
        if (cases.stream().allMatch(agrees)) {
            return HOLDS;
        }
        return cases.stream().anyMatch(agrees) ? HOLDS_IN_PART : DOES_NOT_HOLD;
    }

    public String words() {
        return words;
    }
}
