package dev.evenkeel.math.vector;

import static dev.evenkeel.math.vector.Vectors.DOUBLES;
import static dev.evenkeel.math.vector.Vectors.DOUBLE_VECTOR;
import static dev.evenkeel.math.vector.Vectors.NARROW;
import static jdk.incubator.vector.VectorOperators.F2D;

import dev.evenkeel.math.VirtualLanes;
import dev.evenkeel.math.Workspace;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;

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

    /** Channels that are folded at a time. */
    private static final int UNROLLED = 4;

    /** Channel c's lanes stand from {@code c · VirtualLanes.COUNT} on. */
    final float[] lanes;

    /** The first channels' sums, after {@link #fold}. */
    final double[] sums;

    /** Of each channel, the 8 sums that the first addition leaves. */
    private final double[] halves;

    /** @param number 0 or 1: which of two that are used at once */
    LaneSums(Workspace workspace, int number) {
        this.lanes = workspace.floats(number, CHANNELS * VirtualLanes.COUNT);
        this.sums = workspace.doubles(2 * number, CHANNELS);
        this.halves = workspace.doubles(2 * number + 1, CHANNELS * HALF);
    }

    /**
     * Folds the first channels. In two loops: what is stored as a vector and loaded at once in pieces would be waited for. Written
     * out for several channels, so that it is too long to be inlined: together with the code around it, the compiler of JDK 17 sees
     * through some of the conversions and not through others, by chance.
     */
    void fold(int channels) {
        for (int c = 0; c < channels; c++) {
            int at = c * VirtualLanes.COUNT;
            for (int i = 0; i < HALF; i += DOUBLES.length()) {
                FloatVector lower = FloatVector.fromArray(NARROW, lanes, at + i);
                FloatVector upper = FloatVector.fromArray(NARROW, lanes, at + HALF + i);
                DoubleVector sum =
                        (DoubleVector) lower.convertShape(F2D, DOUBLES, 0).add(upper.convertShape(F2D, DOUBLES, 0));
                DOUBLE_VECTOR.cast(sum).intoArray(halves, c * HALF + i);
            }
        }
        for (int c = 0; c < channels; c += UNROLLED) {
            int at = c * HALF;
            double s0 = halves[at] + halves[at + QUARTER];
            double s1 = halves[at + 1] + halves[at + QUARTER + 1];
            double s2 = halves[at + 2] + halves[at + QUARTER + 2];
            double s3 = halves[at + 3] + halves[at + QUARTER + 3];
            sums[c] = (s0 + s2) + (s1 + s3);
            at += HALF;
            s0 = halves[at] + halves[at + QUARTER];
            s1 = halves[at + 1] + halves[at + QUARTER + 1];
            s2 = halves[at + 2] + halves[at + QUARTER + 2];
            s3 = halves[at + 3] + halves[at + QUARTER + 3];
            sums[c + 1] = (s0 + s2) + (s1 + s3);
            at += HALF;
            s0 = halves[at] + halves[at + QUARTER];
            s1 = halves[at + 1] + halves[at + QUARTER + 1];
            s2 = halves[at + 2] + halves[at + QUARTER + 2];
            s3 = halves[at + 3] + halves[at + QUARTER + 3];
            sums[c + 2] = (s0 + s2) + (s1 + s3);
            at += HALF;
            s0 = halves[at] + halves[at + QUARTER];
            s1 = halves[at + 1] + halves[at + QUARTER + 1];
            s2 = halves[at + 2] + halves[at + QUARTER + 2];
            s3 = halves[at + 3] + halves[at + QUARTER + 3];
            sums[c + 3] = (s0 + s2) + (s1 + s3);
        }
    }
}
