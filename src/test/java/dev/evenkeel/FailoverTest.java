package dev.evenkeel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.evenkeel.client.JobState;
import dev.evenkeel.http.SubmittedJob;
import dev.evenkeel.http.TestCluster;
import dev.evenkeel.job.ReadJob;
import dev.evenkeel.processes.Jobs;
import dev.evenkeel.run.Tally;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A job goes on when the node of its coordinator is lost, and leaves what it would have left. */
class FailoverTest {
    @TempDir
    static Path folder;

    private static ReadJob job;
    private static String fingerprint;

    @BeforeAll
    static void train() throws IOException {
        Jobs jobs = new Jobs(folder);
        // Many steps, as soon as possible.
        job = jobs.read(Jobs.SMALL, "batch-size=12", "micro-batch=4", "epochs=6", "checkpoint.every-epochs=2");
        fingerprint = jobs.local(job);
    }

    @Test
    void shouldGoOnWhenTheNodeOfTheCoordinatorIsLost() throws IOException {
        try (TestCluster nodes = new TestCluster(folder)) {
            nodes.add(0).add(1).add(1).add(1);
            // The first one's coordinator is on a witness, the second one's beside a worker.
            lose(nodes, () -> nodes.crash(0), List.of(1, 2, 3));
            SubmittedJob first = lose(nodes, () -> nodes.crash(1), List.of(2, 3));
            // A node that leaves in order hands over.
            lose(nodes, () -> nodes.leave(2), List.of(3));
            assertEquals(
                    Optional.of(fingerprint),
                    first.through(3).status().outcome().fingerprint());
        }
    }

    /** Steps of half a second: the coordinator is lost before the one is over behind which the job would stop. */
    @Test
    void shouldStopAJobWhoseCoordinatorIsLostBeforeItHas() throws IOException {
        ReadJob slow = new Jobs(folder).read("""
                        name = slow
                        data { type = digits }
                        layers = [ { type = dense, units = 2048 }, { type = dense, units = 2048 }, { type = dense, units = 10 } ]
                        batch-size = 500
                        micro-batch = 250
                        epochs = 40
                        """);
        try (TestCluster nodes = new TestCluster(folder.resolve("stop"))) {
            nodes.add(0).add(1).add(1);
            SubmittedJob stopped = SubmittedJob.submit(nodes, 2, slow, 2, 2);
            stopped.awaitLines(1, 2);

            stopped.stop();
            nodes.crash(0);

            stopped.assertStops(List.of(1, 2));
            assertTrue(stopped.lines(1) < 120, "it trained on");
        }
    }

    @Test
    void shouldGoOnFromTheNewestCompleteCheckpointWhenAllNodesWereLost() throws IOException {
        Path there = folder.resolve("all");
        String id;
        String waiting;
        try (TestCluster nodes = new TestCluster(there)) {
            nodes.add(1).add(1);
            SubmittedJob lost = SubmittedJob.submit(nodes, 1, job, 1, 2);
            id = lost.id();
            Waiting.until("there are two checkpoints", () -> lost.checkpoints(1).size() >= 2);
            waiting = SubmittedJob.submit(nodes, 0, job, 3, 3).id();
            nodes.crash(0);
            nodes.crash(1);
            // One is torn, the other tampered with.
            List<Path> kept = lost.checkpoints(1);
            byte[] bytes = Files.readAllBytes(kept.get(kept.size() - 1));
            bytes[bytes.length - 5] ^= 4;
            Files.write(kept.get(kept.size() - 1), bytes);
            List<Path> others = lost.checkpoints(0);
            Path newest = others.get(others.size() - 1);
            Files.write(newest, Arrays.copyOf(Files.readAllBytes(newest), 1000));
        }
        try (TestCluster nodes = new TestCluster(there)) {
            nodes.add(1).add(1);
            SubmittedJob lost = SubmittedJob.known(nodes, 1, id);
            Waiting.until("its loss is known", () -> lost.status().state() == JobState.FAILED);
            assertTrue(
                    lost.status()
                            .reason()
                            .contains("evenkeel submit --resume " + id + " goes on from the newest checkpoint"),
                    lost.status().reason());
            SubmittedJob queued = SubmittedJob.known(nodes, 0, waiting);
            assertEquals(JobState.QUEUED, queued.status().state());
            // The third one was not there before.
            nodes.add(1);
            SubmittedJob resumed = SubmittedJob.resume(nodes, 2, job, id, 3);
            assertEquals(id, resumed.id());
            resumed.assertSucceeds(fingerprint, List.of(0, 1, 2));
            queued.assertSucceeds(fingerprint, List.of(0, 1, 2));
        }
    }

    private static SubmittedJob lose(TestCluster nodes, Runnable how, List<Integer> left) throws IOException {
        SubmittedJob job = SubmittedJob.submit(nodes, left.get(left.size() - 1), FailoverTest.job, 1, 3);
        int first = left.get(0);
        job.awaitLines(first, 150);

        how.run();

        long before = job.lines(first);
        job.assertSucceeds(fingerprint, left);
        assertTrue(before < job.lines(first), "it had ended before");
        assertTrue(Tally.of(job.files(first).ledger()).aborted() >= 1, "no step was in flight");
        assertEquals(
                Math.min(2, left.size()),
                left.stream()
                        .filter(node -> Files.exists(job.files(node).model()))
                        .count());
        return job;
    }
}
