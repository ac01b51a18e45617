package dev.evenkeel.math.vector;

import static dev.evenkeel.math.vector.Vectors.FLOATS;
import static dev.evenkeel.math.vector.Vectors.LENGTH;

import dev.evenkeel.math.VirtualLanes;
import jdk.incubator.vector.FloatVector;

/** Folds the 16 virtual lanes of many sums in the stated tree, the first two levels by vectors. */
final class LaneFold {
    /** What a vector that begins at the upper half of the last sum's lanes reads beyond them, and does not use. */
    static final int SLACK = VirtualLanes.COUNT / 2;

    /** Sums that pass a level before the next: what is stored as a vector and loaded at once elsewhere would be waited for. */
    private static final int BLOCK = 32;

    private LaneFold() {}

    /**
     * {@code to[into + i]} = the fold of the lanes {@code 16·i … 16·i + 15}; overwrites them.
     *
     * @param lanes those of all sums, and {@link #SLACK} more of any value
     */
    static void run(float[] lanes, int count, float[] to, int into) {
        for (int first = 0; first < count; first += BLOCK) {
            int end = Math.min(count, first + BLOCK);
            addUpper(lanes, first, end, VirtualLanes.COUNT / 2);
            addUpper(lanes, first, end, VirtualLanes.COUNT / 4);
            for (int i = first; i < end; i++) {
                int at = i * VirtualLanes.COUNT;
                to[into + i] = (lanes[at] + lanes[at + 2]) + (lanes[at + 1] + lanes[at + 3]);
            }
        }
    }

    /** Adds to the first lanes of each sum those that follow; a longer vector leaves garbage behind them. */
    private static void addUpper(float[] lanes, int first, int end, int half) {
        for (int i = first; i < end; i++) {
            for (int at = i * VirtualLanes.COUNT; at < i * VirtualLanes.COUNT + half; at += LENGTH) {
                FloatVector.fromArray(FLOATS, lanes, at)
                        .add(FloatVector.fromArray(FLOATS, lanes, at + half))
                        .intoArray(lanes, at);
            }
        }
    }
}
