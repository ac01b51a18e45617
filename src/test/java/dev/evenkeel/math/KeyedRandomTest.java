package dev.evenkeel.math;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeyedRandomTest {
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 7, 64, 1437, 60_000})
    void shouldPermuteAllNumbersBelowN(int n) {
        int[] order = KeyedRandom.permutation(n, 42, 3);
        int[] sorted = order.clone();
        Arrays.sort(sorted);
        assertArrayEquals(IntStream.range(0, n).toArray(), sorted);
        assertArrayEquals(order, KeyedRandom.permutation(n, 42, 3));
    }

    @Test
    void shouldPermuteDifferentlyForAnotherSeedOrEpoch() {
        int[] order = KeyedRandom.permutation(100, 42, 3);
        assertNotEquals(Arrays.toString(order), Arrays.toString(KeyedRandom.permutation(100, 43, 3)));
        assertNotEquals(Arrays.toString(order), Arrays.toString(KeyedRandom.permutation(100, 42, 4)));
        assertNotEquals(Arrays.toString(order), Arrays.toString(KeyedRandom.permutation(100, 42, 3 + (1L << 32))));
    }

    /** Chi-squared over the 24 orders of 4 things; the bound lies 6 deviations above the mean of 23. */
    @Test
    void shouldMakeEveryOrderEquallyLikely() {
        int draws = 48_000;
        int[] counts = new int[256];
        for (int epoch = 0; epoch < draws; epoch++) {
            int[] p = KeyedRandom.permutation(4, 7, epoch);
            counts[p[0] << 6 | p[1] << 4 | p[2] << 2 | p[3]]++;
        }
        double expected = draws / 24.0;
        double chiSquared = Arrays.stream(counts)
                .filter(c -> c > 0)
                .mapToDouble(c -> (c - expected) * (c - expected) / expected)
                .sum();
        assertEquals(24, Arrays.stream(counts).filter(c -> c > 0).count());
        assertTrue(chiSquared < 23 + 6 * Math.sqrt(46), "chi-squared " + chiSquared);
    }

    @Test
    void shouldDrawNormalsOfTheAskedDeviation() {
        int n = 200_001;
        float[] z = new float[n + 2];
        KeyedRandom.normals(1, 5, z, 1, n, 0.5);
        double mean = IntStream.range(1, n + 1).mapToDouble(i -> z[i]).average().orElseThrow();
        double variance = IntStream.range(1, n + 1)
                .mapToDouble(i -> z[i] * z[i])
                .average()
                .orElseThrow();
        double fourth = IntStream.range(1, n + 1)
                .mapToDouble(i -> (double) z[i] * z[i] * z[i] * z[i])
                .average()
                .orElseThrow();
        assertEquals(0, z[0]);
        assertEquals(0, z[n + 1]);
        assertEquals(0, mean, 6 * 0.5 / Math.sqrt(n));
        assertEquals(0.25, variance, 0.005);
        assertEquals(3, fourth / (variance * variance), 0.1);
    }

    @Test
    void shouldDrawTheSameNormalsWhereverTheyAreWritten() {
        float[] three = new float[3];
        float[] shifted = new float[9];
        KeyedRandom.normals(9, -1, three, 0, 3, 1);
        KeyedRandom.normals(9, -1, shifted, 4, 5, 1);
        assertArrayEquals(three, Arrays.copyOfRange(shifted, 4, 7));
        float[] otherStream = new float[3];
        KeyedRandom.normals(9, 0xFFFFFFFFL, otherStream, 0, 3, 1);
        assertNotEquals(Arrays.toString(three), Arrays.toString(otherStream));
    }

    @Test
    void shouldGiveFeaturesTheirOwnWords() {
        int[] seven = new int[7];
        int[] twelve = new int[12];
        KeyedRandom.features(seven, 3, 1, 20, 2);
        KeyedRandom.features(twelve, 3, 1, 20, 2);
        assertArrayEquals(seven, Arrays.copyOf(twelve, 7));
        int[] other = new int[12];
        KeyedRandom.features(other, 3, 1, 21, 2);
        assertTrue(IntStream.range(0, 12).noneMatch(f -> twelve[f] == other[f]));
        assertThrows(IllegalArgumentException.class, () -> KeyedRandom.features(other, 3, 1, 21, 1 << 24));
    }

    @Test
    void shouldKeepPurposesApart() {
        assertNotEquals(KeyedRandom.bits(1, 16, 2, 3, 4), KeyedRandom.bits(1, 17, 2, 3, 4));
        assertThrows(IllegalArgumentException.class, () -> KeyedRandom.bits(1, 15, 2, 3, 4));
        assertThrows(IllegalArgumentException.class, () -> KeyedRandom.bits(1, 256, 2, 3, 4));
    }

    @Test
    void shouldKeepUniformFloatsBelowOne() {
        assertEquals(0f, KeyedRandom.uniform(0));
        assertEquals(0x0.ffffffp0f, KeyedRandom.uniform(-1));
    }
}
