package dev.evenkeel.processes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.evenkeel.Evenkeel;
import dev.evenkeel.JobHandle;
import dev.evenkeel.TrainingResult;
import dev.evenkeel.job.ReadJob;
import dev.evenkeel.run.RunFiles;
import dev.evenkeel.run.Tally;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A witness and five nodes, the built distribution as users have it, on different JDKs and kernels as far as there are any: the
 * model is that of one JVM, whoever computes it, and whoever goes meanwhile.
 */
@TestMethodOrder(OrderAnnotation.class)
class NodeProcessesIT {
    /** Where jobs are coordinated: it keeps books and counts for the majority, and computes nothing. */
    private static final int WITNESS = 0;

    private static final int LEAVES = 1;
    private static final int IS_KILLED = 4;

    @RegisterExtension
    static NodeProcesses nodes = new NodeProcesses();

    @TempDir
    static Path folder;

    private static Jobs jobs;
    private static Evenkeel cluster;

    @BeforeAll
    static void start() throws Exception {
        jobs = new Jobs(folder);
        nodes.add(List.of(
                NodeProcesses.Launch.of(0),
                on(17),
                on(25),
                NodeProcesses.Launch.of(2),
                NodeProcesses.Launch.of(1).in("EVENKEEL_JAVA_OPTS", "-Xmx256m -Devenkeel.kernels=plain"),
                NodeProcesses.Launch.of(1)));
        cluster = nodes.connect();
    }

    private static NodeProcesses.Launch on(int jdk) {
        NodeProcesses.Launch launch = NodeProcesses.Launch.of(1);
        if (Jdks.find(jdk).isEmpty()) {
            System.err.println("JDK " + jdk + " is not on this machine: its node runs on the one at hand");
        }
        return Jdks.find(jdk)
                .map(home -> launch.in("JAVA_HOME", home.toString()))
                .orElse(launch);
    }

    @AfterAll
    static void end() {
        cluster.close();
    }

    @ParameterizedTest
    @CsvSource({"2, digits", "3, deep", "6, digits", "6, deep"})
    @Order(1)
    void shouldGiveTheLocalModel(int workers, String name) throws IOException {
        ReadJob job = jobs.read(name.equals("deep") ? Jobs.DEEP : Jobs.DIGITS);
        nodes.awaitFree();

        TrainingResult result = jobs.train(cluster, job, workers);

        assertEquals(jobs.local(job), result.fingerprint());
        assertEquals(
                workers,
                Tally.of(new RunFiles(result.runDirectory()).ledger()).samples().size());
    }

    @Test
    @Order(2)
    void shouldGiveTheLocalModelsOfTwoJobsAtOnce() throws Exception {
        List<ReadJob> both = List.of(jobs.read(Jobs.DIGITS, "epochs=20"), jobs.read(Jobs.DEEP, "epochs=20"));
        nodes.awaitFree();
        CountDownLatch begun = new CountDownLatch(2);

        List<JobHandle> running = both.stream()
                .map(job -> cluster.submit(job, jobs.fresh().workers(3, 3)))
                .toList();
        running.forEach(job -> job.onMetrics(new AtStep(1, begun::countDown)));

        assertTrue(begun.await(60, TimeUnit.SECONDS));
        assertTrue(
                running.stream()
                        .noneMatch(job -> job.result().toCompletableFuture().isDone()),
                "one had ended when the other began");
        for (int i = 0; i < both.size(); i++) {
            assertEquals(jobs.local(both.get(i)), Jobs.result(running.get(i)).fingerprint());
        }
    }

    @Test
    @Order(3)
    void shouldKeepTheBooksOnTheWitnessAndNoModel() throws Exception {
        ReadJob job = jobs.read(Jobs.SMALL);
        nodes.awaitFree();
        JobHandle running = cluster.submit(job, jobs.fresh());

        assertEquals(jobs.local(job), Jobs.result(running).fingerprint());

        Path books = nodes.run(WITNESS, running.id());
        assertEquals(
                Files.readAllLines(running.runDirectory().resolve("ledger.jsonl")),
                Files.readAllLines(books.resolve("ledger.jsonl")));
        assertFalse(Files.exists(books.resolve("model.safetensors")));
    }

    @Test
    @Order(4)
    void shouldGoOnWithoutANodeThatLeaves() throws Exception {
        loseANode(() -> nodes.leave(LEAVES));
        assertEquals(143, nodes.awaitEnd(LEAVES));
        nodes.awaitUp();
    }

    @Test
    @Order(5)
    void shouldGoOnWithoutANodeThatIsKilled() throws Exception {
        loseANode(() -> nodes.kill(IS_KILLED));
    }

    /** Those that are left are still a majority: it acknowledges, trains and ends a job. */
    @Test
    @Order(6)
    void shouldTakeJobsWhenNodesAreLost() throws Exception {
        nodes.awaitUp();
        ReadJob job = jobs.read(Jobs.DIGITS);
        assertEquals(jobs.local(job), jobs.train(cluster, job, 4).fingerprint());
    }

    private interface Blow {
        void strike() throws Exception;
    }

    /** Trains on all nodes, one of which is lost in the middle, and sees that the model is that of one JVM. */
    private static void loseANode(Blow blow) throws Exception {
        ReadJob job = jobs.read(Jobs.STEADY);
        nodes.awaitFree();
        JobHandle running = Jobs.inMidst(cluster, job, jobs.fresh());

        blow.strike();

        jobs.assertUndisturbed(job, running);
        assertTrue(Tally.of(new RunFiles(running.runDirectory()).ledger()).aborted() >= 1, "no step was in flight");
    }
}
