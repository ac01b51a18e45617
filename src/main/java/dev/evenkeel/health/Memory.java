package dev.evenkeel.health;

import java.util.ArrayList;
import java.util.List;

/**
 * What is remembered from step to step, since verdicts and their actions depend on it: part of the training state. Immutable.
 *
 * @param rateMultiplier what the schedule's learning rate is multiplied by
 * @param skipped steps so far that changed nothing
 * @param firstNorm the largest gradient norm of a layer in the first {@link HealthSpec#FIRST_STEPS} steps
 * @param streaks in order of rule and layer; none for those that are well
 */
public record Memory(double rateMultiplier, long skipped, double firstNorm, LossTrend loss, List<Streak> streaks) {
    /** Before the first step. */
    public static final Memory START = new Memory(1, 0, 0, LossTrend.START, List.of());

    private static final int FIXED = 10;
    private static final int PER_STREAK = 6;

    public Memory {
        streaks = List.copyOf(streaks);
    }

    /** All of it as numbers, for checkpoints and for the digest of the state; {@link #of} reads them back. */
    public long[] words() {
        long[] words = new long[FIXED + PER_STREAK * streaks.size()];
        words[0] = Double.doubleToRawLongBits(rateMultiplier);
        words[1] = skipped;
        words[2] = Double.doubleToRawLongBits(firstNorm);
        words[3] = Double.doubleToRawLongBits(loss.sum());
        words[4] = loss.steps();
        words[5] = loss.windows();
        words[6] = Double.doubleToRawLongBits(loss.first());
        words[7] = Double.doubleToRawLongBits(loss.lowest());
        words[8] = Double.doubleToRawLongBits(loss.latest());
        words[9] = loss.stale();
        int at = FIXED;
        for (Streak streak : streaks) {
            words[at++] = streak.rule().ordinal();
            words[at++] = streak.index();
            words[at++] = streak.since();
            words[at++] = streak.held();
            words[at++] = streak.well();
            words[at++] = streak.fired() ? 1 : 0;
        }
        return words;
    }

    /** @throws IllegalArgumentException with a phrase if these are not the words of a memory */
    public static Memory of(long[] words) {
        if (words.length < FIXED || (words.length - FIXED) % PER_STREAK != 0) {
            throw new IllegalArgumentException("a health memory has " + FIXED + " numbers and " + PER_STREAK
                    + " for each streak, not " + words.length);
        }
        List<Streak> streaks = new ArrayList<>();
        for (int at = FIXED; at < words.length; at += PER_STREAK) {
            long rule = words[at];
            if (rule < 0 || rule >= Rule.values().length) {
                throw new IllegalArgumentException("a health memory names rule " + rule + ", which is not known");
            }
            streaks.add(new Streak(
                    Rule.values()[(int) rule],
                    (int) words[at + 1],
                    words[at + 2],
                    (int) words[at + 3],
                    (int) words[at + 4],
                    words[at + 5] != 0));
        }
        LossTrend loss = new LossTrend(
                Double.longBitsToDouble(words[3]),
                (int) words[4],
                words[5],
                Double.longBitsToDouble(words[6]),
                Double.longBitsToDouble(words[7]),
                Double.longBitsToDouble(words[8]),
                words[9]);
        return new Memory(
                Double.longBitsToDouble(words[0]), words[1], Double.longBitsToDouble(words[2]), loss, streaks);
    }
}
