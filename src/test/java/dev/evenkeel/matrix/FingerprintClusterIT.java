package dev.evenkeel.matrix;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.evenkeel.Evenkeel;
import dev.evenkeel.job.JobReader;
import dev.evenkeel.job.ReadJob;
import dev.evenkeel.processes.Jobs;
import dev.evenkeel.processes.NodeProcesses;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The matrix's job, with its convolutions, augmentation and dropout, over three node processes: every optimizer once. */
class FingerprintClusterIT {
    private static final int WORKERS = 5;

    @RegisterExtension
    static NodeProcesses nodes = new NodeProcesses();

    @TempDir
    static Path folder;

    private static Evenkeel cluster;
    private static Jobs jobs;

    static List<String> optimizers() {
        return Combination.OPTIMIZERS;
    }

    @BeforeAll
    static void start() throws Exception {
        nodes.addAll(2, 1, 2);
        cluster = nodes.connect();
        jobs = new Jobs(folder);
    }

    @AfterAll
    static void end() {
        cluster.close();
    }

    @ParameterizedTest
    @MethodSource("optimizers")
    void shouldGiveTheLocalModel(String optimizer) throws IOException {
        ReadJob job = JobReader.read(MatrixJob.write(folder), MatrixJob.settings(97, "global", optimizer, 2));

        assertEquals(jobs.local(job), jobs.train(cluster, job, WORKERS).fingerprint());
    }
}
