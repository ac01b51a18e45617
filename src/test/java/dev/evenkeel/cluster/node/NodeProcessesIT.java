package dev.evenkeel.cluster.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.typesafe.config.ConfigFactory;
import dev.evenkeel.Evenkeel;
import dev.evenkeel.RunOptions;
import dev.evenkeel.bench.ProcessCluster;
import dev.evenkeel.cluster.JobListener;
import dev.evenkeel.cluster.JobOutcome;
import dev.evenkeel.job.JobReader;
import dev.evenkeel.job.JobSpec;
import dev.evenkeel.matrix.Jdks;
import dev.evenkeel.run.Audit;
import dev.evenkeel.run.Finding;
import dev.evenkeel.run.MetricsLine;
import dev.evenkeel.run.RunFiles;
import dev.evenkeel.run.Tally;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Clusters of real processes: the built distribution, JVMs and sockets as users have them, only with small heaps. */
class NodeProcessesIT {
    private static final String LAUNCHER =
            Path.of(System.getProperty("evenkeel.home")).resolve("bin/evenkeel").toString();

    private static final String DIGITS = """
            name = digits
            data { type = digits }
            layers = [
              { type = dense, units = 48, bias = false }, { type = batch-norm }, { type = relu }
              { type = dropout, rate = 0.1 }
              { type = dense, units = 10 }
            ]
            optimizer { type = sgd, learning-rate = 0.1, momentum = 0.9 }
            batch-size = 97
            micro-batch = 16
            epochs = 4
            """;

    /** Epochs of a job that is still running when something happens to its nodes. */
    private static final int LONG = 60;

    private static final String DEEP = """
            name = deep
            data { type = digits }
            layers = [
              { type = repeat, times = 10, body = [
                { type = dense, units = 24, bias = false }, { type = batch-norm }, { type = sigmoid } ] }
              { type = dense, units = 10 }
            ]
            optimizer { type = sgd, learning-rate = 0.05, momentum = 0.9 }
            batch-size = 128
            micro-batch = 16
            epochs = 3
            """;

    @TempDir
    Path folder;

    @Test
    void shouldGiveTheLocalModelOnTwoNodes() throws IOException {
        check(List.of(node(1), node(2)), 3);
    }

    @Test
    void shouldGiveTheLocalModelOnThreeNodes() throws IOException {
        check(List.of(node(2), node(1), node(3)), 5);
    }

    @Test
    void shouldGiveTheLocalModelOnFiveNodes() throws IOException {
        check(List.of(node(1), node(1), node(2), node(1), node(1)), 6);
    }

    @Test
    void shouldGiveTheLocalModelOnDifferentJdksAndKernels() throws IOException {
        Path jdk17 = Jdks.find(17).orElse(null);
        Path jdk25 = Jdks.find(25).orElse(null);
        assumeTrue(jdk17 != null && jdk25 != null, "not run: JDK 17 and 25 are not both on this machine");
        check(
                List.of(
                        node(1, Map.of("JAVA_HOME", jdk17.toString(), "EVENKEEL_JAVA_OPTS", "-Xmx256m")),
                        node(1, Map.of("JAVA_HOME", jdk25.toString(), "EVENKEEL_JAVA_OPTS", "-Xmx256m")),
                        node(1, Map.of("EVENKEEL_JAVA_OPTS", "-Xmx256m -Devenkeel.kernels=plain"))),
                3);
    }

    @Test
    void shouldGiveTheLocalModelsOfTwoJobsAtOnce() throws Exception {
        List<JobSpec> jobs = List.of(
                job(DIGITS).toBuilder().epochs(20).build(),
                job(DEEP).toBuilder().epochs(20).build());
        try (ProcessCluster cluster = ProcessCluster.start(List.of(node(2), node(2)), ConfigFactory.empty())) {
            List<CompletableFuture<JobOutcome>> outcomes =
                    List.of(new CompletableFuture<>(), new CompletableFuture<>());
            CountDownLatch begun = new CountDownLatch(2);
            for (int i = 0; i < 2; i++) {
                cluster.start(jobs.get(i), 2, listener(outcomes.get(i), begun(begun)));
            }
            assertTrue(begun.await(60, TimeUnit.SECONDS));
            assertTrue(outcomes.stream().noneMatch(CompletableFuture::isDone), "one had ended when the other began");

            for (int i = 0; i < 2; i++) {
                JobOutcome ended =
                        outcomes.get(i).orTimeout(120, TimeUnit.SECONDS).join();
                String fingerprint = assertInstanceOf(JobOutcome.Succeeded.class, ended, ended::toString)
                        .fingerprint();
                assertEquals(local(jobs.get(i)), fingerprint);
            }
        }
    }

    /** Counts the first of a job's metrics alone. */
    private static CountDownLatch begun(CountDownLatch jobs) {
        return new CountDownLatch(1) {
            @Override
            public void countDown() {
                if (getCount() > 0) {
                    super.countDown();
                    jobs.countDown();
                }
            }
        };
    }

    @Test
    void shouldGoOnWithoutANodeThatLeaves() throws Exception {
        Process left = loseANode(Process::destroy);
        assertTrue(left.waitFor(60, TimeUnit.SECONDS));
        assertEquals(143, left.exitValue());
    }

    @Test
    void shouldGoOnWithoutANodeThatIsKilled() throws Exception {
        loseANode(Process::destroyForcibly);
    }

    /** Trains on three nodes, one of which is lost in the middle, and sees that the model is that of one JVM. */
    private Process loseANode(Consumer<Process> how) throws Exception {
        JobSpec longer = job(DIGITS).toBuilder().epochs(LONG).build();
        try (ProcessCluster cluster = ProcessCluster.start(List.of(node(1), node(2), node(1)), ConfigFactory.empty())) {
            CountDownLatch begun = new CountDownLatch(200);
            CompletableFuture<JobOutcome> outcome = new CompletableFuture<>();
            cluster.start(longer, 4, listener(outcome, begun));
            assertTrue(begun.await(60, TimeUnit.SECONDS));
            assertFalse(outcome.isDone());

            Process lost = cluster.processes().get(1);
            how.accept(lost);

            JobOutcome ended = outcome.orTimeout(120, TimeUnit.SECONDS).join();
            String fingerprint = assertInstanceOf(JobOutcome.Succeeded.class, ended, ended::toString)
                    .fingerprint();
            assertEquals(local(longer), fingerprint);
            RunFiles books = new RunFiles(onlyRun(cluster.witness().stateDir()));
            // The witness keeps books, and no model.
            for (Finding finding : Audit.of(books).findings()) {
                assertTrue(finding.holds() || finding.property().equals("model"), finding::toString);
            }
            assertTrue(Tally.of(books.ledger()).aborted() >= 1, "no step was in flight");
            return lost;
        }
    }

    private static Path onlyRun(Path stateDir) throws IOException {
        try (Stream<Path> runs = Files.list(stateDir.resolve("runs"))) {
            return runs.findFirst().orElseThrow();
        }
    }

    /** Boots the nodes once and trains both jobs on them. */
    private void check(List<ProcessCluster.Launch> launches, int workers) throws IOException {
        try (ProcessCluster cluster = ProcessCluster.start(launches, ConfigFactory.empty())) {
            for (String text : List.of(DIGITS, DEEP)) {
                JobSpec job = job(text);
                CompletableFuture<JobOutcome> outcome = new CompletableFuture<>();
                cluster.start(job, workers, listener(outcome, new CountDownLatch(0)));

                JobOutcome ended = outcome.orTimeout(120, TimeUnit.SECONDS).join();

                String fingerprint = assertInstanceOf(JobOutcome.Succeeded.class, ended, ended::toString)
                        .fingerprint();
                assertEquals(local(job), fingerprint);
                awaitFree(cluster);
            }
        }
    }

    private static void awaitFree(ProcessCluster cluster) {
        long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (cluster.nodes().stream().anyMatch(node -> node.free() < node.slots())) {
            assertTrue(System.nanoTime() < until, "slots are still taken");
            Thread.onSpinWait();
        }
    }

    private String local(JobSpec job) {
        try (Evenkeel evenkeel = Evenkeel.local(1)) {
            return evenkeel.submit(job, RunOptions.defaults().in(folder.resolve("local-" + job.name())))
                    .result()
                    .toCompletableFuture()
                    .join()
                    .fingerprint();
        }
    }

    private JobSpec job(String text) throws IOException {
        Path file = folder.resolve("job.conf");
        Files.writeString(file, text);
        return JobReader.read(file, List.of()).spec();
    }

    private static ProcessCluster.Launch node(int slots) {
        return node(slots, Map.of("EVENKEEL_JAVA_OPTS", "-Xmx256m"));
    }

    private static ProcessCluster.Launch node(int slots, Map<String, String> environment) {
        Map<String, String> all = new HashMap<>(Map.of("JAVA_HOME", System.getProperty("java.home")));
        all.putAll(environment);
        return new ProcessCluster.Launch(List.of(LAUNCHER), all, slots);
    }

    private static JobListener listener(CompletableFuture<JobOutcome> outcome, CountDownLatch begun) {
        return new JobListener() {
            @Override
            public void metrics(MetricsLine line) {
                begun.countDown();
            }

            @Override
            public void ended(JobOutcome ended) {
                outcome.complete(ended);
            }
        };
    }
}
