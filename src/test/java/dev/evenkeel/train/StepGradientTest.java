package dev.evenkeel.train;

import static dev.evenkeel.nn.Layers.batchNorm;
import static dev.evenkeel.nn.Layers.dense;
import static dev.evenkeel.nn.Layers.denseWithoutBias;
import static dev.evenkeel.nn.Layers.relu;
import static dev.evenkeel.nn.Layers.tanh;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.evenkeel.job.JobSpec;
import dev.evenkeel.math.KeyedRandom;
import dev.evenkeel.nn.LayerSpec;
import dev.evenkeel.nn.Loss;
import dev.evenkeel.nn.Parameter;
import dev.evenkeel.nn.Shape;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A whole step, loss and all, against float64: the loss, and the gradient of every parameter by differences. */
class StepGradientTest {
    private static final double TOLERANCE = 2e-6;
    private static final int SAMPLES = 13;
    private static final Samples CLASSES = Samples.random(5, SAMPLES, 4, 3);
    private static final Samples NUMBERS = Samples.regression(Shape.vector(4), CLASSES.inputs(), numbers());

    private static float[] numbers() {
        Random random = new Random(6);
        float[] values = new float[SAMPLES];
        for (int s = 0; s < SAMPLES; s++) {
            values[s] = 3 * random.nextFloat();
        }
        return values;
    }

    static Stream<Arguments> cases() {
        LayerSpec[] plain = {dense(3)};
        LayerSpec[] norm = {denseWithoutBias(6), batchNorm(), relu(), dense(3)};
        LayerSpec[] number = {dense(5), tanh(), batchNorm(), dense(1)};
        return IntStream.of(1, 3, 7)
                .boxed()
                .flatMap(members -> Stream.of(
                        Arguments.of(Loss.SOFTMAX_CROSS_ENTROPY, CLASSES, plain, members),
                        Arguments.of(Loss.SOFTMAX_CROSS_ENTROPY, CLASSES, norm, members),
                        Arguments.of(Loss.MEAN_SQUARED_ERROR, CLASSES, plain, members),
                        Arguments.of(Loss.MEAN_SQUARED_ERROR, CLASSES, norm, members),
                        Arguments.of(Loss.MEAN_SQUARED_ERROR, NUMBERS, number, members)));
    }

    /** Trap 2: the loss is the mean over the mini-batch, not over a shard; here shards differ in size, and some are empty. */
    @ParameterizedTest
    @MethodSource("cases")
    void shouldHaveTheLossAndTheGradientsOfTheWholeMiniBatch(Loss loss, Samples data, LayerSpec[] layers, int members) {
        JobSpec job = Jobs.of(layers)
                .loss(loss)
                .learningRate(0.1)
                .batchSize(SAMPLES)
                .microBatch(4)
                .build();
        TrainingState state = NumericGradientTest.anyState(job, data);
        Team team = Team.from(state, job, data, members);

        StepResult result = team.step();

        int[] ids = KeyedRandom.permutation(SAMPLES, job.seed(), 1);
        Reference reference = new Reference(team.network(), job, state, ids, 1);
        double[][] x = Arrays.stream(ids)
                .mapToObj(id -> Accuracy.widened(data.inputs()[id]))
                .toArray(double[][]::new);
        double[] parameters = Accuracy.widened(state.parameters());
        int last = layers.length;
        assertEquals(reference.loss(reference.forward(0, last, x, parameters), data), result.loss(), 1e-6);
        for (Parameter parameter : team.network().parameters()) {
            // Without momentum and decay the velocity is the gradient.
            Accuracy.assertClose(
                    "gradient of " + parameter.name(),
                    Differences.of(
                            v -> reference.loss(reference.forward(0, last, x, v), data),
                            parameters,
                            parameter.from(),
                            parameter.to()),
                    Accuracy.widened(team.state().slots()[0], parameter.from(), parameter.to()),
                    TOLERANCE);
        }
    }
}
