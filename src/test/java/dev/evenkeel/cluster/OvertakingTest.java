package dev.evenkeel.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.testkit.typed.javadsl.FishingOutcomes;
import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.ActorRef;
import dev.evenkeel.data.Dataset;
import dev.evenkeel.data.Datasets;
import dev.evenkeel.job.Data;
import dev.evenkeel.job.JobSpec;
import dev.evenkeel.job.Layers;
import dev.evenkeel.math.KernelSets;
import dev.evenkeel.optim.Optimizer;
import dev.evenkeel.train.Phase;
import dev.evenkeel.train.Replica;
import dev.evenkeel.train.StepObserver;
import dev.evenkeel.train.TrainingState;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** Akka orders messages per pair of actors only: a peer's statistics may be there before the plan they belong to. */
class OvertakingTest {
    private static final ActorTestKit KIT = ActorTestKit.create();
    private static final int STEPS = 2;

    private final JobSpec job = JobSpec.builder("overtaking")
            .data(Data.synthetic().shape(6, 1, 1).classes(3).samples(96, 12))
            .layers(Layers.dense(9).bias(false), Layers.batchNorm(), Layers.relu(), Layers.dense(3))
            .batchSize(48)
            .microBatch(8)
            .build();
    private final Dataset data = Datasets.load(job.data(), Path.of(""));

    @AfterAll
    static void end() {
        KIT.shutdownTestKit();
    }

    @Test
    void shouldKeepStatisticsThatCameBeforeThePlan() throws InterruptedException {
        CountDownLatch overtaken = new CountDownLatch(1);
        Hooks.LinkFactory counting = (plan, rank) -> (member, part) -> {
            Hooks.LinkFactory.BY_REFERENCE.link(plan, rank).send(member, part);
            if (part.tag().phase() == Phase.FORWARD_STATISTICS && part.from() == 0) {
                overtaken.countDown();
            }
        };
        Map<Long, Long> alone = train(1, Hooks.LinkFactory.BY_REFERENCE, new CountDownLatch(0));

        Map<Long, Long> together = train(2, counting, overtaken);

        assertEquals(STEPS, alone.size());
        assertEquals(alone, together);
    }

    /** Digests of the state by step. Everybody but worker 0 gets the plan after the latch has opened. */
    private Map<Long, Long> train(int workers, Hooks.LinkFactory links, CountDownLatch latch)
            throws InterruptedException {
        TestProbe<Coordinator.Command> coordinator = KIT.createTestProbe();
        TestProbe<Journal.Command> journal = KIT.createTestProbe();
        TrainingState state =
                TrainingState.initial(Replica.network(job, data), Optimizer.of(job.optimizer()), job.seed());
        WorkerCompute.Setup setup = new WorkerCompute.Setup(
                job, data, KernelSets.best(), state::copy, Duration.ofSeconds(20), new Hooks(StepObserver.NONE, links));
        List<ActorRef<Worker.Command>> spawned = new ArrayList<>();
        for (int worker = 0; worker < workers; worker++) {
            WorkerCompute compute = new WorkerCompute(worker, setup, coordinator.ref(), journal.ref(), new Recorded(0));
            spawned.add(KIT.spawn(Worker.create(compute, 1)));
            spawned.get(worker).tell(new Worker.Prepare(1));
            coordinator.fishForMessage(
                    Duration.ofSeconds(20),
                    said -> said instanceof Report.Prepared
                            ? FishingOutcomes.complete()
                            : FishingOutcomes.continueAndIgnore());
        }
        Plan plan = Plan.first("overtaking", 1, 0, spawned);
        for (int rank = 0; rank < workers; rank++) {
            spawned.get(rank).tell(new Worker.Run(plan, rank, STEPS));
            assertTrue(latch.await(20, TimeUnit.SECONDS));
        }
        Map<Long, Long> digests = new TreeMap<>();
        int standing = 0;
        while (standing < workers) {
            Coordinator.Command said = coordinator.receiveMessage(Duration.ofSeconds(30));
            if (said instanceof Report.Committed committed) {
                long step = committed.result().batch().step();
                long digest = committed.result().digest();
                assertEquals(digest, digests.merge(step, digest, (a, b) -> a));
            } else if (!(said instanceof Report.Beat)) {
                assertEquals(Report.Standing.class, said.getClass());
                standing++;
            }
        }
        return digests;
    }
}
