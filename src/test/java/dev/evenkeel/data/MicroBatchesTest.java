package dev.evenkeel.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class MicroBatchesTest {
    @Test
    void shouldSplitAsTheDesignShows() {
        assertArrayEquals(new int[] {25, 24, 24, 24}, MicroBatches.split(97, 32));
        assertArrayEquals(new int[] {32, 32}, MicroBatches.split(64, 32));
        assertArrayEquals(new int[] {5}, MicroBatches.split(5, 32));
        assertArrayEquals(new int[] {}, MicroBatches.split(0, 32));
        assertArrayEquals(new int[] {Integer.MAX_VALUE}, MicroBatches.split(Integer.MAX_VALUE, Integer.MAX_VALUE));
    }

    @Test
    void shouldBalanceEverySize() {
        for (int samples = 1; samples <= 200; samples++) {
            for (int microBatch = 1; microBatch <= 70; microBatch++) {
                int[] sizes = MicroBatches.split(samples, microBatch);
                assertEquals((samples + microBatch - 1) / microBatch, sizes.length);
                assertEquals(samples, IntStream.of(sizes).sum());
                assertTrue(sizes[0] <= microBatch && sizes[0] - sizes[sizes.length - 1] <= 1);
                for (int i = 1; i < sizes.length; i++) {
                    assertTrue(sizes[i] <= sizes[i - 1]);
                }
            }
        }
    }

    @Test
    void shouldRefuseSizesThatMakeNoSense() {
        assertThrows(IllegalArgumentException.class, () -> MicroBatches.split(-1, 32));
        assertThrows(IllegalArgumentException.class, () -> MicroBatches.split(10, 0));
    }
}
