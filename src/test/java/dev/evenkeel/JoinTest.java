package dev.evenkeel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.evenkeel.client.JobState;
import dev.evenkeel.client.JobStatus;
import dev.evenkeel.http.SubmittedJob;
import dev.evenkeel.http.TestCluster;
import dev.evenkeel.job.ReadJob;
import dev.evenkeel.processes.Jobs;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A job takes in the workers of nodes that join while it runs, waits for them if it must, and leaves what it would have left. */
class JoinTest {
    @TempDir
    static Path folder;

    private static ReadJob job;
    private static String fingerprint;

    @BeforeAll
    static void train() throws IOException {
        Jobs jobs = new Jobs(folder);
        // So many checkpoints that it lasts for as long as nodes take to start, however fast the machine computes.
        job = jobs.read(Jobs.SMALL, "batch-size=360", "micro-batch=60", "epochs=400", "checkpoint.every-epochs=1");
        fingerprint = jobs.local(job);
    }

    @Test
    void shouldTakeInWorkersOfNodesThatJoin() throws IOException {
        try (TestCluster nodes = new TestCluster(folder)) {
            nodes.add(0).add(1);
            SubmittedJob running = SubmittedJob.submit(nodes, 0, job, 1, 3);
            running.awaitLines(0, 50);

            nodes.add(1);
            running.awaitWork(0, 1);
            nodes.add(1);
            running.awaitWork(0, 2);

            running.assertSucceeds(fingerprint, List.of(0, 1, 2, 3));
        }
    }

    @Test
    void shouldWaitBelowTheLeastNumberOfWorkersAndGoOnWhenOneJoins() throws IOException {
        try (TestCluster nodes = new TestCluster(folder.resolve("waiting"))) {
            nodes.add(0).add(1).add(1).add(0);
            SubmittedJob running = SubmittedJob.submit(nodes, 0, job, 2, 3);
            running.awaitLines(0, 50);

            nodes.crash(2);
            Waiting.until("it says so", () -> running.status().reason().contains("it waits for more"));
            JobStatus waiting = running.status();
            assertEquals(JobState.RUNNING, waiting.state());
            assertTrue(
                    waiting.reason().contains("of the 2 workers that the job asks for at least, 1 is left"),
                    waiting.reason());
            long standing = running.lines(0);
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(500));
            assertEquals(standing, running.lines(0));

            nodes.add(1);

            running.assertSucceeds(fingerprint, List.of(0, 1, 4));
            assertTrue(running.worked(0, 2));
        }
    }

    @Test
    void shouldTakeInWorkersWhenItsCoordinatorWasLost() throws IOException {
        try (TestCluster nodes = new TestCluster(folder.resolve("lost"))) {
            // The second one, which takes over, has no part of it.
            nodes.add(0).add(0).add(1).add(1);
            SubmittedJob running = SubmittedJob.submit(nodes, 2, job, 1, 3);
            running.awaitLines(2, 50);

            nodes.crash(0);
            long standing = running.lines(2);
            running.awaitLines(2, standing + 20);
            nodes.add(1);
            running.awaitWork(2, 2);

            running.assertSucceeds(fingerprint, List.of(2, 3, 4));
        }
    }

    /** It was given its part, and reads the data, when the one is lost who gave it. */
    @Test
    void shouldTakeInWorkersThatWereOnTheirWayWhenItsCoordinatorWasLost() throws IOException {
        try (TestCluster nodes = new TestCluster(folder.resolve("way"))) {
            nodes.add(0).add(1).add(1);
            SubmittedJob running = SubmittedJob.submit(nodes, 2, job, 1, 3);
            running.awaitLines(2, 50);
            CompletableFuture<Void> asked = new CompletableFuture<>();
            CompletableFuture<Void> there = new CompletableFuture<>();
            nodes.add(1, data -> (spec, digest) -> {
                asked.complete(null);
                return there.thenCompose(now -> data.provide(spec, digest));
            });
            Waiting.until("its data is asked for", asked::isDone);

            nodes.crash(0);
            there.complete(null);
            running.awaitWork(2, 2);

            running.assertSucceeds(fingerprint, List.of(1, 2, 3));
        }
    }
}
