package dev.evenkeel.train;

import static dev.evenkeel.nn.Layers.avgPool;
import static dev.evenkeel.nn.Layers.batchNorm;
import static dev.evenkeel.nn.Layers.conv2d;
import static dev.evenkeel.nn.Layers.dense;
import static dev.evenkeel.nn.Layers.denseWithoutBias;
import static dev.evenkeel.nn.Layers.dropout;
import static dev.evenkeel.nn.Layers.flatten;
import static dev.evenkeel.nn.Layers.frozenBatchNorm;
import static dev.evenkeel.nn.Layers.gelu;
import static dev.evenkeel.nn.Layers.globalAvgPool;
import static dev.evenkeel.nn.Layers.leakyRelu;
import static dev.evenkeel.nn.Layers.maxPool;
import static dev.evenkeel.nn.Layers.relu;
import static dev.evenkeel.nn.Layers.repeat;
import static dev.evenkeel.nn.Layers.residual;
import static dev.evenkeel.nn.Layers.sigmoid;
import static dev.evenkeel.nn.Layers.tanh;

import dev.evenkeel.job.JobSpec;
import dev.evenkeel.math.KeyedRandom;
import dev.evenkeel.nn.BatchNormSpec.Scope;
import dev.evenkeel.nn.Extent;
import dev.evenkeel.nn.Initializer;
import dev.evenkeel.nn.LayerSpec;
import dev.evenkeel.nn.Parameter;
import dev.evenkeel.nn.Shape;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The numeric-gradient check, for every layer: the float backward pass against differences of the float64 forward pass. The
 * gradient at the output is random; that of a sum of outputs would be 1 everywhere, make batch norm's input gradient zero and
 * test nothing (trap 20). Members share the mini-batch unevenly, or have none of it.
 */
class NumericGradientTest {
    private static final double TOLERANCE = 2e-6;
    private static final Scope GLOBAL = new Scope.Global();
    private static final int SAMPLES = 13;

    static Stream<Arguments> layers() {
        return Stream.of(
                        Arguments.of("dense", GLOBAL, layers(dense(5))),
                        Arguments.of("dense without bias", GLOBAL, layers(denseWithoutBias(5))),
                        Arguments.of("batch-norm", GLOBAL, layers(batchNorm())),
                        Arguments.of("batch-norm by group", new Scope.Group(2), layers(batchNorm())),
                        Arguments.of("batch-norm by micro-batch", new Scope.MicroBatch(), layers(batchNorm())),
                        Arguments.of("frozen batch-norm", GLOBAL, layers(frozenBatchNorm())),
                        Arguments.of("relu", GLOBAL, layers(relu())),
                        Arguments.of("leaky-relu", GLOBAL, layers(leakyRelu(0.3))),
                        Arguments.of("sigmoid", GLOBAL, layers(sigmoid())),
                        Arguments.of("tanh", GLOBAL, layers(tanh())),
                        Arguments.of("gelu", GLOBAL, layers(gelu())),
                        Arguments.of("dropout", GLOBAL, layers(dropout(0.4))),
                        Arguments.of("flatten", GLOBAL, layers(flatten())),
                        Arguments.of("repeat", GLOBAL, layers(repeat(3, denseWithoutBias(6), batchNorm(), sigmoid()))),
                        Arguments.of(
                                "residual",
                                GLOBAL,
                                layers(residual(
                                        denseWithoutBias(6), batchNorm(), relu(), denseWithoutBias(6), batchNorm()))),
                        Arguments.of(
                                "residual with a projection",
                                new Scope.Group(2),
                                layers(residual(dense(5), gelu(), batchNorm())
                                        .shortcut(denseWithoutBias(5), batchNorm()))),
                        Arguments.of(
                                "residual beside what it reads",
                                GLOBAL,
                                layers(tanh(), residual(relu(), dropout(0.3)), sigmoid(), residual(flatten()))),
                        Arguments.of(
                                "residual in residual",
                                GLOBAL,
                                layers(
                                        residual(
                                                residual(dense(6), tanh()).shortcut(batchNorm()),
                                                residual(relu(), denseWithoutBias(6)),
                                                batchNorm()),
                                        relu(),
                                        dense(3))),
                        Arguments.of("after the activation", GLOBAL, layers(tanh(), batchNorm(), dense(3))),
                        Arguments.of(
                                "in place, one after another", GLOBAL, layers(tanh(), dropout(0.2), relu(), relu())),
                        Arguments.of(
                                "through flatten", GLOBAL, layers(relu(), flatten(), dropout(0.5), gelu(), flatten())))
                .flatMap(NumericGradientTest::amongSome);
    }

    private static LayerSpec[] layers(LayerSpec... layers) {
        return layers;
    }

    /** A dense layer in front makes the input, and has the layers looked at pass a gradient on. */
    @ParameterizedTest(name = "{0}, {3} members")
    @MethodSource("layers")
    void shouldPassOnTheGradient(String name, Scope scope, LayerSpec[] layers, int members) {
        LayerSpec[] all = Stream.concat(Stream.of(dense(6)), Stream.of(layers)).toArray(LayerSpec[]::new);
        check(Jobs.of(all).scope(scope), Shape.vector(4), 1, members);
    }

    static Stream<Arguments> maps() {
        LayerSpec projection = residual(
                        conv2d(4, 3).stride(2).padding(1).bias(false),
                        batchNorm(),
                        gelu(),
                        conv2d(4, 3).padding(1).bias(false))
                .shortcut(conv2d(4, 1).stride(2).bias(false), batchNorm());
        return Stream.of(
                        Arguments.of("conv2d", GLOBAL, layers(conv2d(5, 3))),
                        Arguments.of(
                                "conv2d with padding",
                                GLOBAL,
                                layers(conv2d(2, 3).padding(1))),
                        Arguments.of(
                                "conv2d with stride",
                                GLOBAL,
                                layers(conv2d(5, 3).stride(2).padding(1))),
                        Arguments.of(
                                "conv2d without bias",
                                GLOBAL,
                                layers(conv2d(3, 2).bias(false))),
                        Arguments.of("conv2d of one pixel", GLOBAL, layers(conv2d(4, 1))),
                        Arguments.of(
                                "conv2d neither square nor even",
                                GLOBAL,
                                layers(new LayerSpec.Conv2d(
                                        3,
                                        new Extent(2, 5),
                                        new Extent(3, 2),
                                        new Extent(1, 3),
                                        true,
                                        Initializer.of(Initializer.Scheme.LECUN)))),
                        Arguments.of("max-pool", GLOBAL, layers(maxPool(2, 2))),
                        Arguments.of("max-pool that overlaps", GLOBAL, layers(maxPool(3, 2))),
                        Arguments.of("avg-pool", GLOBAL, layers(avgPool(2, 2))),
                        Arguments.of("avg-pool that overlaps", GLOBAL, layers(avgPool(3, 1))),
                        Arguments.of("global-avg-pool", GLOBAL, layers(globalAvgPool(), dense(3))),
                        Arguments.of("batch-norm", GLOBAL, layers(batchNorm())),
                        Arguments.of("batch-norm by group", new Scope.Group(2), layers(batchNorm())),
                        Arguments.of("batch-norm by micro-batch", new Scope.MicroBatch(), layers(batchNorm())),
                        Arguments.of("activations and dropout", GLOBAL, layers(gelu(), dropout(0.3), tanh())),
                        Arguments.of("dense on flattened maps", GLOBAL, layers(conv2d(3, 2), flatten(), dense(4))),
                        Arguments.of(
                                "residual",
                                GLOBAL,
                                layers(residual(conv2d(3, 3).padding(1).bias(false), batchNorm(), gelu()), tanh())),
                        Arguments.of("residual with a projection", GLOBAL, layers(projection, tanh())),
                        Arguments.of(
                                "residual by group",
                                new Scope.Group(2),
                                layers(projection, tanh(), globalAvgPool(), dense(3))))
                .flatMap(NumericGradientTest::amongSome);
    }

    private static Stream<Arguments> amongSome(Arguments layers) {
        Object[] of = layers.get();
        return IntStream.of(1, 3, 7).mapToObj(members -> Arguments.of(of[0], of[1], of[2], members));
    }

    /** A convolution in front makes maps of 3×4×5, and has the layers looked at pass a gradient on. */
    @ParameterizedTest(name = "{0}, {3} members")
    @MethodSource("maps")
    void shouldPassOnTheGradientOfMaps(String name, Scope scope, LayerSpec[] layers, int members) {
        LayerSpec[] all =
                Stream.concat(Stream.of(conv2d(3, 1)), Stream.of(layers)).toArray(LayerSpec[]::new);
        check(Jobs.of(all).scope(scope), new Shape(2, 4, 5), 1, members);
    }

    private static void check(Jobs jobs, Shape input, int first, int members) {
        JobSpec job = jobs.batchSize(SAMPLES).microBatch(4).build();
        Samples data = Samples.random(5, SAMPLES, input, 3);
        TrainingState state = anyState(job, data);
        Team team = Team.from(state, job, data, members);
        int last = team.network().layers().size();
        double[][] dy = random(7, SAMPLES, team.network().output().features());

        LayerRun run = LayerRun.of(team, SAMPLES, first, dy);

        int[] ids = KeyedRandom.permutation(SAMPLES, job.seed(), 1);
        Reference reference = new Reference(team.network(), job, state, ids, 1);
        double[] parameters = Accuracy.widened(state.parameters());
        double[] x = Accuracy.flat(run.x());
        int features = x.length / SAMPLES;
        Accuracy.assertClose(
                "output",
                Accuracy.flat(reference.forward(first, last, run.x(), parameters)),
                Accuracy.flat(run.y()),
                TOLERANCE);
        Accuracy.assertClose(
                "gradient of the input",
                Differences.of(
                        v -> dot(reference.forward(first, last, rows(v, features), parameters), dy), x, 0, x.length),
                Accuracy.flat(run.dx()),
                TOLERANCE);
        for (Parameter parameter : team.network().parameters()) {
            if (parameter.layer() >= first && parameter.trainable()) {
                Accuracy.assertClose(
                        "gradient of " + parameter.name(),
                        Differences.of(
                                v -> dot(reference.forward(first, last, run.x(), v), dy),
                                parameters,
                                parameter.from(),
                                parameter.to()),
                        Arrays.copyOfRange(run.gradient(), parameter.from(), parameter.to()),
                        TOLERANCE);
            }
        }
    }

    /** The initial state with every number moved: biases and β not 0, γ not 1, running statistics of a run under way. */
    static TrainingState anyState(JobSpec job, Samples data) {
        TrainingState state = Team.initial(job, data);
        Random random = new Random(11);
        for (float[] tensor : new float[][] {state.parameters(), state.runningMean(), state.runningVariance()}) {
            for (int i = 0; i < tensor.length; i++) {
                tensor[i] += 0.4f * random.nextFloat();
            }
        }
        return state;
    }

    static double[][] random(long seed, int samples, int features) {
        Random random = new Random(seed);
        double[][] values = new double[samples][features];
        for (double[] row : values) {
            Arrays.setAll(row, f -> (float) random.nextGaussian());
        }
        return values;
    }

    private static double[][] rows(double[] flat, int features) {
        return IntStream.range(0, flat.length / features)
                .mapToObj(s -> Arrays.copyOfRange(flat, s * features, (s + 1) * features))
                .toArray(double[][]::new);
    }

    private static double dot(double[][] y, double[][] dy) {
        double sum = 0;
        for (int s = 0; s < y.length; s++) {
            for (int f = 0; f < y[s].length; f++) {
                sum += y[s][f] * dy[s][f];
            }
        }
        return sum;
    }
}
