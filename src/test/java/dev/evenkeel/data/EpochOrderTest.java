package dev.evenkeel.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class EpochOrderTest {
    static IntStream seeds() {
        return IntStream.range(0, 100);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void shouldUseEverySampleOnceAnEpoch(int seed) {
        Random random = new Random(seed);
        int samples = 1 + random.nextInt(500);
        EpochOrder order = EpochOrder.of(samples, 1 + random.nextInt(200), random.nextLong(), random.nextInt(50));
        int[] used = new int[samples];
        int next = 0;
        for (int batch = 0; batch < order.batches(); batch++) {
            assertEquals(next, order.from(batch));
            for (int i = 0; i < order.size(batch); i++) {
                used[order.ids()[next++]]++;
            }
            boolean last = batch == order.batches() - 1;
            assertEquals(last ? samples - order.from(batch) : order.batchSize(), order.size(batch));
        }
        assertArrayEquals(IntStream.generate(() -> 1).limit(samples).toArray(), used);
    }

    @Test
    void shouldKeepTheRemainderAsASmallerBatch() {
        EpochOrder order = EpochOrder.of(1437, 97, 42, 1);
        assertEquals(15, order.batches());
        assertEquals(97, order.size(13));
        assertEquals(79, order.size(14));
        assertEquals(1, EpochOrder.of(1437, Integer.MAX_VALUE, 42, 1).batches());
        assertThrows(IndexOutOfBoundsException.class, () -> order.size(15));
        assertThrows(IllegalArgumentException.class, () -> EpochOrder.of(10, 0, 42, 1));
    }

    @Test
    void shouldDependOnSeedAndEpochAlone() {
        int[] order = EpochOrder.of(1437, 64, 42, 3).ids();
        assertArrayEquals(order, EpochOrder.of(1437, 97, 42, 3).ids());
        assertFalse(Arrays.equals(order, EpochOrder.of(1437, 64, 42, 4).ids()));
        assertFalse(Arrays.equals(order, EpochOrder.of(1437, 64, 43, 3).ids()));
    }
}
