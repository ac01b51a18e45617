package dev.evenkeel.job;

import java.util.function.DoublePredicate;

/** Which numbers a key takes, and the words that say so: "a number" + " from 0 to below 1". */
record Range(String words, DoublePredicate allows) {
    static final Range ANY = new Range("", v -> true);

    static Range atLeast(double min) {
        return new Range(" of at least " + plain(min), v -> v >= min);
    }

    static Range above(double bound) {
        return new Range(" above " + plain(bound), v -> v > bound);
    }

    static Range below(double bound) {
        return new Range(" below " + plain(bound), v -> v < bound);
    }

    static Range aboveToBelow(double bound, double end) {
        return new Range(" above " + plain(bound) + " and below " + plain(end), v -> v > bound && v < end);
    }

    static Range fromTo(double min, double max) {
        return new Range(" from " + plain(min) + " to " + plain(max), v -> v >= min && v <= max);
    }

    static Range fromToBelow(double min, double bound) {
        return new Range(" from " + plain(min) + " to below " + plain(bound), v -> v >= min && v < bound);
    }

    static Range aboveTo(double bound, double max) {
        return new Range(" above " + plain(bound) + " and up to " + plain(max), v -> v > bound && v <= max);
    }

    private static String plain(double value) {
        return value == (long) value ? Long.toString((long) value) : Double.toString(value);
    }
}
