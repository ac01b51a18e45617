package dev.evenkeel;

import static dev.evenkeel.job.Layers.batchNorm;
import static dev.evenkeel.job.Layers.dense;
import static dev.evenkeel.job.Layers.relu;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.evenkeel.client.UnreachableException;
import dev.evenkeel.http.TestCluster;
import dev.evenkeel.job.Data;
import dev.evenkeel.job.InvalidJobException;
import dev.evenkeel.job.JobSpec;
import dev.evenkeel.run.Audit;
import dev.evenkeel.run.MetricsLine;
import dev.evenkeel.run.RunFiles;
import dev.evenkeel.run.Sha256;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The Java API with a cluster behind it: the same as with workers in this JVM. */
class ConnectTest {
    private static final String NOBODY = "http://127.0.0.1:1";

    @TempDir
    static Path folder;

    private static TestCluster cluster;

    @BeforeAll
    static void start() {
        cluster = new TestCluster(folder).add(2).add(2);
    }

    @AfterAll
    static void stop() {
        cluster.close();
    }

    private static JobSpec job(String name, int epochs) {
        return JobSpec.builder(name)
                .data(Data.synthetic().shape(1, 8, 8).classes(10).samples(300, 50))
                .layers(dense(16).bias(false), batchNorm(), relu(), dense(10))
                .batchSize(97)
                .microBatch(16)
                .epochs(epochs)
                .build();
    }

    private static RunOptions in(String name) {
        return RunOptions.defaults().in(folder.resolve(name));
    }

    private static TrainingResult join(JobHandle job) {
        return job.result()
                .toCompletableFuture()
                .orTimeout(90, TimeUnit.SECONDS)
                .join();
    }

    /** What an API gives of a job, whatever is behind it. */
    private record Seen(List<MetricsLine> metrics, TrainingResult result, List<TrainedModel.Prediction> predictions) {}

    private static Seen train(Evenkeel evenkeel, String directory) {
        JobHandle job = evenkeel.submit(job("same", 3), in(directory).workers(3, 4));
        List<MetricsLine> metrics = Collections.synchronizedList(new ArrayList<>());
        job.onMetrics(metrics::add);
        TrainingResult result = join(job);
        float[] input = new float[64];
        input[20] = 16;
        return new Seen(List.copyOf(metrics), result, result.model().predict(input, new float[64]));
    }

    @Test
    void shouldGiveWhatLocalTrainingGives() throws Exception {
        try (Evenkeel local = Evenkeel.local(2);
                Evenkeel connected = Evenkeel.connect(NOBODY + "," + cluster.urls())) {
            Seen here = train(local, "here");
            Seen there = train(connected, "there");

            assertEquals(here.metrics(), there.metrics());
            assertEquals(here.predictions(), there.predictions());
            assertEquals(here.result().fingerprint(), there.result().fingerprint());
            assertEquals(here.result().testAccuracy(), there.result().testAccuracy());
            assertEquals(here.result().testLoss(), there.result().testLoss());
            Path saved = folder.resolve("saved.safetensors");
            there.result().model().save(saved);
            assertEquals(there.result().fingerprint(), Sha256.of(saved));
            assertEquals(folder.resolve("there"), there.result().runDirectory());
            assertTrue(Audit.of(RunFiles.ofRun(folder.resolve("there"))).holds());
            assertFalse(Files.exists(folder.resolve("there/checkpoints")));
        }
    }

    @Test
    void shouldGiveTwoJobsAtOnceTheModelsThatTheyHaveAlone() {
        try (Evenkeel local = Evenkeel.local(2);
                Evenkeel connected = Evenkeel.connect(cluster.urls())) {
            JobHandle first = connected.submit(job("first", 4), in("first").workers(2, 2));
            JobHandle second = connected.submit(
                    job("second", 3).toBuilder().seed(7).build(), in("second").workers(2, 2));

            assertEquals(
                    join(local.submit(job("first", 4), in("first-alone"))).fingerprint(),
                    join(first).fingerprint());
            assertEquals(
                    join(local.submit(job("second", 3).toBuilder().seed(7).build(), in("second-alone")))
                            .fingerprint(),
                    join(second).fingerprint());
        }
    }

    @Test
    void shouldRefuseAWrongJobWithTheSentenceOfLocalTraining() {
        JobSpec wrong = job("wrong", 1).toBuilder().layers(dense(4)).build();
        try (Evenkeel local = Evenkeel.local(1);
                Evenkeel connected = Evenkeel.connect(cluster.url(1))) {
            InvalidJobException here = assertThrows(InvalidJobException.class, () -> local.submit(wrong, in("wrong")));
            InvalidJobException there =
                    assertThrows(InvalidJobException.class, () -> connected.submit(wrong, in("wrong")));

            assertEquals(here.getMessage(), there.getMessage());
        }
    }

    @Test
    void shouldStopAJobBehindACheckpoint() {
        try (Evenkeel connected = Evenkeel.connect(cluster.url(0))) {
            JobHandle job = connected.submit(job("stopped", 1_000_000), in("stopped"));
            AtomicBoolean asked = new AtomicBoolean();
            job.onMetrics(line -> {
                if (!asked.getAndSet(true)) {
                    job.stop();
                }
            });

            CompletionException ended = assertThrows(CompletionException.class, () -> join(job));

            assertTrue(assertInstanceOf(JobStoppedException.class, ended.getCause())
                            .step()
                    > 0);
        }
    }

    @Test
    void shouldSayWhoDoesNotAnswer() {
        try (Evenkeel nobody = Evenkeel.connect(NOBODY)) {
            assertEquals(
                    "no node answers: http://127.0.0.1:1 refuses the connection",
                    assertThrows(UnreachableException.class, () -> nobody.submit(job("lost", 1)))
                            .getMessage());
        }
        assertEquals(
                "\"localhost\" is no address of a node: it must be http://host:port, several with commas between",
                assertThrows(IllegalArgumentException.class, () -> Evenkeel.connect("localhost"))
                        .getMessage());
    }
}
