package dev.evenkeel.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
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
    /** Where a healthy worker stands. */
    private static Level.Stand at(long step) {
        return new Level.Stand(step, 100 + step);
    }

    @Test
    void shouldOpenWhenTheLastHasAnswered() {
        Barrier barrier = Barrier.before(List.of(0, 2, 5), "worker 1 failed").answered(5, at(7));
        assertFalse(
                barrier.answered(5, at(7)).answered(1, at(9)).answered(0, at(6)).open());
        Barrier opened = barrier.answered(0, at(6)).answered(2, at(7));
        assertTrue(opened.open());
        assertEquals(Map.of(0, at(6), 2, at(7), 5, at(7)), opened.stands());
    }

    @Test
    void shouldNotHeedASecondAnswer() {
        Barrier barrier =
                Barrier.before(List.of(0, 1), "why").answered(0, at(6)).answered(0, at(9));
        assertEquals(Map.of(0, at(6)), barrier.stands());
    }

    @Test
    void shouldForgetWhatALostWorkerSaid() {
        Barrier barrier = Barrier.before(List.of(0, 1, 2), "worker 3 failed")
                .answered(1, at(7))
                .also("worker 1 failed");
        Barrier opened = barrier.without(1).answered(0, at(6)).answered(2, at(6));
        assertTrue(opened.open());
        assertEquals(Map.of(0, at(6), 2, at(6)), opened.stands());
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
        Map<Integer, Level.Stand> steps = new HashMap<>();
        Collections.shuffle(workers, random);
        for (int worker : workers) {
            assertFalse(barrier.open());
            // The first stays, so that somebody is left.
            if (worker != workers.get(0) && random.nextInt(3) == 0) {
                barrier = barrier.without(worker);
            } else {
                long step = 5 + random.nextInt(2);
                steps.put(worker, at(step));
                barrier = barrier.answered(worker, at(step));
            }
        }
        assertTrue(barrier.open());
        assertEquals(steps, barrier.stands());
        List<Integer> left = steps.keySet().stream().sorted().toList();
        Level level = Level.of(left, barrier.stands());
        assertEquals(steps.values().stream().mapToLong(Level.Stand::step).max().orElseThrow(), level.step());
        assertEquals(at(level.step()), steps.get(left.get(level.donor())));
        assertFalse(level.behind().contains(level.donor()));
        for (int rank = 0; rank < left.size(); rank++) {
            assertEquals(
                    steps.get(left.get(rank)).step() < level.step(),
                    level.behind().contains(rank));
        }
    }

    @Test
    void shouldLevelByRank() {
        assertEquals(
                new Level(7, 1, List.of(0, 3)),
                Level.of(List.of(1, 4, 6, 8), Map.of(1, at(6), 4, at(7), 6, at(7), 8, at(0))));
        assertEquals(Level.at(7), Level.of(List.of(3, 9), Map.of(3, at(7), 9, at(7))));
    }

    @Test
    void shouldTakeTheStateOfMost() {
        Level.Stand odd = new Level.Stand(7, 5);
        assertEquals(
                new Level(7, 2, List.of(0, 1)),
                Level.of(List.of(1, 4, 6, 8), Map.of(1, odd, 4, at(6), 6, at(7), 8, at(7))));
        // Of those who came furthest: what was before tells nothing of the step.
        assertEquals(
                "after step 7 the replicas differ: worker 1 has state 5, worker 6 has state 6b: memory or arithmetic of one"
                        + " of them is faulty, and no majority tells whose; --resume goes on from the last checkpoint",
                assertThrows(
                                HopelessException.class,
                                () -> Level.of(List.of(1, 4, 6), Map.of(1, odd, 4, at(6), 6, at(7))))
                        .getMessage());
        assertEquals(Level.at(7), Level.of(List.of(1), Map.of(1, odd)));
    }
}
