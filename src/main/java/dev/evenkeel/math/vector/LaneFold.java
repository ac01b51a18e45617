package dev.evenkeel.math.vector;

import dev.evenkeel.math.VirtualLanes;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/** Folds the 16 virtual lanes of many sums in the stated tree, by vectors as long as these are full. */
final class LaneFold {
    private static final VectorSpecies<Float> FOUR = FloatVector.SPECIES_128;

    private LaneFold() {}

    /** {@code to[into + i]} = the fold of the lanes {@code 16·i … 16·i + 15}; overwrites some of them. */
    static void run(float[] lanes, int count, float[] to, int into) {
        for (int i = 0; i < count; i++) {
            int at = i * VirtualLanes.COUNT;
            FloatVector low = FloatVector.fromArray(FOUR, lanes, at).add(FloatVector.fromArray(FOUR, lanes, at + 8));
            FloatVector high =
                    FloatVector.fromArray(FOUR, lanes, at + 4).add(FloatVector.fromArray(FOUR, lanes, at + 12));
            low.add(high).intoArray(lanes, at);
            to[into + i] = (lanes[at] + lanes[at + 2]) + (lanes[at + 1] + lanes[at + 3]);
        }
    }
}
