package dev.evenkeel.math.vector;

import static dev.evenkeel.math.vector.Vectors.DOUBLES;

import dev.evenkeel.math.VirtualLanes;

/**
 * Sums of several channels in 16 virtual lanes each, and their fold in double: {@link VirtualLanes#foldWidened}, the first
 * addition by vectors. Summing and folding are loops of their own, so that additions that wait for each other overlap with
 * those of other channels.
 */
final class LaneSums {
    /** Channels that are summed, then folded, at a time. */
    static final int CHANNELS = 32;

    private static final int HALF = VirtualLanes.COUNT / 2;
    private static final int QUARTER = HALF / 2;

    /** Channel c's lanes stand from {@code c · VirtualLanes.COUNT} on. */
    final float[] lanes = new float[CHANNELS * VirtualLanes.COUNT];

    /** The first channels' sums, after {@link #fold}. */
    final double[] sums = new double[CHANNELS];

    /** Of each channel, the 8 sums that the first addition leaves. */
    private final double[] halves = new double[CHANNELS * HALF];

    /** Folds the first channels of each: one place for all, since what is inlined where it is used soon becomes too much. */
    static void fold(int channels, LaneSums... all) {
        for (LaneSums each : all) {
            each.fold(channels);
        }
    }

    /** In two loops: what is stored as a vector and loaded at once in pieces would be waited for. */
    private void fold(int channels) {
        for (int c = 0; c < channels; c++) {
            int at = c * VirtualLanes.COUNT;
            for (int i = 0; i < HALF; i += DOUBLES.length()) {
                Vectors.widen(lanes, at + i)
                        .add(Vectors.widen(lanes, at + HALF + i))
                        .intoArray(halves, c * HALF + i);
            }
        }
        for (int c = 0; c < channels; c++) {
            int at = c * HALF;
            double s0 = halves[at] + halves[at + QUARTER];
            double s1 = halves[at + 1] + halves[at + QUARTER + 1];
            double s2 = halves[at + 2] + halves[at + QUARTER + 2];
            double s3 = halves[at + 3] + halves[at + QUARTER + 3];
            sums[c] = (s0 + s2) + (s1 + s3);
        }
    }
}
