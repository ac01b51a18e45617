package dev.evenkeel.cluster.jobs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.testkit.typed.javadsl.TestProbe;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigValueFactory;
import dev.evenkeel.Waiting;
import dev.evenkeel.client.JobState;
import dev.evenkeel.client.JobStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The records of jobs on a node's disk. */
class RecordFilesTest {
    private static final String NOW = "2026-01-01T00:00:00Z";

    @TempDir
    Path stateDir;

    private ActorTestKit kit;
    private JobStore store;

    @BeforeEach
    void start() {
        kit = ActorTestKit.create(ConfigFactory.parseString("akka.remote.artery.canonical.port = 0")
                .withValue("evenkeel.node.state-dir", ConfigValueFactory.fromAnyRef(stateDir.toString()))
                .withFallback(ConfigFactory.parseResources("node.conf"))
                .withFallback(ConfigFactory.load()));
        store = new JobStore(kit.system());
    }

    @AfterEach
    void end() {
        kit.shutdownTestKit();
    }

    private static JobRecord job(String id, int number) {
        JobStatus status = new JobStatus(
                id,
                "j",
                JobState.QUEUED,
                "submitted",
                List.of(),
                1,
                1,
                new JobStatus.Size(1, 1, 1),
                NOW,
                JobStatus.Outcome.NONE);
        return new JobRecord(number, "s", false, false, false, "{}", "d", status, List.of(), List.of());
    }

    private void write(JobRecord job) throws Exception {
        store.write(1, job.number(), job).toCompletableFuture().get(20, TimeUnit.SECONDS);
    }

    @Test
    void shouldHoldWhatTheClusterKeepsInTheOrderOfSubmission() throws Exception {
        assertEquals(List.of(), RecordFiles.in(stateDir));
        write(job("b", 1));
        write(job("a", 2));
        assertEquals(List.of(job("b", 1), job("a", 2)), RecordFiles.in(stateDir));
        write(job("b", 3));
        assertEquals(List.of(job("a", 2), job("b", 3)), RecordFiles.in(stateDir));
        store.forget("a");
        Waiting.until("it is forgotten", () -> RecordFiles.in(stateDir).equals(List.of(job("b", 3))));
    }

    @Test
    void shouldStayInItsFolderWhateverAnIdSays() throws Exception {
        write(job("../../out", 1));
        assertEquals(List.of(job("../../out", 1)), RecordFiles.in(stateDir));
        assertTrue(Files.exists(stateDir.resolve("jobs/..%2F..%2Fout.json")));
    }

    @Test
    void shouldLeaveOutWhatIsDamaged() throws Exception {
        write(job("a", 1));
        write(job("b", 2));
        Path file = stateDir.resolve("jobs/a.json");
        Files.writeString(file, Files.readString(file).substring(0, 20));
        Files.writeString(stateDir.resolve("jobs/c.json"), "[]");
        assertEquals(List.of(job("b", 2)), RecordFiles.in(stateDir));
    }

    @Test
    void shouldFailWhereTheDiskRefuses() throws IOException {
        Files.writeString(stateDir.resolve("jobs"), "a file where the folder should be");
        String why = store.write(1, 1, job("a", 1))
                .handle((done, failed) -> failed == null ? "written" : JobStore.reason(failed))
                .toCompletableFuture()
                .orTimeout(20, TimeUnit.SECONDS)
                .join();
        assertEquals("this node cannot keep it on its disk, as its log says", why);
    }

    @Test
    void shouldOfferEachUntilItIsAnswered() {
        TestProbe<JobManager.Command> manager = kit.createTestProbe();
        kit.spawn(Remembering.create(List.of(job("a", 1), job("b", 2)), manager.ref()));
        JobManager.Remember first = manager.expectMessageClass(JobManager.Remember.class);
        assertEquals(job("a", 1), JobRecord.of(first.record()));
        first.replyTo().tell(new JobManager.Refused(503, "not now"));
        JobManager.Remember again = manager.expectMessageClass(JobManager.Remember.class);
        assertEquals(first.record(), again.record());
        again.replyTo().tell(new JobManager.Accepted("a"));
        // As one that was offered twice may be answered twice.
        first.replyTo().tell(new JobManager.Accepted("a"));
        JobManager.Remember second = manager.expectMessageClass(JobManager.Remember.class);
        assertEquals(job("b", 2), JobRecord.of(second.record()));
        second.replyTo().tell(new JobManager.Refused(410, "forgotten"));
        manager.expectNoMessage();
    }
}
