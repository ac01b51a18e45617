package dev.evenkeel.cluster.node;

import static dev.evenkeel.job.Layers.batchNorm;
import static dev.evenkeel.job.Layers.dense;
import static dev.evenkeel.job.Layers.dropout;
import static dev.evenkeel.job.Layers.relu;
import static dev.evenkeel.job.Optimizers.sgd;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.evenkeel.LocalRuns;
import dev.evenkeel.RunOptions;
import dev.evenkeel.TrainingResult;
import dev.evenkeel.cluster.JobOutcome;
import dev.evenkeel.job.Data;
import dev.evenkeel.job.JobSpec;
import dev.evenkeel.run.Sha256;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Jobs over nodes with sockets between them, in one JVM. */
class ClusterJobTest {
    @TempDir
    static Path folder;

    private static LocalNodes nodes;

    private static final JobSpec JOB = JobSpec.builder("spread")
            .data(Data.digits())
            .layers(
                    dense(33).bias(false),
                    batchNorm(),
                    relu(),
                    dropout(0.1),
                    dense(17).bias(false),
                    batchNorm(),
                    relu(),
                    dense(10))
            .optimizer(sgd(0.05).momentum(0.9))
            .batchSize(97)
            .microBatch(16)
            .epochs(3)
            .checkpointEveryEpochs(1)
            .build();

    @BeforeAll
    static void start() {
        nodes = new LocalNodes(folder);
        nodes.add(3);
        nodes.add(2);
        nodes.add(3);
    }

    @AfterAll
    static void stop() {
        nodes.close();
    }

    @Test
    void shouldGiveTheModelOfOneJvm() throws IOException {
        TrainingResult local = local(JOB);
        assertEquals(local.fingerprint(), fingerprint(nodes.start("a", JOB, 1, 2, 3)));
        nodes.awaitIdle();
        assertEquals(local.fingerprint(), fingerprint(nodes.start("b", JOB, 0, 2, 2)));
        nodes.awaitIdle();
        List<Path> ledgers = Stream.of(0, 1, 2)
                .map(node -> nodes.run(node, "b").resolve("ledger.jsonl"))
                .toList();
        for (Path ledger : ledgers) {
            assertEquals(Sha256.of(ledgers.get(0)), Sha256.of(ledger));
        }
        for (int node = 1; node < 3; node++) {
            Path run = nodes.run(node, "b");
            assertEquals(local.fingerprint(), Sha256.of(run.resolve("model.safetensors")));
            try (Stream<Path> checkpoints = Files.list(run.resolve("checkpoints"))) {
                assertTrue(checkpoints.findAny().isPresent());
            }
        }
    }

    @Test
    void shouldWaitForSlotsWhoseJobIsAboutToEnd() {
        LocalNodes.Running first = nodes.start("first", JOB, 3, 2, 3);
        // Before it has all its slots, the second could take some of them, and each would wait for the other.
        first.awaitBegun();
        first.actor().tell(new ClusterJob.Stop());
        LocalNodes.Running second = nodes.start("second", JOB, 3, 2, 3);
        assertEquals(local(JOB).fingerprint(), fingerprint(second));
        assertInstanceOf(JobOutcome.Stopped.class, first.await());
        nodes.awaitIdle();
    }

    @Test
    void shouldRefuseAJobForMoreWorkersThanANodeHas() {
        JobOutcome outcome = nodes.start("many", JOB, 3, 4, 3).await();
        String sentence = assertInstanceOf(JobOutcome.Failed.class, outcome, outcome::toString)
                .sentence();
        assertTrue(sentence.matches("node 127\\.0\\.0\\.1:\\d+ has 2 worker slots, and 4 are asked for"), sentence);
        nodes.awaitIdle();
    }

    @Test
    void shouldRefuseAJobThatDoesNotFitIntoANodesMemory() {
        JobSpec large = JOB.toBuilder()
                .layers(dense(30_000), relu(), dense(30_000), relu(), dense(10))
                .build();
        JobOutcome outcome = nodes.start("large", large, 1, 2, 0).await();
        String sentence = assertInstanceOf(JobOutcome.Failed.class, outcome, outcome::toString)
                .sentence();
        assertTrue(
                sentence.matches(
                        "node 127\\.0\\.0\\.1:\\d+: training needs about [0-9,]+ MiB of heap with [12] of the job's 3"
                                + " workers, .* and this JVM has [0-9,]+ MiB: take more heap by EVENKEEL_JAVA_OPTS=-Xmx\\d+m"),
                sentence);
        nodes.awaitIdle();
    }

    private static TrainingResult local(JobSpec job) {
        return LocalRuns.train(1, job, RunOptions.defaults().in(folder.resolve("local-" + UUID.randomUUID())));
    }

    private static String fingerprint(LocalNodes.Running job) {
        JobOutcome outcome = job.await();
        return assertInstanceOf(JobOutcome.Succeeded.class, outcome, outcome::toString)
                .fingerprint();
    }
}
