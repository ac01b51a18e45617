package dev.evenkeel.cluster;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import akka.actor.typed.ActorRef;
import dev.evenkeel.job.Data;
import dev.evenkeel.job.JobSpec;
import dev.evenkeel.job.Layers;
import dev.evenkeel.train.Phase;
import dev.evenkeel.train.ProtocolPoint;
import dev.evenkeel.train.StepObserver;
import dev.evenkeel.train.TrainingState;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What goes wrong while workers are on their way into a job that runs: they come in all the same, and no bit is another. */
class NewcomerFaultsTest {
    private static final long STEP = 3;

    private static final JobSpec JOB = JobSpec.builder("newcomers")
            .data(Data.synthetic().shape(6, 1, 1).classes(3).samples(96, 30))
            .layers(Layers.dense(9).bias(false), Layers.batchNorm(), Layers.relu(), Layers.dense(3))
            .batchSize(48)
            .microBatch(8)
            .epochs(40)
            .checkpointEveryEpochs(10)
            .build();

    @TempDir
    private Path folder;

    @Test
    void shouldHaveTheStateOfAnotherWhenItsDonorDiesBeforeItGivesIt() throws IOException {
        assertComeIn(faults -> faults.crash(0).before(Phase.STATE), false);
    }

    @Test
    void shouldHaveTheStateOfAnotherWhenItsDonorDiesInTheMidstOfIt() throws IOException {
        // The first newcomer has it by then, the second has not.
        assertComeIn(faults -> faults.crash(0).after(Phase.STATE), false);
    }

    @Test
    void shouldHaveTheStateOfAnotherWhenItsDonorHangsOverIt() throws IOException {
        assertComeIn(faults -> faults.hang(0).before(Phase.STATE), true);
    }

    @Test
    void shouldHaveTheStateOfAThirdWhenTwoDonorsDie() throws IOException {
        assertComeIn(faults -> faults.crash(0).before(Phase.STATE).crash(0).after(Phase.STATE), false);
    }

    @Test
    void shouldHaveTheStateOnceMoreWhenItIsLostOnTheWay() throws IOException {
        assertComeIn(faults -> faults.drop(0).of(Phase.STATE), true);
    }

    private void assertComeIn(FaultRuns.Script script, boolean hasty) throws IOException {
        Arrival arrival = new Arrival();
        try (Faults faults = new Faults();
                JobParts parts = new JobParts(
                        folder, JOB, arrival.hooks(script.write(faults).hooks(Hooks.LinkFactory.BY_REFERENCE)))) {
            if (hasty) {
                // Whoever is taken for dead by mistake changes no bit.
                parts.within(Duration.ofMillis(500));
            }
            ActorRef<Coordinator.Command> coordinator = parts.appoint(1);
            parts.open(3, 1, coordinator);
            parts.begin(coordinator);
            arrival.awaitStep();
            coordinator.tell(new Coordinator.Join(parts.open(2, 1, coordinator)));
            arrival.awaitReady();
            arrival.goOn();
            parts.assertSucceeds(parts.undisturbed());
            faults.assertFired();
            assertTrue(parts.worked(3));
            assertTrue(parts.worked(4));
        }
    }

    /** The coordinator is lost when their part is open, and has not begun to get ready; when it is ready; when it was told of. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2})
    void shouldComeInWithTheNextCoordinatorWhenTheirsIsLostBeforeItLetsThemIn(int far) throws IOException {
        Arrival arrival = new Arrival();
        try (JobParts parts = new JobParts(folder, JOB, arrival.hooks(Hooks.NONE))) {
            ActorRef<Coordinator.Command> coordinator = parts.appoint(1);
            parts.open(2, 1, coordinator);
            parts.begin(coordinator);
            arrival.awaitStep();
            Desk newcomers = parts.open(2, 1, coordinator);
            if (far == 1) {
                newcomers.workers().forEach(worker -> worker.tell(new Worker.Prepare(1)));
            } else if (far == 2) {
                // The others are in the midst of a step, so that nobody is let in.
                coordinator.tell(new Coordinator.Join(newcomers));
            }
            if (far > 0) {
                arrival.awaitReady();
            }
            parts.kit().stop(coordinator);
            assertFalse(parts.worked(2));
            arrival.goOn();

            parts.takeOver(2);

            parts.assertSucceeds(parts.undisturbed());
            assertTrue(parts.worked(2));
            assertTrue(parts.worked(3));
        }
    }

    /** Holds those who train in the midst of a step; newcomers get their replicas meanwhile. */
    private static final class Arrival {
        private final Halts halts = new Halts(STEP);
        private final CountDownLatch ready = new CountDownLatch(2);

        Hooks hooks(Hooks faults) {
            StepObserver observer = faults.observer();
            return new Hooks(
                    new StepObserver() {
                        @Override
                        public void reached(ProtocolPoint point, long step, int rank, int layer) {
                            halts.reached(point, step, rank, layer);
                            observer.reached(point, step, rank, layer);
                        }

                        @Override
                        public void holds(TrainingState state) {
                            if (!halts.before(STEP)) {
                                ready.countDown();
                            }
                            observer.holds(state);
                        }
                    },
                    faults.links());
        }

        void awaitStep() {
            halts.await(STEP);
        }

        void awaitReady() {
            Halts.await(ready);
        }

        void goOn() {
            halts.goOn(STEP);
        }
    }
}
