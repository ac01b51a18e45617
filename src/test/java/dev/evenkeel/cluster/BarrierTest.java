package dev.evenkeel.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class BarrierTest {
    @Test
    void shouldOpenWhenTheLastHasAnswered() {
        Barrier barrier = Barrier.before(List.of(0, 2, 5), "worker 1 failed").answered(5, 7);
        assertFalse(barrier.answered(5, 7).answered(1, 9).answered(0, 6).open());
        Barrier opened = barrier.answered(0, 6).answered(2, 7);
        assertTrue(opened.open());
        assertEquals(Map.of(0, 6L, 2, 7L, 5, 7L), opened.steps());
    }

    @Test
    void shouldNotHeedASecondAnswer() {
        Barrier barrier = Barrier.before(List.of(0, 1), "why").answered(0, 6).answered(0, 9);
        assertEquals(Map.of(0, 6L), barrier.steps());
    }

    @Test
    void shouldForgetWhatALostWorkerSaid() {
        Barrier barrier = Barrier.before(List.of(0, 1, 2), "worker 3 failed")
                .answered(1, 7)
                .also("worker 1 failed");
        Barrier opened = barrier.without(1).answered(0, 6).answered(2, 6);
        assertTrue(opened.open());
        assertEquals(Map.of(0, 6L, 2, 6L), opened.steps());
        assertEquals("worker 3 failed; worker 1 failed", opened.why());
    }

    static LongStream seeds() {
        return LongStream.range(0, 50);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void shouldOpenInWhateverOrderWorkersAnswerOrAreLost(long seed) {
        Random random = new Random(seed);
        List<Integer> workers = new ArrayList<>(
                IntStream.range(0, 2 + random.nextInt(6)).boxed().toList());
        Barrier barrier = Barrier.before(workers, "why");
        Map<Integer, Long> steps = new HashMap<>();
        Collections.shuffle(workers, random);
        for (int worker : workers) {
            assertFalse(barrier.open());
            // The first stays, so that somebody is left.
            if (worker != workers.get(0) && random.nextInt(3) == 0) {
                barrier = barrier.without(worker);
            } else {
                long step = 5 + random.nextInt(2);
                steps.put(worker, step);
                barrier = barrier.answered(worker, step);
            }
        }
        assertTrue(barrier.open());
        assertEquals(steps, barrier.steps());
        List<Integer> left = steps.keySet().stream().sorted().toList();
        Level level = Level.of(left, barrier.steps());
        assertEquals(Collections.max(steps.values()), level.step());
        assertEquals(level.step(), steps.get(left.get(level.donor())));
        assertFalse(level.behind().contains(level.donor()));
        for (int rank = 0; rank < left.size(); rank++) {
            assertEquals(
                    steps.get(left.get(rank)) < level.step(), level.behind().contains(rank));
        }
    }

    @Test
    void shouldLevelByRank() {
        assertEquals(new Level(7, 1, List.of(0, 3)), Level.of(List.of(1, 4, 6, 8), Map.of(1, 6L, 4, 7L, 6, 7L, 8, 0L)));
        assertEquals(Level.at(7), Level.of(List.of(3, 9), Map.of(3, 7L, 9, 7L)));
    }
}
