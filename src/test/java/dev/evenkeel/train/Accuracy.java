package dev.evenkeel.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** How floats are held against doubles: the largest error over the largest value, of a tensor as a whole. */
final class Accuracy {
    private Accuracy() {}

    static double error(double[] actual, double[] expected) {
        assertEquals(expected.length, actual.length);
        double error = 0;
        double largest = 0;
        for (int i = 0; i < expected.length; i++) {
            // Not a number compares as infinitely wrong.
            error = Math.max(error, Double.isFinite(actual[i]) ? Math.abs(actual[i] - expected[i]) : 1 / 0.0);
            largest = Math.max(largest, Math.abs(expected[i]));
        }
        return error == 0 ? 0 : error / largest;
    }

    static void assertClose(String what, double[] expected, double[] actual, double tolerance) {
        double error = error(actual, expected);
        assertTrue(error <= tolerance, () -> what + ": largest error over largest value " + error + " > " + tolerance);
    }

    static double[] flat(double[][] rows) {
        double[] flat = new double[rows.length == 0 ? 0 : rows.length * rows[0].length];
        for (int i = 0; i < rows.length; i++) {
            System.arraycopy(rows[i], 0, flat, i * rows[i].length, rows[i].length);
        }
        return flat;
    }

    static double[] widened(float[] floats, int from, int to) {
        double[] wide = new double[to - from];
        for (int i = from; i < to; i++) {
            wide[i - from] = floats[i];
        }
        return wide;
    }

    static double[] widened(float[] floats) {
        return widened(floats, 0, floats.length);
    }
}
