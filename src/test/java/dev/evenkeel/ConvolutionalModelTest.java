package dev.evenkeel;

import static dev.evenkeel.job.Layers.batchNorm;
import static dev.evenkeel.job.Layers.conv2d;
import static dev.evenkeel.job.Layers.dense;
import static dev.evenkeel.job.Layers.maxPool;
import static dev.evenkeel.job.Layers.relu;
import static dev.evenkeel.job.Layers.residual;
import static dev.evenkeel.job.Optimizers.sgd;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.evenkeel.job.Data;
import dev.evenkeel.job.JobSpec;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A convolutional residual net from its job to its use: trained, stopped between epochs and resumed, saved, loaded, applied. */
class ConvolutionalModelTest {
    @TempDir
    Path folder;

    @Test
    void shouldTrainResumeSaveLoadAndPredict() {
        TrainingResult whole = train(2, 2, RunOptions.defaults().in(folder.resolve("whole")));
        assertTrue(whole.testAccuracy() > 0.7, whole::toString);

        train(3, 1, RunOptions.defaults().in(folder.resolve("resumed")));
        RunOptions resuming =
                RunOptions.defaults().in(folder.resolve("resumed")).resuming();
        assertEquals(whole.fingerprint(), train(1, 2, resuming).fingerprint());

        TrainedModel loaded = TrainedModel.load(folder.resolve("resumed").resolve("model.safetensors"));
        assertEquals(64, loaded.features());
        Random random = new Random(5);
        float[][] inputs = Stream.generate(() -> pixels(random)).limit(37).toArray(float[][]::new);
        List<TrainedModel.Prediction> together = loaded.predict(inputs);
        assertEquals(whole.model().predict(inputs), together);
        for (int i = 0; i < inputs.length; i++) {
            assertEquals(loaded.predict(inputs[i]).get(0), together.get(i));
        }
    }

    private static float[] pixels(Random random) {
        float[] pixels = new float[64];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = random.nextInt(17);
        }
        return pixels;
    }

    private static TrainingResult train(int workers, int epochs, RunOptions options) {
        JobSpec job = JobSpec.builder("convolutional")
                .data(Data.digits())
                .layers(
                        conv2d(8, 3).padding(1).bias(false),
                        batchNorm(),
                        relu(),
                        residual(conv2d(8, 3).padding(1).bias(false), batchNorm()),
                        relu(),
                        residual(conv2d(16, 3).stride(2).padding(1).bias(false), batchNorm())
                                .shortcut(maxPool(2), conv2d(16, 1)),
                        relu(),
                        dense(10))
                .batchNormZeroInitResidual(true)
                .optimizer(sgd(0.1).momentum(0.9))
                .batchSize(64)
                .epochs(epochs)
                .build();
        return LocalRuns.train(workers, job, options);
    }
}
