package dev.evenkeel.kernels;

import dev.evenkeel.math.KeyedRandom;
import java.util.Arrays;

/** Arrays to work on. */
final class Values {
    private Values() {}

    /** Normally distributed, always the same. */
    static float[] of(int n) {
        float[] values = new float[n];
        KeyedRandom.normals(n, 0, values, 0, n, 1);
        return values;
    }

    static float[] ones(int n) {
        float[] values = new float[n];
        Arrays.fill(values, 1f);
        return values;
    }
}
