package dev.evenkeel.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.evenkeel.train.Phase;
import dev.evenkeel.train.ProtocolPoint;
import java.io.IOException;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A job on real actors goes on through every fault, and its model is that of the undisturbed run; every fault must be seen to have
 * fired, and every ledger holds.
 */
class RecoveryTest {
    /** A test of every point of a step. */
    @Target(ElementType.METHOD)
    @Retention(RetentionPolicy.RUNTIME)
    @ParameterizedTest
    @EnumSource(
            value = ProtocolPoint.class,
            names = {"EVALUATE", "SNAPSHOT"},
            mode = EnumSource.Mode.EXCLUDE)
    private @interface EveryPoint {}

    private static final long STEP = 3;
    /** Whoever is taken for dead by mistake changes no bit. */
    private static final String SOON = "500ms";

    @TempDir
    private static Path folder;

    private static FaultRuns runs;

    @BeforeAll
    static void train() {
        runs = new FaultRuns(folder);
    }

    @AfterAll
    static void end() {
        runs.close();
    }

    @EveryPoint
    void shouldLoseNothingWhereverAWorkerCrashes(ProtocolPoint point) {
        assertRecovers(faults -> faults.crash(1).in(point, STEP), 3, FaultRuns.CALM);
    }

    @EveryPoint
    void shouldLoseNothingWhereverAWorkerHangs(ProtocolPoint point) {
        assertRecovers(faults -> faults.hang(0).in(point, STEP), 3, SOON);
    }

    /** What a worker does that was given up, and then wakes up in the middle of a later step, is nothing. */
    @EveryPoint
    void shouldNotMindAWorkerThatWakesUp(ProtocolPoint point) {
        assertRecovers(faults -> faults.hang(0).in(point, STEP).thaw().in(ProtocolPoint.FORWARD, STEP + 2), 3, SOON);
    }

    @EveryPoint
    void shouldWaitForAWorkerThatIsSlow(ProtocolPoint point) throws IOException {
        FaultRuns.Ended ended = runs.recovered(
                3, faults -> faults.freeze(1, Duration.ofMillis(300)).in(point, STEP), FaultRuns.CALM);
        assertEquals(0, ended.aborted());
        assertEquals(3, ended.lastWorkers());
    }

    @ParameterizedTest
    @CsvSource({"COMMITTED, 2", "EVALUATE, 2", "COMMIT, 4", "EVALUATE, 4", "COMMITTED, 6", "EVALUATE, 6", "SNAPSHOT, 6"
    })
    void shouldLoseNothingAtTheEndOfAnEpoch(ProtocolPoint point, long step) {
        for (boolean hangs : new boolean[] {false, true}) {
            FaultRuns.Ended ended = runs.recovered(
                    3,
                    faults -> (hangs ? faults.hang(0) : faults.crash(0)).in(point, step),
                    hangs ? SOON : FaultRuns.CALM);
            // Between two steps no attempt is under way.
            assertTrue(ended.aborted() <= 1);
        }
    }

    @Test
    void shouldGoOnDownToTheLastWorker() {
        // A worker's rank is its place among those who are left.
        assertRecovers(
                faults -> faults.crash(4)
                        .in(ProtocolPoint.BEGIN, 1)
                        .crash(0)
                        .in(ProtocolPoint.LOSS, 2)
                        .crash(1)
                        .in(ProtocolPoint.REDUCE, 4)
                        .exhaust(0)
                        .in(ProtocolPoint.BACKWARD, 5),
                5,
                FaultRuns.CALM);
    }

    @Test
    void shouldCopeWithTwoWorkersLostAtOnce() {
        // The attempt may be called off before the second comes as far; then another has its rank in the next one.
        assertRecovers(
                faults -> faults.crash(0)
                        .in(ProtocolPoint.BACKWARD, STEP)
                        .crash(1)
                        .in(ProtocolPoint.BACKWARD, STEP),
                4,
                FaultRuns.CALM);
    }

    @Test
    void shouldCopyTheStateWhenTheCopyIsLostToo() {
        // Rank 0 misses what it needs to commit; the others commit, and the first copy of their state never arrives.
        assertRecovers(
                faults ->
                        faults.drop(2).of(Phase.REDUCED_GRADIENT, STEP).drop(1).of(Phase.STATE, STEP + 1),
                3,
                SOON);
    }

    @ParameterizedTest
    @CsvSource({"BEGIN, 1", "COMMITTED, 1", "COMMITTED, 2", "COMMITTED, 3", "EVALUATE, 4"})
    void shouldReplaceAStateInWhichABitHasFlipped(ProtocolPoint point, long step) throws IOException {
        FaultRuns.Ended ended = assertRecovers(faults -> faults.flip(1).in(point, step), 3, FaultRuns.CALM);
        assertEquals(3, ended.lastWorkers());
    }

    @Test
    void shouldNotWriteAModelInWhichABitHasFlipped() {
        // Its worker would write the model.
        FaultRuns.Ended ended =
                runs.recovered(3, faults -> faults.flip(0).in(ProtocolPoint.COMMITTED, 6), FaultRuns.CALM);
        // No attempt at a step was called off: there is no seventh.
        assertEquals(0, ended.aborted());
    }

    @Test
    void shouldNotTrustTheSameMemoryTwice() throws IOException {
        FaultRuns.Ended ended = assertRecovers(
                faults -> faults.flip(1).in(ProtocolPoint.COMMITTED, 3).flip(1).in(ProtocolPoint.COMMITTED, 4),
                4,
                FaultRuns.CALM);
        assertEquals(3, ended.lastWorkers());
    }

    @ParameterizedTest
    @ValueSource(longs = {3, 4, 5})
    void shouldGoBackToTheLastCheckpointWhereNoMajorityTellsWhichStateIsRight(long step) {
        FaultRuns.Ended ended =
                runs.recovered(2, faults -> faults.flip(1).in(ProtocolPoint.COMMITTED, step), FaultRuns.CALM);
        // Its steps were computed again, and its ledger does not know.
        assertEquals(0, ended.aborted());
    }

    @Test
    void shouldFailWhereNoMajorityTellsWhichStateIsRightAndThereIsNoCheckpoint() {
        assertUndecided(1, runs.struck(2, faults -> faults.flip(1).in(ProtocolPoint.COMMITTED, 1), FaultRuns.CALM));
    }

    @Test
    void shouldGoBackOnlyOnce() {
        assertUndecided(
                4,
                runs.struck(
                        2,
                        faults -> faults.flip(1)
                                .in(ProtocolPoint.COMMITTED, 3)
                                .flip(0)
                                .in(ProtocolPoint.COMMITTED, 4),
                        FaultRuns.CALM));
    }

    private static void assertUndecided(long step, FaultRuns.Ended ended) {
        assertTrue(
                ended.sentence()
                        .matches("after step " + step
                                + " the replicas differ: worker 0 has state [0-9a-f]+, worker 1 has"
                                + " state [0-9a-f]+: memory or arithmetic of one of them is faulty, and no majority"
                                + " tells whose; --resume goes on from the last checkpoint"),
                ended.sentence());
    }

    @Test
    void shouldFailWithTheLastWorkersSentence() {
        FaultRuns.Ended ended = runs.struck(
                2,
                faults -> faults.crash(1).in(ProtocolPoint.LOSS, STEP).crash(0).in(ProtocolPoint.BACKWARD, STEP),
                FaultRuns.CALM);
        assertTrue(
                ended.sentence().matches("worker [01] failed: java.lang.IllegalStateException: broken on purpose"),
                ended.sentence());
    }

    private static FaultRuns.Ended assertRecovers(FaultRuns.Script script, int workers, String timeout) {
        FaultRuns.Ended ended = runs.recovered(workers, script, timeout);
        assertTrue(ended.aborted() > 0);
        return ended;
    }
}
