package dev.evenkeel.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SyntheticDataTest {
    @Test
    void shouldMakeSamplesAroundTheCentreOfTheirClass() {
        Dataset data = load(new DataSpec.Synthetic(1, 20, 50, 3, 300, 60, 0.25, 7));
        assertEquals(List.of(1, 20, 50, 3), List.of(data.channels(), data.rows(), data.columns(), data.classes()));
        assertEquals(List.of("0", "1", "2"), data.classNames());
        assertEquals(List.of(300, 60), List.of(data.train().size(), data.test().size()));
        // Samples have variance 1 + 0.25²; two of a class differ by twice the noise, two of different classes by that
        // and
        // twice the centres.
        double deviation = data.normalization().deviations().get(0);
        double variance = deviation * deviation;
        assertEquals(1 + 0.0625, variance, 0.1);
        for (int i = 0; i < 60; i++) {
            boolean same = data.test().label(i) == data.train().label(i + 1);
            double expected = (same ? 0.125 : 2.125) / variance;
            assertEquals(expected, meanSquaredDistance(data, i, i + 1), expected * 0.3);
        }
    }

    /** A known answer, computed by a script outside of Java: the same bits on every Java and processor. */
    @Test
    void shouldMakeTheSameBitsEverywhere() {
        assertEquals(
                "a02ecb6a41866beec27fbdde7f2bbdf1cd44d4864653b1d9dc1976401c064655",
                load(new DataSpec.Synthetic(3, 5, 7, 4, 33, 9, 0.5, 42)).digest());
    }

    @Test
    void shouldDependOnEverySettingAndNothingElse() {
        DataSpec.Synthetic spec = new DataSpec.Synthetic(2, 3, 4, 5, 20, 10, 0.5, 7);
        String digest = load(spec).digest();
        assertEquals(digest, load(spec).digest());
        assertNotEquals(
                digest, load(new DataSpec.Synthetic(2, 3, 4, 5, 20, 10, 0.5, 8)).digest());
        assertNotEquals(
                digest, load(new DataSpec.Synthetic(2, 3, 4, 5, 20, 10, 0.6, 7)).digest());
        assertNotEquals(
                digest, load(new DataSpec.Synthetic(2, 4, 3, 5, 20, 10, 0.5, 7)).digest());
    }

    @Test
    void shouldMakeASampleWhateverItsNeighbours() {
        // Without noise every sample is its centre, so that the means tell the centres.
        Dataset few = load(new DataSpec.Synthetic(4, 1, 1, 2, 2, 1, 0, 7));
        Dataset many = load(new DataSpec.Synthetic(4, 1, 1, 2, 200, 100, 0, 7));
        assertEquals(few.normalization().means(), many.normalization().means());
    }

    @ParameterizedTest
    @CsvSource({"0, 10, 10, 1", "3, 0, 10, 1", "3, 10, -1, 1", "3, 10, 10, -1", "3, 10, 10, NaN", "3, 10, 10, Infinity"
    })
    void shouldRefuseSizesAndNoiseThatMakeNoSense(int classes, int train, int test, double noise) {
        DataSpec.Synthetic spec = new DataSpec.Synthetic(1, 2, 2, classes, train, test, noise, 7);
        assertEquals(
                "synthetic data cannot be made as " + spec
                        + "; every size must be 1 or more (test: 0 or more), and the noise 0 or more and finite",
                refusal(spec));
    }

    @Test
    void shouldRefuseMoreThanTheHeapHolds() {
        assertTrue(refusal(new DataSpec.Synthetic(1, 64, 64, 2, 1 << 20, 1, 1, 7))
                .startsWith("synthetic data has 4294967296 values; more than 2147483639 "));
    }

    private static double meanSquaredDistance(Dataset data, int test, int train) {
        int features = data.rows() * data.columns();
        float[] a = new float[features];
        float[] b = new float[features];
        data.test().gather(new int[] {test}, 0, 1, a, 0, 1);
        data.train().gather(new int[] {train}, 0, 1, b, 0, 1);
        double sum = 0;
        for (int f = 0; f < features; f++) {
            sum += (double) (a[f] - b[f]) * (a[f] - b[f]);
        }
        return sum / features;
    }

    private static Dataset load(DataSpec spec) {
        return Datasets.load(spec, Path.of(""));
    }

    private static String refusal(DataSpec spec) {
        return assertThrows(DataException.class, () -> load(spec)).getMessage();
    }
}
