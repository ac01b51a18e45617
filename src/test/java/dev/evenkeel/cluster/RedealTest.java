package dev.evenkeel.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.evenkeel.reduce.Portions;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RedealTest {
    private static final double MS = 1e6;

    @Test
    void shouldGiveLessToWhomAMicroBatchTakesLonger() {
        Optional<Redeal> better =
                Redeal.better(List.of(0, 2, 5), new int[] {3, 3, 2}, new double[] {10 * MS, 31 * MS, 10 * MS});

        assertEquals(
                Optional.of(
                        new Redeal(
                                new Portions(List.of(4, 1, 3)),
                                "workers 0, 2, 5 compute 4, 1, 3 micro-batches of each step from now on instead of 3, 3, 2, since one"
                                        + " takes them 10.0, 31.0, 10.0 ms: a step is expected to take 40.0 ms instead of 93.0")),
                better);
    }

    @Test
    void shouldNotFollowSmallDifferences() {
        // 64 ms would become 55.
        assertEquals(Optional.empty(), Redeal.better(List.of(0, 1), new int[] {4, 4}, new double[] {11 * MS, 16 * MS}));
        assertEquals(Optional.empty(), Redeal.better(List.of(0, 1), new int[] {4, 4}, new double[] {10 * MS, 11 * MS}));
    }

    @Test
    void shouldGiveBackWhatAWorkerCanDoAgain() {
        assertEquals(
                new Portions(List.of(4, 4)),
                Redeal.better(List.of(0, 1), new int[] {7, 1}, new double[] {10 * MS, 10 * MS})
                        .orElseThrow()
                        .portions());
    }

    @Test
    void shouldLeaveEachOneAndGiveNobodyMoreThanTwiceAnEvenShare() {
        assertEquals(
                new Portions(List.of(6, 1, 1)),
                Redeal.better(List.of(0, 1, 2), new int[] {3, 3, 2}, new double[] {MS, 99 * MS, 99 * MS})
                        .orElseThrow()
                        .portions());
        assertEquals(
                new Portions(List.of(4, 1, 1)),
                Redeal.better(List.of(0, 1, 2), new int[] {2, 2, 2}, new double[] {MS, 99 * MS, 99 * MS})
                        .orElseThrow()
                        .portions());
        assertEquals(
                Optional.empty(), Redeal.better(List.of(0, 1, 2), new int[] {1, 1, 1}, new double[] {MS, MS, 9 * MS}));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void shouldSettleAtOnceWhateverThePaces(long seed) {
        Random random = new Random(seed);
        for (int round = 0; round < 200; round++) {
            int members = 2 + random.nextInt(6);
            int microBatches = members + 1 + random.nextInt(30);
            int[] dealt = IntStream.range(0, members)
                    .map(m -> microBatches / members + (m < microBatches % members ? 1 : 0))
                    .toArray();
            double[] nanos = random.doubles(members, MS, 20 * MS).toArray();
            List<Integer> workers = IntStream.range(0, members).boxed().toList();
            Optional<Redeal> better = Redeal.better(workers, dealt, nanos);
            String seen = "seed " + seed + ": " + Arrays.toString(dealt) + " at " + Arrays.toString(nanos);
            better.ifPresent(redeal -> {
                int[] then = redeal.portions().parts().stream()
                        .mapToInt(Integer::intValue)
                        .toArray();
                assertEquals(microBatches, Arrays.stream(then).sum(), seen);
                assertTrue(Arrays.stream(then).allMatch(n -> n >= 1 && n <= 2 * (microBatches / members + 1)), seen);
                assertEquals(Optional.empty(), Redeal.better(workers, then, nanos), seen);
            });
        }
    }
}
