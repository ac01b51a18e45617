package dev.evenkeel.run;

/**
 * What an audit found out about one property of a run.
 *
 * @param property what was looked at, in a word or two
 * @param holds whether it is as it must be
 * @param sentence what was found, for the user; with the place and both values where it does not hold
 */
public record Finding(String property, boolean holds, String sentence) {
    static Finding holds(String property, String sentence) {
        return new Finding(property, true, sentence);
    }

    static Finding fails(String property, String sentence) {
        return new Finding(property, false, sentence);
    }
}
