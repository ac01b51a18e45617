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
