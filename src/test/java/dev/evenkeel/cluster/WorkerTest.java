package dev.evenkeel.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import akka.actor.testkit.typed.javadsl.FishingOutcomes;
import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.ActorRef;
import dev.evenkeel.job.Data;
import dev.evenkeel.job.JobSpec;
import dev.evenkeel.job.Layers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Workers that train, and a coordinator that only says what the test has it say. */
class WorkerTest {
    private static final int STEPS = 1_000;

    private static final JobSpec JOB = JobSpec.builder("pauses")
            .data(Data.synthetic().shape(6, 1, 1).classes(3).samples(96, 30))
            .layers(Layers.dense(3))
            .batchSize(48)
            .microBatch(8)
            .epochs(STEPS / 2)
            .build();

    @TempDir
    private Path folder;

    /** Newcomers were to be let in, but were lost before: the plan stands, and so it does not pause again. */
    @Test
    void shouldTrainOnBehindAPause() {
        Halts halts = new Halts(3);
        try (JobParts parts = new JobParts(folder, JOB, new Hooks(halts, Hooks.LinkFactory.BY_REFERENCE))) {
            TestProbe<Coordinator.Command> coordinator = parts.kit().createTestProbe();
            List<ActorRef<Worker.Command>> workers =
                    parts.open(2, 1, coordinator.ref()).workers();
            workers.forEach(worker -> worker.tell(new Worker.Prepare(1)));
            Plan plan = Plan.first(JOB.name(), 1, 0, workers);
            for (int rank = 0; rank < workers.size(); rank++) {
                workers.get(rank).tell(new Worker.Run(plan, rank, STEPS));
            }
            halts.await(3);
            workers.forEach(worker -> worker.tell(new Worker.Pause(1)));
            halts.goOn(3);
            long paused = standing(coordinator);
            assertTrue(paused < STEPS);

            workers.forEach(worker -> worker.tell(new Worker.Continue(1, paused + 50)));

            assertEquals(paused + 50, standing(coordinator));
        }
    }

    @Test
    void shouldSayWhenItWasToldMoreThanCame() {
        try (JobParts parts = new JobParts(folder, JOB, Hooks.NONE)) {
            TestProbe<Coordinator.Command> coordinator = parts.kit().createTestProbe();
            TestProbe<Coordinator.Command> asked = parts.kit().createTestProbe();
            ActorRef<Worker.Command> worker =
                    parts.open(1, 2, coordinator.ref()).workers().get(0);
            worker.tell(new Worker.Prepare(2));
            worker.tell(new Worker.Prepare(1));
            worker.tell(new Worker.Reckoning(2, 1, asked.ref()));
            worker.tell(new Worker.Reckoning(1, 9, asked.ref()));
            asked.expectNoMessage(Duration.ofMillis(50));
            worker.tell(new Worker.Reckoning(2, 2, asked.ref()));
            asked.expectMessage(new Report.Missed("a message to worker 0 was lost"));
            // It was to serve another coordinator, and has not heard of that.
            worker.tell(new Worker.Reckoning(3, 1, asked.ref()));
            asked.expectMessage(new Report.Missed("a message to worker 0 was lost"));
            worker.tell(new Worker.Serve(3, coordinator.ref()));
            worker.tell(new Worker.Reckoning(3, 1, asked.ref()));
            asked.expectNoMessage(Duration.ofMillis(50));
        }
    }

    /** Whoever counts what comes has heard all that it has told, whenever it gives a sign of life. */
    @Test
    void shouldSayHowMuchItHasTold() {
        try (JobParts parts = new JobParts(folder, JOB, Hooks.NONE)) {
            TestProbe<Coordinator.Command> coordinator = parts.kit().createTestProbe();
            ActorRef<Worker.Command> worker =
                    parts.open(1, 1, coordinator.ref()).workers().get(0);
            worker.tell(new Worker.Prepare(1));
            worker.tell(new Worker.Run(Plan.first(JOB.name(), 1, 0, List.of(worker)), 0, STEPS));
            AtomicLong heard = new AtomicLong();
            AtomicLong signs = new AtomicLong();
            coordinator.fishForMessage(Duration.ofSeconds(20), said -> {
                if (said instanceof Report.Beat beat) {
                    assertEquals(heard.get(), beat.told());
                    return heard.get() > STEPS && signs.incrementAndGet() == 2
                            ? FishingOutcomes.complete()
                            : FishingOutcomes.continueAndIgnore();
                }
                heard.incrementAndGet();
                return FishingOutcomes.continueAndIgnore();
            });
        }
    }

    /** The step at which both stand. */
    private static long standing(TestProbe<Coordinator.Command> coordinator) {
        Map<Integer, Long> steps = new TreeMap<>();
        coordinator.fishForMessage(Duration.ofSeconds(20), said -> {
            if (said instanceof Report.Standing standing) {
                steps.put(standing.worker(), standing.step());
            }
            return steps.size() == 2 ? FishingOutcomes.complete() : FishingOutcomes.continueAndIgnore();
        });
        assertEquals(steps.get(0), steps.get(1));
        return steps.get(0);
    }
}
