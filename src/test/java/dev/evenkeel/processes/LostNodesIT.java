package dev.evenkeel.processes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.evenkeel.Evenkeel;
import dev.evenkeel.JobHandle;
import dev.evenkeel.Waiting;
import dev.evenkeel.client.Addresses;
import dev.evenkeel.client.JobClient;
import dev.evenkeel.client.JobState;
import dev.evenkeel.client.JobStatus;
import dev.evenkeel.job.ReadJob;
import dev.evenkeel.run.Audit;
import dev.evenkeel.run.RunFiles;
import dev.evenkeel.run.Tally;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A witness and three nodes that are lost and come back: one that computes, the one that coordinates, all. */
@TestMethodOrder(OrderAnnotation.class)
class LostNodesIT {
    private static final int WITNESS = 0;
    private static final int WORKERS = 3;

    @RegisterExtension
    static NodeProcesses nodes = new NodeProcesses();

    @TempDir
    static Path folder;

    private static Jobs jobs;
    private static Evenkeel cluster;

    @BeforeAll
    static void start() throws Exception {
        jobs = new Jobs(folder);
        nodes.addAll(0, 1, 1, 1);
        cluster = nodes.connect();
    }

    @AfterAll
    static void end() {
        cluster.close();
    }

    /** The job can't go on without it, so it lasts until the node is back. */
    @Test
    @Order(1)
    void shouldTakeInANodeThatWasKilledAndStartedAgain() throws Exception {
        int lost = 2;
        ReadJob job = jobs.read(Jobs.STEADY);
        JobHandle running = Jobs.inMidst(cluster, job, jobs.fresh().workers(WORKERS, WORKERS));

        nodes.kill(lost);
        nodes.restart(lost);

        jobs.assertUndisturbed(job, running);
        Tally tally = Tally.of(new RunFiles(running.runDirectory()).ledger());
        // Its worker is a new one; the number depends on how many times it was tried.
        assertEquals(WORKERS + 1, tally.samples().size(), tally::toString);
        int joined = Collections.max(tally.samples().keySet());
        assertTrue(joined >= WORKERS && tally.samples().get(joined) > 0, tally::toString);
        assertTrue(tally.aborted() >= 1, "no step was in flight");
        assertEquals(
                Files.readAllLines(new RunFiles(running.runDirectory()).ledger()),
                Files.readAllLines(new RunFiles(nodes.run(lost, running.id())).ledger()));
        nodes.awaitUp();
    }

    @Test
    @Order(2)
    void shouldNotHeedACoordinatorThatWasFrozen() throws Exception {
        ReadJob job = jobs.read(Jobs.STEADY);
        nodes.awaitFree();
        JobHandle running = Jobs.inMidst(cluster, job, jobs.fresh());

        nodes.freeze(WITNESS);

        jobs.assertUndisturbed(job, running);
        List<String> books = Files.readAllLines(new RunFiles(nodes.run(1, running.id())).ledger());
        nodes.thaw(WITNESS);
        assertEquals(1, nodes.awaitEnd(WITNESS));
        assertTrue(nodes.said().contains("evenkeel: node " + nodes.address(WITNESS) + " was removed from the cluster"));
        assertEquals(books, Files.readAllLines(new RunFiles(nodes.run(1, running.id())).ledger()));
        assertEquals(JobState.SUCCEEDED, client().status(running.id()).state());
        nodes.restart(WITNESS);
        nodes.awaitReady(WITNESS);
        nodes.awaitUp();
    }

    @Test
    @Order(3)
    void shouldKnowQueueAndHistoryWhenAllNodesWereLost() throws Exception {
        nodes.awaitFree();
        JobClient client = client();
        String past = client.jobs().get(0).id();
        ReadJob job = jobs.read(Jobs.DIGITS, "epochs=60", "checkpoint.every-epochs=1");
        JobHandle running = Jobs.inMidst(cluster, job, jobs.fresh());
        ReadJob small = jobs.read(Jobs.SMALL);
        JobClient.Workers all = new JobClient.Workers(OptionalInt.of(WORKERS), OptionalInt.of(WORKERS));
        String queued = client.submit(small.spec(), Optional.empty(), all);
        assertEquals(JobState.RUNNING, client.status(running.id()).state());
        assertEquals(JobState.QUEUED, client.status(queued).state());

        for (int node = 0; node < nodes.size(); node++) {
            nodes.kill(node);
        }
        for (int node = 0; node < nodes.size(); node++) {
            nodes.awaitEnd(node);
        }
        // The others join the first.
        nodes.restart(0);
        nodes.awaitReady(0);
        for (int node = 1; node < nodes.size(); node++) {
            nodes.restart(node);
        }
        for (int node = 1; node < nodes.size(); node++) {
            nodes.awaitReady(node);
        }

        Waiting.until("the queued job has ended", () -> client.status(queued).state() == JobState.SUCCEEDED);
        assertEquals(
                Optional.of(jobs.local(small)), client.status(queued).outcome().fingerprint());
        assertEquals(
                List.of(JobState.SUCCEEDED, JobState.FAILED, JobState.SUCCEEDED),
                client.jobs().stream()
                        .filter(known -> List.of(past, running.id(), queued).contains(known.id()))
                        .map(JobStatus::state)
                        .toList());
        Distribution.Ended resumed = Distribution.run()
                .in(folder)
                .start(
                        "submit",
                        folder.resolve("digits.conf"),
                        "--set",
                        "epochs=60",
                        "--set",
                        "checkpoint.every-epochs=1",
                        "--min-workers",
                        WORKERS,
                        "--resume",
                        running.id(),
                        "--address",
                        String.join(",", nodes.urls()));
        assertEquals(0, resumed.status(), resumed.err());
        assertTrue(resumed.out().endsWith("fingerprint sha256:" + jobs.local(job) + "\n"), resumed.out());
        assertTrue(Audit.of(new RunFiles(nodes.run(1, running.id()))).findings().stream()
                .allMatch(finding -> finding.holds() || finding.property().equals("model")));
    }

    private static JobClient client() {
        return new JobClient(Addresses.of(String.join(",", nodes.urls())));
    }
}
