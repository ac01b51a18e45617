package dev.evenkeel.cluster;

import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.ActorRef;
import dev.evenkeel.job.Data;
import dev.evenkeel.job.JobSpec;
import dev.evenkeel.job.Layers;
import dev.evenkeel.run.Pages;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A coordinator that was frozen while another one took its job over, and wakes up: whatever it says is nothing. */
class ReplacedCoordinatorTest {
    private static final JobSpec JOB = JobSpec.builder("replaced")
            .data(Data.synthetic().shape(6, 1, 1).classes(3).samples(96, 30))
            .layers(Layers.dense(9).bias(false), Layers.batchNorm(), Layers.relu(), Layers.dense(3))
            .batchSize(48)
            .microBatch(8)
            .epochs(20)
            .checkpointEveryEpochs(10)
            .build();

    @TempDir
    private Path folder;

    @Test
    void shouldBeHeededByNobody() throws IOException {
        Halts halts = new Halts(3, 20);
        try (JobParts parts = new JobParts(folder, JOB, new Hooks(halts, Hooks.LinkFactory.BY_REFERENCE))) {
            ActorRef<Coordinator.Command> frozen = parts.appoint(1);
            List<Desk> desks = List.of(parts.open(2, 1, frozen), parts.open(1, 1, frozen));
            parts.begin(frozen);
            halts.await(3);
            parts.takeOver(2);
            halts.goOn(3);
            halts.await(20);

            TestProbe<Journal.Books> books = parts.kit().createTestProbe();
            List<ActorRef<Worker.Command>> workers =
                    desks.stream().flatMap(desk -> desk.workers().stream()).toList();
            Plan plan = Plan.first(JOB.name(), 1, 0, workers);
            for (int rank = 0; rank < workers.size(); rank++) {
                ActorRef<Worker.Command> worker = workers.get(rank);
                worker.tell(new Worker.Serve(1, frozen));
                worker.tell(new Worker.Run(plan, rank, 40));
                worker.tell(new Worker.Continue(1, 40));
                worker.tell(new Worker.Pause(1));
                worker.tell(new Worker.Evaluate(1, 1, rank, workers.size()));
                worker.tell(new Worker.Snapshot(1, Journal.Purpose.MODEL));
                worker.tell(new Worker.Abort(1, Integer.MAX_VALUE));
                worker.tell(new Worker.Dismiss(1));
            }
            for (Desk desk : desks) {
                ActorRef<Journal.Command> journal = desk.journal();
                journal.tell(new Journal.Serve(1, frozen, books.ref()));
                journal.tell(new Journal.CatchUp(1, desks.get(0).journal(), new Pages.Reach(0, 0)));
                journal.tell(new Journal.Finished(1, "a model of its own"));
                journal.tell(new Journal.Stopped(1));
                journal.tell(new Journal.Failed(1, "a failure of its own", Optional.empty(), false));
            }
            books.expectNoMessage(Duration.ofMillis(100));
            halts.goOn(20);

            parts.assertSucceeds(parts.undisturbed());
        }
    }
}
