package dev.evenkeel.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.evenkeel.Waiting;
import dev.evenkeel.client.JobState;
import dev.evenkeel.http.SubmittedJob;
import dev.evenkeel.http.TestCluster;
import dev.evenkeel.job.ReadJob;
import dev.evenkeel.processes.Jobs;
import dev.evenkeel.run.Tally;
import dev.evenkeel.train.ProtocolPoint;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A bit flips in the memory of one of two nodes, so that nobody can tell whose state is right. */
class LostStateTest {
    /** There is a checkpoint every 15 steps, so that one is written by then, however slow the disk. */
    private static final long STEP = 200;

    @TempDir
    static Path folder;

    private static ReadJob job;
    private static String fingerprint;

    @BeforeAll
    static void train() throws IOException {
        Jobs jobs = new Jobs(folder);
        job = jobs.read(Jobs.SMALL, "epochs=16", "checkpoint.every-epochs=1");
        fingerprint = jobs.local(job);
    }

    @Test
    void shouldGoBackToTheNewestCheckpoint() throws IOException {
        try (Faults faults = new Faults().flip(1).in(ProtocolPoint.COMMITTED, STEP);
                TestCluster nodes = cluster("once", faults)) {
            SubmittedJob struck = SubmittedJob.submit(nodes, 1, job, 2, 2);

            struck.assertSucceeds(fingerprint, List.of(0, 1, 2));

            faults.assertFired();
            // Its steps were computed again, and its ledger does not know.
            assertEquals(0, Tally.of(struck.files(0).ledger()).aborted());
        }
    }

    @Test
    void shouldFailWhenItHappensAgainAndGoOnWhenItIsResumed() throws IOException {
        try (Faults faults = new Faults()
                        .flip(1)
                        .in(ProtocolPoint.COMMITTED, STEP)
                        .flip(0)
                        .in(ProtocolPoint.COMMITTED, STEP + 1);
                TestCluster nodes = cluster("twice", faults)) {
            SubmittedJob struck = SubmittedJob.submit(nodes, 2, job, 2, 2);
            Waiting.until("it has failed", () -> struck.status().state() == JobState.FAILED);
            assertTrue(
                    struck.status()
                            .reason()
                            .startsWith("after step " + (STEP + 1) + " the replicas differ: worker 0 has state "),
                    struck.status().reason());
            faults.assertFired();

            SubmittedJob.resume(nodes, 1, job, struck.id(), 2).assertSucceeds(fingerprint, List.of(0, 1, 2));
        }
    }

    /** The first node, where jobs are coordinated, has no worker; the others have free slots, so that the job begins again at once. */
    private static TestCluster cluster(String name, Faults faults) {
        return new TestCluster(
                        folder.resolve(name),
                        faults.hooks(Hooks.LinkFactory.BY_REFERENCE).observer())
                .add(0)
                .add(2)
                .add(2);
    }
}
