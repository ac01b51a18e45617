package dev.evenkeel.math;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** What a kernel wrote, by bits; every not-a-number counts as the same. */
final class Outputs {
    private final List<long[]> arrays = new ArrayList<>();

    Outputs and(float[] values) {
        long[] bits = new long[values.length];
        for (int i = 0; i < bits.length; i++) {
            bits[i] = Float.floatToIntBits(values[i]);
        }
        arrays.add(bits);
        return this;
    }

    Outputs and(double[] values) {
        long[] bits = new long[values.length];
        for (int i = 0; i < bits.length; i++) {
            bits[i] = Double.doubleToLongBits(values[i]);
        }
        arrays.add(bits);
        return this;
    }

    Outputs and(long value) {
        arrays.add(new long[] {value});
        return this;
    }

    static Outputs of(float[] values) {
        return new Outputs().and(values);
    }

    static Outputs of(float[][] arrays) {
        Outputs outputs = new Outputs();
        Arrays.stream(arrays).forEach(outputs::and);
        return outputs;
    }

    static void assertSameBits(Outputs expected, Outputs actual, String where) {
        assertEquals(expected.arrays.size(), actual.arrays.size(), where);
        for (int a = 0; a < expected.arrays.size(); a++) {
            long[] one = expected.arrays.get(a);
            long[] other = actual.arrays.get(a);
            assertEquals(one.length, other.length, where + ", output " + a);
            for (int i = 0; i < one.length; i++) {
                if (one[i] != other[i]) {
                    assertEquals(
                            Long.toHexString(one[i]),
                            Long.toHexString(other[i]),
                            where + ", output " + a + ", element " + i + " of " + one.length);
                }
            }
        }
    }
}
