package dev.evenkeel.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import akka.actor.testkit.typed.javadsl.FishingOutcomes;
import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.ActorRef;
import dev.evenkeel.job.Data;
import dev.evenkeel.job.JobSpec;
import dev.evenkeel.job.Layers;
import dev.evenkeel.run.Tally;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Steps that workers commit while nobody writes them down: a coordinator that is lost, and another one that is late. */
class UnrecordedStepsTest {
    private static final int STEPS = Recorded.MOST + 100;
    private static final int WORKERS = 2;

    private static final JobSpec JOB = JobSpec.builder("unrecorded")
            .data(Data.synthetic().shape(4, 1, 1).classes(2).samples(STEPS * 2, 10))
            .layers(Layers.dense(2))
            .batchSize(2)
            .microBatch(1)
            .epochs(1)
            .build();

    @TempDir
    private Path folder;

    @Test
    void shouldGoAheadOfTheBooksNoFurtherThanIsRemembered() throws IOException {
        try (JobParts parts = new JobParts(folder, JOB, Hooks.NONE)) {
            TestProbe<Coordinator.Command> lost = parts.kit().createTestProbe();
            List<ActorRef<Worker.Command>> workers = List.of(
                    parts.open(1, 1, lost.ref()).workers().get(0),
                    parts.open(1, 1, lost.ref()).workers().get(0));
            Reports reports = new Reports(lost);
            workers.forEach(worker -> worker.tell(new Worker.Prepare(1)));
            Plan plan = Plan.first(JOB.name(), 1, 0, workers);
            for (int rank = 0; rank < WORKERS; rank++) {
                workers.get(rank).tell(new Worker.Run(plan, rank, STEPS));
            }
            reports.awaitBoth(Recorded.MOST);
            // They stand, are not taken to work, and go no further.
            reports.awaitRest();
            assertEquals(Map.of(0, (long) Recorded.MOST, 1, (long) Recorded.MOST), reports.committed);

            parts.takeOver(2);

            parts.assertSucceeds(parts.undisturbed());
            assertEquals(STEPS, Tally.of(parts.ledger()).steps());
            assertEquals(1, Tally.of(parts.ledger()).aborted());
        }
    }

    /** The coordinator is there, but a journal does not get on. */
    @Test
    void shouldGiveUpAWorkerWhoseBooksStandStill() {
        try (JobParts parts = new JobParts(folder, JOB, Hooks.NONE).within(Duration.ofSeconds(1))) {
            TestProbe<Coordinator.Command> coordinator = parts.kit().createTestProbe();
            List<ActorRef<Worker.Command>> worker =
                    parts.open(1, 1, coordinator.ref()).workers();
            worker.get(0).tell(new Worker.Prepare(1));
            worker.get(0).tell(new Worker.Run(Plan.first(JOB.name(), 1, 0, worker), 0, STEPS));

            List<Coordinator.Command> heard = coordinator.fishForMessage(
                    Duration.ofSeconds(30),
                    said -> said instanceof Report.WorkerFailed
                            ? FishingOutcomes.complete()
                            : FishingOutcomes.continueAndIgnore());

            assertEquals(
                    List.of(new Report.WorkerFailed(
                            0,
                            "worker 0 is 2000 steps ahead of the books of its node, which have not got on for 1 s: see"
                                    + " whether its disk does")),
                    heard);
        }
    }

    /** What a coordinator that is nobody hears. */
    private static final class Reports {
        private final TestProbe<Coordinator.Command> probe;
        private final Map<Integer, Long> committed = new TreeMap<>();
        private final Map<Integer, Long> progress = new TreeMap<>();
        private final Map<Integer, Integer> resting = new TreeMap<>();

        private Reports(TestProbe<Coordinator.Command> probe) {
            this.probe = probe;
        }

        void awaitBoth(long step) {
            hearUntil(() ->
                    committed.size() == WORKERS && committed.values().stream().allMatch(last -> last >= step));
        }

        /** Several signs of life of each in which it does nothing. */
        void awaitRest() {
            resting.clear();
            hearUntil(
                    () -> resting.size() == WORKERS && resting.values().stream().allMatch(beats -> beats >= 3));
        }

        private void hearUntil(BooleanSupplier heard) {
            long end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
            while (!heard.getAsBoolean()) {
                assertTrue(System.nanoTime() < end, "heard in vain: " + committed + " " + progress);
                Coordinator.Command said = probe.receiveMessage(Duration.ofSeconds(30));
                if (said instanceof Report.Committed report) {
                    committed.put(report.worker(), report.result().batch().step());
                } else if (said instanceof Report.Beat beat && !beat.busy()) {
                    // They move, and so are not blamed.
                    if (!Long.valueOf(beat.progress()).equals(progress.put(beat.worker(), beat.progress()))) {
                        resting.merge(beat.worker(), 1, Integer::sum);
                    }
                }
            }
        }
    }
}
