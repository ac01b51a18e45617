package dev.evenkeel.train;

import static dev.evenkeel.nn.Layers.batchNorm;
import static dev.evenkeel.nn.Layers.dense;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.evenkeel.job.JobSpec;
import dev.evenkeel.math.KeyedRandom;
import dev.evenkeel.nn.BatchNorm;
import dev.evenkeel.nn.BatchNormSpec.Scope;
import dev.evenkeel.nn.LayerSpec;
import dev.evenkeel.nn.Shape;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Running mean and variance against float64 over three steps, the last of them with a smaller mini-batch. */
class RunningStatisticsTest {
    private static final double TOLERANCE = 1e-6;
    private static final int SAMPLES = 53;
    private static final int BATCH = 20;
    private static final Shape SHAPE = new Shape(3, 2, 2);
    private static final LayerSpec[] NET = {batchNorm(), dense(2)};

    static Stream<Arguments> scopes() {
        return Stream.of(new Scope.Global(), new Scope.Group(2), new Scope.MicroBatch())
                .flatMap(scope -> IntStream.of(1, 3, 7).mapToObj(members -> Arguments.of(scope, members)));
    }

    /** Trap 5: the variance is stored with m/(m − 1), m the samples of all members; trap 13: 0.3 is the batch's weight. */
    @ParameterizedTest
    @MethodSource("scopes")
    void shouldMoveByTheBatchTimesMomentum(Scope scope, int members) {
        check(Jobs.of(NET).scope(scope).momentum(0.3), step -> 0.3, members);
    }

    /** Trap 13: no momentum means the average of all mini-batches so far. */
    @ParameterizedTest
    @MethodSource("scopes")
    void shouldAverageAllBatchesWhereCumulative(Scope scope, int members) {
        check(Jobs.of(NET).scope(scope).cumulative(), step -> 1.0 / step, members);
    }

    private static void check(Jobs jobs, IntToDoubleFunction momentum, int members) {
        JobSpec job = jobs.batchSize(BATCH).microBatch(6).build();
        Samples data = samples();
        Team team = Team.of(job, data, members);
        BatchNorm norm = team.network().norms().get(0);
        int[] order = KeyedRandom.permutation(SAMPLES, job.seed(), 1);
        double[] mean = new double[norm.channels()];
        double[] variance = new double[norm.channels()];
        Arrays.fill(variance, 1);
        for (int step = 1; step <= 3; step++) {
            int[] ids = Arrays.copyOfRange(order, (step - 1) * BATCH, Math.min(SAMPLES, step * BATCH));
            double m = momentum.applyAsDouble(step);
            List<int[]> groups = new Reference(team.network(), job, team.state(), ids, 1).groups();
            for (int c = 0; c < norm.channels(); c++) {
                mean[c] *= 1 - m;
                variance[c] *= 1 - m;
                for (int[] group : groups) {
                    double[][] x = IntStream.range(group[0], group[1])
                            .mapToObj(s -> Accuracy.widened(data.inputs()[ids[s]]))
                            .toArray(double[][]::new);
                    double weight = (double) x.length / ids.length;
                    double count = (double) x.length * SHAPE.plane();
                    mean[c] += m * weight * Reference.mean(norm, x, c);
                    variance[c] += m * weight * Reference.variance(norm, x, c) * count / (count - 1);
                }
            }
            team.step();
            Accuracy.assertClose(
                    "running mean", mean, Accuracy.widened(team.state().runningMean()), TOLERANCE);
            Accuracy.assertClose(
                    "running variance", variance, Accuracy.widened(team.state().runningVariance()), TOLERANCE);
        }
        assertEquals(3, team.state().counters().batchesTracked());
    }

    /** Trap 15: otherwise the model depended on whose state is saved. */
    @ParameterizedTest
    @MethodSource("scopes")
    void shouldBeTheSameOnEveryMember(Scope scope, int members) {
        Team team = Team.of(Jobs.of(NET).scope(scope).batchSize(BATCH).build(), samples(), members);
        List<float[][]> all = team.all((replica, exchange) -> {
            new StepRunner(replica, exchange, StepObserver.NONE).run();
            return new float[][] {replica.state().runningMean(), replica.state().runningVariance()};
        });
        for (float[][] own : all) {
            assertArrayEquals(all.get(0), own);
        }
    }

    /** Every channel with a mean and a deviation of its own. */
    private static Samples samples() {
        Random random = new Random(9);
        float[][] inputs = new float[SAMPLES][SHAPE.features()];
        for (float[] sample : inputs) {
            for (int f = 0; f < sample.length; f++) {
                int channel = f / SHAPE.plane();
                sample[f] = (float) (random.nextGaussian() * (channel + 1) + 10 * channel);
            }
        }
        return Samples.classes(SHAPE, inputs, 2, new int[SAMPLES]);
    }
}
