package dev.evenkeel.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.evenkeel.train.Phase;
import dev.evenkeel.train.ProtocolPoint;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Function;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A job on real actors goes on through every fault, and its model is that of the undisturbed run; every fault must be seen to have
 * fired, and every ledger holds.
 */
class RecoveryTest {
    private static final long STEP = 3;

    @TempDir
    private static Path folder;

    private static FaultRuns runs;
    private static String undisturbed;

    @BeforeAll
    static void train() {
        runs = new FaultRuns(folder);
        undisturbed = runs.train(1, Hooks.NONE, "60s").fingerprint();
    }

    @ParameterizedTest
    @EnumSource(
            value = ProtocolPoint.class,
            names = {"EVALUATE", "SNAPSHOT"},
            mode = EnumSource.Mode.EXCLUDE)
    void shouldLoseNothingWhereverAWorkerCrashes(ProtocolPoint point) {
        assertRecovers(faults -> faults.crash(1).in(point, STEP), 3, "60s");
    }

    @ParameterizedTest
    @EnumSource(
            value = ProtocolPoint.class,
            names = {"EVALUATE", "SNAPSHOT"},
            mode = EnumSource.Mode.EXCLUDE)
    void shouldLoseNothingWhereverAWorkerHangs(ProtocolPoint point) {
        assertRecovers(faults -> faults.hang(0).in(point, STEP), 3, "1s");
    }

    @ParameterizedTest
    @CsvSource({"COMMITTED, 2", "EVALUATE, 2", "COMMIT, 4", "EVALUATE, 4", "COMMITTED, 6", "EVALUATE, 6", "SNAPSHOT, 6"
    })
    void shouldLoseNothingAtTheEndOfAnEpoch(ProtocolPoint point, long step) {
        for (boolean hangs : new boolean[] {false, true}) {
            try (Faults faults = new Faults()) {
                (hangs ? faults.hang(0) : faults.crash(0)).in(point, step);
                FaultRuns.Ended ended =
                        runs.train(3, faults.hooks(Hooks.LinkFactory.BY_REFERENCE), hangs ? "1s" : "60s");
                assertEquals(undisturbed, ended.fingerprint());
                // Between two steps no attempt is under way.
                assertTrue(ended.aborted() <= 1);
                faults.assertFired();
            }
        }
    }

    @ParameterizedTest
    @EnumSource(value = Phase.class, names = "STATE", mode = EnumSource.Mode.EXCLUDE)
    void shouldLoseNothingWhenAWorkerCrashesBeforeItsMessage(Phase phase) {
        assertRecovers(faults -> faults.crash(2).before(phase, STEP), 3, "60s");
    }

    @ParameterizedTest
    @EnumSource(value = Phase.class, names = "STATE", mode = EnumSource.Mode.EXCLUDE)
    void shouldLoseNothingWhenAWorkerCrashesAfterItsMessage(Phase phase) {
        assertRecovers(faults -> faults.crash(0).after(phase, STEP), 3, "60s");
    }

    @ParameterizedTest
    @EnumSource(value = Phase.class, names = "STATE", mode = EnumSource.Mode.EXCLUDE)
    void shouldComputeTheStepAgainWhenAMessageIsLost(Phase phase) throws IOException {
        FaultRuns.Ended ended = assertRecovers(faults -> faults.drop(0).of(phase, STEP), 2, "1s");
        assertEquals(2, ended.lastWorkers());
    }

    @ParameterizedTest
    @EnumSource(value = Phase.class, names = "STATE", mode = EnumSource.Mode.EXCLUDE)
    void shouldNotMindMessagesThatComeTwiceOrLate(Phase phase) {
        try (Faults faults = new Faults()) {
            faults.duplicate(0).of(phase, STEP).delay(1, Duration.ofMillis(50)).of(phase, STEP);
            FaultRuns.Ended ended = runs.train(3, faults.hooks(Hooks.LinkFactory.BY_REFERENCE), "60s");
            assertEquals(undisturbed, ended.fingerprint());
            assertEquals(0, ended.aborted());
            faults.assertFired();
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
                "60s");
    }

    @Test
    void shouldCopeWithTwoWorkersLostAtOnce() {
        assertRecovers(
                faults -> faults.crash(0)
                        .in(ProtocolPoint.BACKWARD, STEP)
                        .crash(3)
                        .in(ProtocolPoint.BACKWARD, STEP),
                4,
                "60s");
    }

    @Test
    void shouldCopyTheStateWhenTheCopyIsLostToo() {
        // Rank 0 misses what it needs to commit; the others commit, and the first copy of their state never arrives.
        assertRecovers(
                faults ->
                        faults.drop(2).of(Phase.REDUCED_GRADIENT, STEP).drop(1).of(Phase.STATE, STEP + 1),
                3,
                "1s");
    }

    @Test
    void shouldFailWithTheLastWorkersSentence() {
        try (Faults faults = new Faults()) {
            faults.crash(1).in(ProtocolPoint.LOSS, STEP).crash(0).in(ProtocolPoint.BACKWARD, STEP);
            FaultRuns.Ended ended = runs.train(2, faults.hooks(Hooks.LinkFactory.BY_REFERENCE), "60s");
            assertTrue(
                    ended.sentence().matches("worker [01] failed: java.lang.IllegalStateException: broken on purpose"),
                    ended.sentence());
            faults.assertFired();
        }
    }

    private static FaultRuns.Ended assertRecovers(Function<Faults, Faults> script, int workers, String timeout) {
        try (Faults faults = new Faults()) {
            script.apply(faults);
            FaultRuns.Ended ended = runs.train(workers, faults.hooks(Hooks.LinkFactory.BY_REFERENCE), timeout);
            assertEquals(undisturbed, ended.fingerprint());
            assertTrue(ended.aborted() > 0);
            faults.assertFired();
            return ended;
        }
    }
}
