package dev.evenkeel.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.evenkeel.data.Dataset;
import dev.evenkeel.nn.LayerSpec;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JobValidationTest {
    private static final Dataset DIGITS = FakeDataset.digits();

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    [{type=dense, units=12}] | layers[0]: dense with 12 units cannot end a network for data with 10 classes: it must have 10 units
                    [{type=dense, units=12}, {type=relu}] | layers[0]: dense with 12 units cannot end a network for data with 10 classes: it must have 10 units
                    [{type=dense, units=10}, {type=repeat, times=2, body=[{type=tanh}, {type=dense, units=9}]}] | layers[1].body[1]: dense with 9 units cannot end a network for data with 10 classes: it must have 10 units
                    [{type=flatten}, {type=batch-norm}] | layers end with 64 outputs for data with 10 classes: add dense with 10 units
                    [{type=flatten}, {type=relu}] | layers have no parameters to train: add a dense layer
                    [{type=flatten}, {type=batch-norm, trainable=false}] | layers have no parameters to train: add a dense layer
                    [{type=dense, units=40000000}, {type=dense, units=10}] | layers[0]: dense with 40000000 units on 64 inputs brings the network to 2600000000 parameters: it can have 2147483583 at most
                    [{type=repeat, times=9999, body=[{type=dense, units=1000}]}, {type=dense, units=10}] | layers[0].body[0]: dense with 1000 units on 1000 inputs brings the network to 2148211000 parameters: it can have 2147483583 at most
                    [{type=residual, body=[{type=dense, units=10}]}] | layers[0]: residual cannot add: its body makes 10 and its identity shortcut leaves 1×8×8, but both must be equal: give it a shortcut that makes 10
                    [{type=repeat, times=2, body=[{type=residual, body=[{type=dense, units=10}], shortcut=[{type=dense, units=11}]}]}] | layers[0].body[0]: residual cannot add: its body makes 10 and its shortcut makes 11, but both must be equal: give it a shortcut that makes 10
                    [{type=conv2d, filters=4, kernel=9}, {type=dense, units=10}] | layers[0]: conv2d with a window of 9×9 does not fit into maps of 8×8: take at most 8×8
                    [{type=conv2d, filters=4, kernel=[3, 11], padding=[0, 1]}, {type=dense, units=10}] | layers[0]: conv2d with a window of 3×11 does not fit into maps of 8×8, padded to 8×10: take at most 8×10
                    [{type=max-pool, size=2}, {type=avg-pool, size=5}, {type=dense, units=10}] | layers[1]: avg-pool with a window of 5×5 does not fit into maps of 4×4: take at most 4×4
                    [{type=flatten}, {type=conv2d, filters=4, kernel=3}, {type=dense, units=10}] | layers[1]: conv2d with a window of 3×3 does not fit into maps of 1×1 (it needs maps: leave out a flatten or dense before it): take at most 1×1
                    [{type=repeat, times=3, body=[{type=max-pool, size=2}]}, {type=max-pool, size=2}, {type=dense, units=10}] | layers[1]: max-pool with a window of 2×2 does not fit into maps of 1×1 (it needs maps: leave out a flatten or dense before it): take at most 1×1
                    [{type=conv2d, filters=2000000000, kernel=1}] | layers[0]: conv2d makes 2000000000 maps of 8×8 of every sample, more than 2147483647 numbers: take fewer filters
                    [{type=conv2d, filters=30000000, kernel=1}, {type=conv2d, filters=30000000, kernel=8}] | layers[1]: conv2d with 30000000 filters of 8×8 on 30000000 channels brings the network to 57600000090000000 parameters: it can have 2147483583 at most
                    [{type=conv2d, filters=16, kernel=3}, {type=global-avg-pool}] | layers end with 16 outputs for data with 10 classes: add dense with 10 units
                    [{type=dense, units=10}, {type=conv2d, filters=16, kernel=1}] | layers end with 16 outputs for data with 10 classes: add dense with 10 units
                    [{type=residual, body=[{type=conv2d, filters=4, kernel=3, stride=2, padding=1}], shortcut=[{type=conv2d, filters=4, kernel=1}]}] | layers[0]: residual cannot add: its body makes 4×4×4 and its shortcut makes 4×8×8, but both must be equal: give it a shortcut that makes 4×4×4
                    [{type=max-pool, size=8}] | layers have no parameters to train: add a dense layer
                    """)
    void shouldRefuseLayersThatDoNotFit(String layers, String sentence) {
        assertEquals(sentence, refusal(Jobs.small("layers=" + layers), DIGITS));
    }

    @Test
    void shouldRefuseTargetsOfAnotherKind() {
        Dataset numbers = FakeDataset.digits().classes(0);

        assertEquals(
                "loss is softmax-cross-entropy, but the data has numbers to predict: take mean-squared-error",
                refusal(Jobs.small(), numbers));
        assertEquals(
                "layers[3]: dense with 10 units cannot end a network for data with one number to predict: it must have 1 unit",
                refusal(Jobs.small("loss=mean-squared-error"), numbers));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    8  | 8 | random-crop, padding = 8   | augment[0].padding is 8, which can crop all of an image of 8×8 pixels away: take 7 or less
                    8  | 3 | random-crop, padding = 3   | augment[0].padding is 3, which can crop all of an image of 8×3 pixels away: take 2 or less
                    1  | 1 | random-crop, padding = 1   | augment[0]: random-crop is for images, but a sample of the data is 30: leave it out
                    1  | 1 | random-horizontal-flip     | augment[0]: random-horizontal-flip is for images, but a sample of the data is 30: leave it out
                    12 | 1 | random-horizontal-flip     | augment[0]: random-horizontal-flip is for images, but a sample of the data is 30×12×1: leave it out
                    """)
    void shouldRefuseToAugmentWhatDoesNotFit(int rows, int columns, String step, String sentence) {
        assertEquals(
                sentence,
                refusal(Jobs.small("augment=[{ type = " + step + " }]"), new FakeDataset(30, rows, columns, 10, 1437)));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    1437 | batch-size=1438 | batch-size is 1438, more than the 1437 training samples: take 1437 or less
                    1437 | batch-size=1    | batch-size is 1, and batch normalization cannot normalize a single sample: take 3
                    1437 | batch-size=2    | batch-size is 2, which leaves 1 of the 1437 training samples to the last mini-batch, and batch normalization cannot normalize a single sample: take 3
                    1437 | batch-size=4    | batch-size is 4, which leaves 1 of the 1437 training samples to the last mini-batch, and batch normalization cannot normalize a single sample: take 5
                    1437 | batch-size=1436 | batch-size is 1436, which leaves 1 of the 1437 training samples to the last mini-batch, and batch normalization cannot normalize a single sample: take 1437
                    1    | batch-size=1    | data has a single training sample, and batch normalization cannot normalize a single sample: it must have 2 or more
                    """)
    void shouldRefuseASingleSampleUnderBatchNormalization(int samples, String override, String sentence) {
        assertEquals(
                sentence, refusal(Jobs.small(override), FakeDataset.digits().samples(samples)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"micro-batch", "{ group = 1 }"})
    void shouldRefuseMicroBatchesOfOneSampleByThemselves(String scope) {
        assertEquals(
                "micro-batch is 1, batch-norm.scope takes each by itself, and batch normalization cannot normalize a single"
                        + " sample: take a micro-batch of 2 or more, or scope global",
                refusal(Jobs.small("micro-batch=1", "batch-norm.scope=" + scope), DIGITS));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "epochs=1",
                "batch-size=5",
                "batch-size=1437",
                "micro-batch=1",
                "layers=[{type=dense, units=10}], batch-size=1",
                "layers=[{type=batch-norm}, {type=dense, units=10}], batch-size=4",
                "layers=[{type=dense, units=10}, {type=batch-norm, trainable=false}], batch-size=4",
                "batch-norm.enabled=false, batch-size=4",
                "batch-norm.scope=micro-batch, batch-size=97, micro-batch=2",
                "batch-norm.scope={ group = 2 }, micro-batch=1, batch-size=5",
                "layers=[{type=flatten}, {type=dense, units=64}, {type=relu}, {type=dense, units=10}, {type=tanh}]",
                "loss=mean-squared-error",
                "layers=[{type=conv2d, filters=3, kernel=8}, {type=batch-norm}, {type=dense, units=10}]",
                "layers=[{type=conv2d, filters=10, kernel=2}, {type=batch-norm}, {type=global-avg-pool}], batch-size=4",
                "layers=[{type=residual, body=[{type=max-pool, size=2}, {type=conv2d, filters=2, kernel=1}], shortcut=[{type=conv2d, filters=2, kernel=1, stride=2}]}, {type=dense, units=10}]",
            })
    void shouldAcceptWhatFits(String overrides) {
        JobValidation.check(Jobs.parse(Jobs.SMALL + overrides.replace("], ", "]\n")), DIGITS);
    }

    @Test
    void shouldNameTheBatchSizeThatWorks() {
        for (int samples = 2; samples < 60; samples++) {
            for (int size = 1; size <= samples; size++) {
                FakeDataset data = FakeDataset.digits().samples(samples);
                boolean works = size > 1 && samples % size != 1;
                if (works) {
                    JobValidation.check(Jobs.small("batch-size=" + size), data);
                } else {
                    String sentence = refusal(Jobs.small("batch-size=" + size), data);
                    String better = sentence.substring(sentence.lastIndexOf(' ') + 1);
                    JobValidation.check(Jobs.small("batch-size=" + better), data);
                }
            }
        }
    }

    @Test
    void shouldSayWhereItStandsInTheFile() {
        String text = Jobs.SMALL.replace("units = 10", "units = 12");
        ReadJob job = JobReader.parse(text, Path.of("some.conf"), List.of(), Map.of());

        String sentence =
                assertThrows(InvalidJobException.class, () -> job.check(DIGITS)).getMessage();

        assertTrue(sentence.startsWith("some.conf:5: layers[3]: dense with 12 units cannot end"), sentence);
    }

    @Test
    void shouldHoldJobsFromConstructorsToTheRulesForValues() {
        assertEquals(
                "epochs must be a whole number of at least 1, but is 0",
                refusal(handMade(Jobs.small().layers(), 0), DIGITS));
        assertEquals(
                "the job leaves initializers open: take toBuilder().build() of it",
                refusal(handMade(List.of(Layers.dense(10)), 1), DIGITS));
        JobValidation.check(handMade(List.of(Layers.dense(10)), 1).toBuilder().build(), DIGITS);
    }

    private static JobSpec handMade(List<LayerSpec> layers, int epochs) {
        JobSpec job = Jobs.small();
        return new JobSpec(
                job.name(),
                job.data(),
                job.augment(),
                layers,
                job.loss(),
                job.optimizer(),
                job.schedule(),
                job.clipNorm(),
                job.batchSize(),
                job.microBatch(),
                job.batchNorm(),
                epochs,
                job.seed(),
                job.checkpoint(),
                job.evaluateEveryEpochs(),
                job.health());
    }

    private static String refusal(JobSpec job, Dataset data) {
        return assertThrows(InvalidJobException.class, () -> JobValidation.check(job, data))
                .getMessage();
    }
}
