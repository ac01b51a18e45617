package dev.evenkeel.reduce;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Merged moments against the two passes over everything, in double. */
class MomentsTest {
    static Stream<Arguments> cases() {
        return Stream.of(0.0, 1e4, -1e8).flatMap(mean -> Stream.of(1, 2, 3, 7, 16, 33)
                .flatMap(parts -> Stream.of(1, 5).map(channels -> Arguments.of(mean, parts, channels))));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void shouldBeThoseOfTheWhole(double mean, int parts, int channels) {
        Random random = new Random(parts);
        long[] counts = new long[parts];
        double[] means = new double[parts * channels];
        double[] m2 = new double[parts * channels];
        double[][] all = new double[channels][0];
        for (int part = 0; part < parts; part++) {
            // One part may be a single value: its M2 is 0.
            counts[part] = 1 + random.nextInt(20);
            for (int c = 0; c < channels; c++) {
                // Only every second part has the large mean, so merging has to bridge it.
                double offset = part % 2 == 0 ? mean : 0;
                double[] values =
                        random.doubles(counts[part]).map(v -> v * 3 + offset).toArray();
                means[part * channels + c] = mean(values);
                m2[part * channels + c] = m2(values);
                all[c] = concat(all[c], values);
            }
        }

        for (Fold.Pair pair : Partition.leaves(new Subtree(0, parts)).pairs()) {
            Moments.merge(counts, means, m2, channels, pair.left(), pair.right());
        }

        for (int c = 0; c < channels; c++) {
            assertEquals(all[c].length, counts[0]);
            assertEquals(mean(all[c]), means[c], 1e-14 * Math.max(1, Math.abs(mean)));
            assertEquals(m2(all[c]), m2[c], 1e-12 * Math.max(1, m2(all[c])));
        }
    }

    /** Trap 8: float counts stop at 2²⁴, ints at 2³¹. */
    @Test
    void shouldCountBeyondWhatFloatsAndIntsHold() {
        long[] counts = {(1L << 40) + 1, 1};
        double[] means = {0, 0};
        Moments.merge(counts, means, new double[2], 1, 0, 1);
        assertEquals((1L << 40) + 2, counts[0]);
        Moments.add(counts, means, new double[2], 1, 0, 1);
        assertEquals((1L << 40) + 3, counts[0]);
    }

    @Test
    void shouldAddSumsAndLeaveOtherSlotsAlone() {
        long[] counts = {1, 2, 3};
        double[] first = {1, 2, 3, 4, 5, 6};
        double[] second = {10, 20, 30, 40, 50, 60};
        Moments.add(counts, first, second, 2, 0, 2);
        assertEquals("[4, 2, 3]", Arrays.toString(counts));
        assertEquals("[6.0, 8.0, 3.0, 4.0, 5.0, 6.0]", Arrays.toString(first));
        assertEquals("[60.0, 80.0, 30.0, 40.0, 50.0, 60.0]", Arrays.toString(second));
    }

    private static double mean(double[] values) {
        // Compensated by a second pass, so that the reference is good to the last bits.
        double rough = Arrays.stream(values).sum() / values.length;
        return rough + Arrays.stream(values).map(v -> v - rough).sum() / values.length;
    }

    private static double m2(double[] values) {
        double mean = mean(values);
        return Arrays.stream(values).map(v -> (v - mean) * (v - mean)).sum();
    }

    private static double[] concat(double[] a, double[] b) {
        double[] joined = Arrays.copyOf(a, a.length + b.length);
        System.arraycopy(b, 0, joined, a.length, b.length);
        return joined;
    }
}
