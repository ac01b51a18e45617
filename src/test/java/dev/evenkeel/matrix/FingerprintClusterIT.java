package dev.evenkeel.matrix;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.typesafe.config.ConfigFactory;
import dev.evenkeel.Evenkeel;
import dev.evenkeel.RunOptions;
import dev.evenkeel.bench.ProcessCluster;
import dev.evenkeel.cluster.JobListener;
import dev.evenkeel.cluster.JobOutcome;
import dev.evenkeel.job.JobReader;
import dev.evenkeel.job.JobSpec;
import dev.evenkeel.run.MetricsLine;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The matrix's job, with its convolutions, augmentation and dropout, over three node processes: every optimizer once. */
class FingerprintClusterIT {
    private static final String LAUNCHER =
            Path.of(System.getProperty("evenkeel.home")).resolve("bin/evenkeel").toString();

    private static final int WORKERS = 5;

    @TempDir
    static Path folder;

    private static ProcessCluster cluster;

    static List<String> optimizers() {
        return Combination.OPTIMIZERS;
    }

    @BeforeAll
    static void start() {
        cluster = ProcessCluster.start(List.of(node(2), node(1), node(2)), ConfigFactory.empty());
    }

    @AfterAll
    static void end() {
        cluster.close();
    }

    @ParameterizedTest
    @MethodSource("optimizers")
    void shouldGiveTheLocalModel(String optimizer) throws IOException {
        JobSpec job = JobReader.read(MatrixJob.write(folder), MatrixJob.settings(97, "global", optimizer, 2))
                .spec();
        awaitFree();
        CompletableFuture<JobOutcome> outcome = new CompletableFuture<>();
        JobListener listener = new JobListener() {
            @Override
            public void metrics(MetricsLine line) {}

            @Override
            public void ended(JobOutcome ended) {
                outcome.complete(ended);
            }
        };

        cluster.start(job, WORKERS, listener);
        JobOutcome ended = outcome.orTimeout(120, TimeUnit.SECONDS).join();

        assertEquals(
                local(job),
                assertInstanceOf(JobOutcome.Succeeded.class, ended, ended::toString)
                        .fingerprint());
    }

    private static void awaitFree() {
        long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (cluster.nodes().stream().anyMatch(node -> node.free() < node.slots())) {
            assertTrue(System.nanoTime() < until, "slots are still taken");
            Thread.onSpinWait();
        }
    }

    private static String local(JobSpec job) {
        try (Evenkeel evenkeel = Evenkeel.local(1)) {
            return evenkeel.submit(job, RunOptions.defaults().in(folder.resolve("local-" + System.nanoTime())))
                    .result()
                    .toCompletableFuture()
                    .join()
                    .fingerprint();
        }
    }

    private static ProcessCluster.Launch node(int slots) {
        Map<String, String> environment =
                Map.of("JAVA_HOME", System.getProperty("java.home"), "EVENKEEL_JAVA_OPTS", "-Xmx256m");
        return new ProcessCluster.Launch(List.of(LAUNCHER), environment, slots);
    }
}
