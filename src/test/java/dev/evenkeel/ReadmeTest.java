package dev.evenkeel;

import static dev.evenkeel.job.Layers.batchNorm;
import static dev.evenkeel.job.Layers.dense;
import static dev.evenkeel.job.Layers.relu;
import static dev.evenkeel.job.Optimizers.sgd;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.evenkeel.job.Data;
import dev.evenkeel.job.InvalidJobException;
import dev.evenkeel.job.JobSpec;
import dev.evenkeel.run.MetricsLine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The README's Java example, and what it promises. */
class ReadmeTest {
    @TempDir
    Path folder;

    @Test
    void shouldTrainFollowSaveAndPredict() throws IOException, NoSuchAlgorithmException {
        List<MetricsLine> metrics = new CopyOnWriteArrayList<>();
        try (Evenkeel evenkeel = Evenkeel.local(4)) {
            JobSpec job = JobSpec.builder("digits")
                    .data(Data.digits())
                    .layers(dense(64).bias(false), batchNorm(), relu(), dense(10))
                    .optimizer(sgd(0.1).momentum(0.9))
                    .batchSize(64)
                    .epochs(10)
                    .seed(42)
                    .build();
            JobHandle handle = evenkeel.submit(job, RunOptions.defaults().in(folder.resolve("run")));
            handle.onMetrics(metrics::add);
            TrainingResult result = handle.result().toCompletableFuture().join();
            assertTrue(result.testAccuracy() > 0.9, result::toString);
            Path saved = folder.resolve("model.safetensors");
            result.model().save(saved);
            byte[] sha256 = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(saved));
            assertEquals(result.fingerprint(), HexFormat.of().formatHex(sha256));
            assertSamePredictions(result.model(), TrainedModel.load(saved));
        }
        // 23 steps in each of 10 epochs, of which the first 10 and every 20th are watched, and a line for each epoch;
        // all of
        // them told before the result was complete. Nothing is wrong with them.
        assertEquals(10 * 23 + 21 + 10, metrics.size());
        assertTrue(metrics.stream().noneMatch(MetricsLine.Judged.class::isInstance), metrics::toString);
    }

    private static void assertSamePredictions(TrainedModel trained, TrainedModel loaded) {
        // The first digit of the set, a zero.
        float[] zero = {
            0, 0, 5, 13, 9, 1, 0, 0, 0, 0, 13, 15, 10, 15, 5, 0, 0, 3, 15, 2, 0, 11, 8, 0, 0, 4, 12, 0, 0, 8, 8, 0, 0,
            5, 8, 0, 0, 9, 8, 0, 0, 4, 11, 0, 1, 12, 7, 0, 0, 2, 14, 5, 10, 12, 0, 0, 0, 0, 6, 13, 10, 0, 0, 0
        };
        float[] blank = new float[64];
        assertEquals(trained.predict(zero, blank), loaded.predict(zero, blank));
        assertEquals("0", trained.classNames().get(trained.predict(zero).get(0).label()));
        double sum = trained.predict(zero).get(0).outputs().stream()
                .mapToDouble(Float::doubleValue)
                .sum();
        assertEquals(1.0, sum, 1e-6);
        IllegalArgumentException refused =
                assertThrows(IllegalArgumentException.class, () -> trained.predict(new float[3]));
        assertEquals("input 0 has 3 numbers, but the model takes 64 (1×8×8)", refused.getMessage());
    }

    @Test
    void shouldRefuseAWrongJobWithASentence() {
        InvalidJobException refused = assertThrows(InvalidJobException.class, () -> JobSpec.builder("digits")
                .data(Data.digits())
                .layers(dense(0))
                .build());
        assertTrue(refused.getMessage().startsWith("layers[0].units must be"), refused.getMessage());
        assertEquals(
                "workers must be 1 or more, but is 0",
                assertThrows(IllegalArgumentException.class, () -> Evenkeel.local(0))
                        .getMessage());
    }
}
