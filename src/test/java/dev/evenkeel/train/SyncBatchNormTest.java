package dev.evenkeel.train;

import static dev.evenkeel.nn.Layers.batchNorm;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.evenkeel.job.JobSpec;
import dev.evenkeel.math.KeyedRandom;
import dev.evenkeel.nn.BatchNorm;
import dev.evenkeel.nn.BatchNormSpec.Scope;
import dev.evenkeel.nn.Shape;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Synchronized batch normalization, forward and backward, against float64 over the whole mini-batch: largest error over largest
 * value, per tensor, at most 1e-5. Members' shards differ in size, and where there are more members than micro-batches some are
 * empty. The gradient at the output is random (trap 20).
 *
 * <p>What has gone wrong elsewhere, and the test that would tell here:
 * <ol>
 * <li>weights by count, in the mean, in M2 and in the backward sums: this class, shards are unequal
 * <li>loss over the global batch: {@link StepGradientTest}
 * <li>no E[x²] − E[x]²: this class, with a mean of 1e4
 * <li>M2 and count travel, not 1/σ: {@link StatisticsTrafficTest}
 * <li>biased variance to normalize, global m/(m − 1) to store: {@link RunningStatisticsTest}
 * <li>one sample on a worker is legal, {@link #shouldNormalizeWhereAMemberHasASingleSample}; one in all is refused before
 *     training, {@code JobValidationTest}
 * <li>members without samples take part: this class, batches of 5
 * <li>counts are integers: {@code MomentsTest}
 * <li>γ and β gradients are reduced once: this class, over member counts
 * <li>x̂ before its product with dy: this class, the gradient of γ with a mean of 1e4
 * <li>evaluation never communicates and uses running statistics: {@link EvaluationTest}
 * <li>a frozen layer neither updates nor communicates: {@link StatisticsTrafficTest}
 * <li>cumulative average: {@link RunningStatisticsTest}
 * <li>a NaN batch leaves running statistics alone: {@link NotFiniteTest}
 * <li>all members save the same running statistics: {@link RunningStatisticsTest}
 * <li>messages name layer and phase: {@link StatisticsTrafficTest}; the rest of their tag is the cluster's
 * <li>no member count is remembered: {@link MembershipTest}
 * <li>one message per layer and direction: {@link StatisticsTrafficTest}
 * <li>odd channel counts, last micro-batch not full, fewer samples than members: this class
 * <li>random gradients, float64 reference, 3, 5 and 7 members: this class
 * </ol>
 */
class SyncBatchNormTest {
    private static final double TOLERANCE = 1e-5;
    private static final int MICRO_BATCH = 8;

    /** Where samples have a mean of 1e4 and a deviation of 1; elsewhere the mean is 0. */
    enum LargeMean {
        NOWHERE,
        ON_ONE_SHARD,
        ON_ALL_SHARDS
    }

    static Stream<Arguments> cases() {
        return Stream.of(LargeMean.values()).flatMap(large -> Stream.of(1, 65, 100)
                .flatMap(channels -> Stream.of(5, 60, 97).flatMap(batch -> IntStream.of(1, 2, 3, 5, 7, 8)
                        .mapToObj(members -> Arguments.of(large, channels, batch, members)))));
    }

    @ParameterizedTest(name = "mean of 1e4 {0}, {1} channels, batch of {2}, {3} members")
    @MethodSource("cases")
    void shouldBeThatOfTheWholeMiniBatch(LargeMean large, int channels, int batch, int members) {
        check(large, Shape.vector(channels), batch, members, new Scope.Global());
    }

    static Stream<Arguments> scopes() {
        return Stream.of(LargeMean.values()).flatMap(large -> Stream.of(new Scope.Group(3), new Scope.MicroBatch())
                .flatMap(scope -> Stream.of(60, 97).flatMap(batch -> IntStream.of(1, 3, 5, 7)
                        .mapToObj(members -> Arguments.of(large, scope, batch, members)))));
    }

    /** Groups of three micro-batches span members, and members hold parts of several groups. */
    @ParameterizedTest
    @MethodSource("scopes")
    void shouldBeThatOfEveryGroup(LargeMean large, Scope scope, int batch, int members) {
        check(large, Shape.vector(65), batch, members, scope);
    }

    @ParameterizedTest
    @MethodSource("members")
    void shouldNormalizeMapsOverTheirPlane(int members) {
        for (LargeMean large : LargeMean.values()) {
            check(large, new Shape(3, 4, 7), 61, members, new Scope.Global());
        }
    }

    /** Trap 6: a batch of 5 in micro-batches of 1 gives five of seven members a single sample. */
    @ParameterizedTest
    @MethodSource("members")
    void shouldNormalizeWhereAMemberHasASingleSample(int members) {
        check(LargeMean.ON_ONE_SHARD, Shape.vector(10), 5, members, new Scope.Global(), 1);
    }

    static IntStream members() {
        return IntStream.of(1, 2, 3, 5, 7, 8);
    }

    /** Before γ and β: with γ = 1 and β = 0. */
    @ParameterizedTest(name = "mean of 1e4 {0}, {1} channels, batch of {2}, {3} members")
    @MethodSource("cases")
    void shouldComeOutWithMeanZeroAndVarianceOne(LargeMean large, int channels, int batch, int members) {
        JobSpec job = job(batch, new Scope.Global(), MICRO_BATCH);
        Samples data = samples(large, Shape.vector(channels), batch, members, job);
        Team team = Team.of(job, data, members);

        LayerRun run = LayerRun.of(team, batch, 0, new double[batch][channels]);

        BatchNorm norm = team.network().norms().get(0);
        for (int c = 0; c < channels; c++) {
            double variance = Reference.variance(norm, run.x(), c);
            assertEquals(0, Reference.mean(norm, run.y(), c), 1e-6);
            assertEquals(variance / (variance + norm.epsilon()), Reference.variance(norm, run.y(), c), 1e-5);
        }
    }

    private static void check(LargeMean large, Shape shape, int batch, int members, Scope scope) {
        check(large, shape, batch, members, scope, MICRO_BATCH);
    }

    private static void check(LargeMean large, Shape shape, int batch, int members, Scope scope, int microBatch) {
        JobSpec job = job(batch, scope, microBatch);
        Samples data = samples(large, shape, batch, members, job);
        TrainingState state = NumericGradientTest.anyState(job, data);
        Team team = Team.from(state, job, data, members);
        double[][] dy = NumericGradientTest.random(7, batch, shape.features());

        LayerRun run = LayerRun.of(team, batch, 0, dy);

        BatchNorm norm = team.network().norms().get(0);
        Reference reference = new Reference(team.network(), job, state, ids(job, batch), 1);
        double[] parameters = Accuracy.widened(state.parameters());
        Backward expected = Backward.of(norm, reference.groups(), run.x(), dy, parameters);
        double[][] y = reference.forward(0, 1, run.x(), parameters);
        Accuracy.assertClose("output", Accuracy.flat(y), Accuracy.flat(run.y()), TOLERANCE);
        Accuracy.assertClose("gradient of the input", Accuracy.flat(expected.dx()), Accuracy.flat(run.dx()), TOLERANCE);
        Accuracy.assertClose(
                "gradient of γ",
                expected.dGamma(),
                part(run.gradient(), norm.gamma().from(), shape),
                TOLERANCE);
        Accuracy.assertClose(
                "gradient of β",
                expected.dBeta(),
                part(run.gradient(), norm.beta().from(), shape),
                TOLERANCE);
    }

    private static double[] part(double[] gradient, int from, Shape shape) {
        return Arrays.copyOfRange(gradient, from, from + shape.channels());
    }

    private static JobSpec job(int batch, Scope scope, int microBatch) {
        return Jobs.of(batchNorm())
                .batchSize(batch)
                .microBatch(microBatch)
                .scope(scope)
                .build();
    }

    private static int[] ids(JobSpec job, int batch) {
        return KeyedRandom.permutation(batch, job.seed(), 1);
    }

    /** One mini-batch; its samples stand so that those of one member have the large mean. */
    private static Samples samples(LargeMean large, Shape shape, int batch, int members, JobSpec job) {
        Random random = new Random(batch + shape.features());
        StepLayout layout =
                StepLayout.of(batch, job.microBatch(), job.batchNorm().scope(), members);
        int member = IntStream.range(0, members)
                .filter(m -> layout.shards().from(m) < layout.shards().to(m))
                .findFirst()
                .orElseThrow();
        int from = layout.samplesBefore(layout.shards().from(member));
        int to = layout.samplesBefore(layout.shards().to(member));
        int[] ids = ids(job, batch);
        float[][] inputs = new float[batch][shape.features()];
        for (int p = 0; p < batch; p++) {
            boolean shifted =
                    large == LargeMean.ON_ALL_SHARDS || large == LargeMean.ON_ONE_SHARD && p >= from && p < to;
            for (int f = 0; f < shape.features(); f++) {
                inputs[ids[p]][f] = (float) (random.nextGaussian() + (shifted ? 1e4 : 0));
            }
        }
        return Samples.classes(shape, inputs, 2, new int[batch]);
    }

    /** The backward pass in float64, as Ioffe and Szegedy (2015, section 3) write it, per group. */
    private record Backward(double[][] dx, double[] dGamma, double[] dBeta) {
        static Backward of(BatchNorm norm, List<int[]> groups, double[][] x, double[][] dy, double[] parameters) {
            Backward result = new Backward(
                    new double[x.length][x[0].length], new double[norm.channels()], new double[norm.channels()]);
            for (int[] group : groups) {
                for (int c = 0; c < norm.channels(); c++) {
                    result.channel(
                            norm,
                            c,
                            group[0],
                            group[1],
                            x,
                            dy,
                            parameters[norm.gamma().from() + c]);
                }
            }
            return result;
        }

        private void channel(BatchNorm norm, int c, int from, int to, double[][] x, double[][] dy, double gamma) {
            double[][] group = Arrays.copyOfRange(x, from, to);
            double mean = Reference.mean(norm, group, c);
            double inverse = 1 / Math.sqrt(Reference.variance(norm, group, c) + norm.epsilon());
            int plane = norm.input().plane();
            double m = (to - from) * (double) plane;
            double sumDy = 0;
            double sumDyXhat = 0;
            for (int s = from; s < to; s++) {
                for (int f = c * plane; f < (c + 1) * plane; f++) {
                    sumDy += dy[s][f];
                    sumDyXhat += dy[s][f] * ((x[s][f] - mean) * inverse);
                }
            }
            for (int s = from; s < to; s++) {
                for (int f = c * plane; f < (c + 1) * plane; f++) {
                    double xhat = (x[s][f] - mean) * inverse;
                    dx[s][f] = gamma * inverse * (dy[s][f] - sumDy / m - xhat * (sumDyXhat / m));
                }
            }
            dBeta[c] += sumDy;
            dGamma[c] += sumDyXhat;
        }
    }
}
