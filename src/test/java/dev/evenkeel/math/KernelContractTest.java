package dev.evenkeel.math;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every kernel set of this JVM against {@link NaiveKernels}, to the last bit: over rows, columns and micro-batches that include
 * 1, primes and what fills no vector, and over values that underflow, overflow or are no numbers.
 */
class KernelContractTest {
    private static final List<Lanes> LANES = List.of(
            Lanes.of(1),
            Lanes.of(16),
            Lanes.of(25, 24, 24, 24),
            Lanes.of(30, 30),
            Lanes.of(32, 32, 32, 32, 32, 32, 32, 32),
            Lanes.of(5, 4, 4),
            Lanes.of(67, 66),
            Lanes.of(48, 17, 1, 33, 31),
            Lanes.of(3, 3, 3, 3, 3, 3, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2));
    private static final int[][] SHAPES = {
        {1, 1}, {1, 7}, {7, 1}, {2, 3}, {5, 16}, {13, 17}, {6, 32}, {12, 64}, {10, 100}, {37, 33}, {65, 19}, {31, 130}
    };

    /** A shape, a shard and values; the text is enough to make it again. */
    private record Case(long seed, Inputs.Kind kind, int rows, int columns, Lanes lanes) {
        Inputs inputs() {
            return new Inputs(seed, kind);
        }
    }

    static Stream<Case> cases() {
        return IntStream.range(0, LANES.size() * SHAPES.length * Inputs.Kind.values().length)
                .mapToObj(i -> {
                    int[] shape = SHAPES[i % SHAPES.length];
                    Lanes lanes = LANES.get(i / SHAPES.length % LANES.size());
                    Inputs.Kind kind = Inputs.Kind.values()[i / SHAPES.length / LANES.size()];
                    return new Case(i, kind, shape[0], shape[1], lanes);
                })
                .filter(c -> (long) c.rows * c.columns * c.lanes.total() < 200_000 || c.seed % 4 == 0);
    }

    private static void assertContract(Object where, Function<Kernels, Outputs> exercise) {
        Outputs expected = exercise.apply(new NaiveKernels());
        for (Kernels kernels : KernelSets.available()) {
            Outputs.assertSameBits(expected, exercise.apply(kernels), kernels.name() + ", " + where);
        }
    }

    private static float[] unwritten(int n) {
        float[] values = new float[n];
        Arrays.fill(values, Float.NaN);
        return values;
    }

    @ParameterizedTest
    @MethodSource("cases")
    void shouldMultiplyByOneChainPerElement(Case c) {
        Inputs inputs = c.inputs();
        int from = inputs.below(5);
        float[] w = inputs.values(from + c.rows * c.columns + 3);
        float[] x = inputs.buffer(c.columns, c.lanes);
        for (boolean transposed : new boolean[] {false, true}) {
            assertContract(c + ", transposed=" + transposed, kernels -> {
                MatrixKernels matrix = kernels.matrix();
                PackedMatrix a = matrix.packing(c.rows, c.columns);
                matrix.pack(w, from, transposed, a);
                float[] y = unwritten(c.rows * c.lanes.total() + 7);
                matrix.multiply(a, x, y, c.lanes);
                return Outputs.of(y);
            });
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void shouldAddBiasToSamplesOnly(Case c) {
        Inputs inputs = c.inputs();
        float[] y = inputs.buffer(c.rows, c.lanes);
        float[] bias = inputs.values(c.rows + 3);
        assertContract(c, kernels -> {
            float[] sum = y.clone();
            kernels.matrix().addBias(sum, c.rows, bias, 3, c.lanes);
            return Outputs.of(sum);
        });
    }

    @ParameterizedTest
    @MethodSource("cases")
    void shouldFoldWeightGradientsInTreeOrder(Case c) {
        Inputs inputs = c.inputs();
        float[] dy = inputs.buffer(c.rows, c.lanes);
        float[] x = inputs.buffer(c.columns, c.lanes);
        int[] bounds = inputs.bounds(c.lanes.microBatches());
        Workspace workspace = new Workspace();
        assertContract(c + ", bounds=" + Arrays.toString(bounds), kernels -> {
            float[][] out = new float[bounds.length - 1][];
            Arrays.setAll(out, k -> unwritten(c.rows * c.columns + 9));
            kernels.matrix().weightGradient(dy, c.rows, x, c.columns, c.lanes, bounds, out, 4, workspace);
            Outputs outputs = new Outputs();
            Arrays.stream(out).forEach(outputs::and);
            return outputs;
        });
    }

    @ParameterizedTest
    @MethodSource("cases")
    void shouldFoldBiasGradientsInTreeOrder(Case c) {
        Inputs inputs = c.inputs();
        float[] dy = inputs.buffer(c.rows, c.lanes);
        int[] bounds = inputs.bounds(c.lanes.microBatches());
        assertContract(c + ", bounds=" + Arrays.toString(bounds), kernels -> {
            float[][] out = new float[bounds.length - 1][];
            Arrays.setAll(out, k -> unwritten(c.rows + 9));
            kernels.matrix().biasGradient(dy, c.rows, c.lanes, bounds, out, 4);
            Outputs outputs = new Outputs();
            Arrays.stream(out).forEach(outputs::and);
            return outputs;
        });
    }

    @ParameterizedTest
    @MethodSource("cases")
    void shouldNormalizeEveryMicroBatch(Case c) {
        Inputs inputs = c.inputs();
        int plane = c.columns % 3 == 0 ? 1 : c.columns % 7;
        int channels = c.rows;
        float[] x = inputs.buffer(channels * plane, c.lanes);
        float[] dy = inputs.buffer(channels * plane, c.lanes);
        NormalizationTerms terms =
                new NormalizationTerms(inputs.values(channels), inputs.values(channels), inputs.values(channels));
        float[] gamma = inputs.values(2 * channels + 1);
        float[] scale = inputs.values(channels);
        float[] meanDy = inputs.values(channels);
        float[] meanDyXhat = inputs.values(channels);
        int n = c.lanes.microBatches();
        assertContract(c + ", plane=" + plane, kernels -> {
            BatchNormKernels norm = kernels.batchNorm();
            double[][] sums = new double[4][n * channels + 2];
            float[] y = unwritten(x.length + 3);
            float[] dx = unwritten(x.length + 3);
            float[] over = dy.clone();
            for (int j = 0; j < n; j++) {
                int at = 1 + j * channels;
                norm.moments(x, channels, plane, c.lanes, j, sums[0], sums[1], at);
                norm.backwardSums(x, dy, channels, plane, c.lanes, j, terms, sums[2], sums[3], at);
                norm.normalize(x, y, channels, plane, c.lanes, j, terms, gamma, 1, gamma, 1 + channels);
                norm.backward(x, dy, dx, channels, plane, c.lanes, j, terms, scale, meanDy, meanDyXhat);
                norm.backward(x, over, over, channels, plane, c.lanes, j, terms, scale, meanDy, meanDyXhat);
            }
            Outputs outputs = Outputs.of(y).and(dx).and(over);
            Arrays.stream(sums).forEach(outputs::and);
            return outputs;
        });
    }

    @ParameterizedTest
    @MethodSource("cases")
    void shouldActivateElementByElement(Case c) {
        Inputs inputs = c.inputs();
        int n = c.rows * c.columns;
        float[] x = inputs.values(n);
        float[] dy = inputs.values(n);
        assertContract(c, kernels -> {
            ActivationKernels activation = kernels.activation();
            Outputs outputs = new Outputs();
            for (Forward forward : List.<Forward>of(
                    activation::relu,
                    (from, to, count) -> activation.leakyRelu(from, to, 0.01f, count),
                    (from, to, count) -> activation.leakyRelu(from, to, -0.5f, count),
                    activation::sigmoid,
                    activation::tanh,
                    activation::gelu)) {
                float[] y = unwritten(n + 5);
                float[] inPlace = x.clone();
                forward.apply(x, y, n);
                forward.apply(inPlace, inPlace, n);
                outputs.and(y).and(inPlace);
            }
            float[] clipped = new float[n];
            new NaiveActivationKernels().relu(x, clipped, n);
            for (Backward backward : List.<Backward>of(
                    (from, d, to, count) -> activation.reluBackward(clipped, d, to, count),
                    (from, d, to, count) -> activation.leakyReluBackward(from, d, to, 0.01f, count),
                    activation::sigmoidBackward,
                    activation::tanhBackward,
                    activation::geluBackward)) {
                float[] dx = unwritten(n + 5);
                float[] inPlace = dy.clone();
                backward.apply(x, dy, dx, n);
                backward.apply(x, inPlace, inPlace, n);
                outputs.and(dx).and(inPlace);
            }
            return outputs;
        });
    }

    private interface Forward {
        void apply(float[] x, float[] y, int n);
    }

    private interface Backward {
        void apply(float[] x, float[] dy, float[] dx, int n);
    }

    @ParameterizedTest
    @MethodSource("cases")
    void shouldClearPaddingOnly(Case c) {
        float[] x = c.inputs().values(c.rows * c.lanes.total());
        assertContract(c, kernels -> {
            float[] cleared = x.clone();
            kernels.activation().clearPadding(cleared, c.rows, c.lanes);
            return Outputs.of(cleared);
        });
    }

    @ParameterizedTest
    @MethodSource("cases")
    void shouldSumLossesInSampleOrder(Case c) {
        Inputs inputs = c.inputs();
        float[] logits = inputs.buffer(c.rows, c.lanes);
        int samples =
                IntStream.range(0, c.lanes.microBatches()).map(c.lanes::samples).sum();
        int[] labels =
                IntStream.range(0, samples).map(i -> inputs.below(c.rows)).toArray();
        float[] targets = inputs.values(samples * c.rows);
        float scale = (float) (1.0 / samples);
        assertContract(c, kernels -> {
            float[] dLogits = unwritten(logits.length + 3);
            float[] inPlace = logits.clone();
            float[] dOutputs = unwritten(logits.length + 3);
            double[] sums = new double[6 * c.lanes.microBatches()];
            int first = 0;
            for (int j = 0; j < c.lanes.microBatches(); j++) {
                LossKernels loss = kernels.loss();
                loss.softmaxCrossEntropy(logits, c.rows, c.lanes, j, labels, first, scale, dLogits, sums, 6 * j);
                loss.softmaxCrossEntropy(inPlace, c.rows, c.lanes, j, labels, first, scale, inPlace, sums, 6 * j + 2);
                loss.meanSquaredError(logits, c.rows, c.lanes, j, targets, first, scale, dOutputs, sums, 6 * j + 4);
                first += c.lanes.samples(j);
            }
            return Outputs.of(dLogits).and(inPlace).and(dOutputs).and(sums);
        });
    }

    @ParameterizedTest
    @MethodSource("cases")
    void shouldUpdateAndMeasureParameters(Case c) {
        Inputs inputs = c.inputs();
        int from = inputs.below(20);
        int to = from + c.rows * c.columns;
        float[] w = inputs.values(to + 5);
        float[] g = inputs.values(to + 5);
        float[] v = inputs.values(to + 5);
        float[] squares = inputs.values(to + 5);
        for (int i = 0; i < squares.length; i++) {
            squares[i] = squares[i] * squares[i];
        }
        assertContract(c, kernels -> {
            ParameterKernels parameter = kernels.parameter();
            Outputs outputs = new Outputs();
            for (boolean nesterov : new boolean[] {false, true}) {
                float[] weights = w.clone();
                float[] velocity = v.clone();
                parameter.sgd(weights, g, velocity, from, to, 0.1f, 0.9f, nesterov, 1e-4f, 0.7f);
                outputs.and(weights).and(velocity);
            }
            float[] adapted = w.clone();
            float[] first = v.clone();
            float[] second = squares.clone();
            AdamTerms terms = new AdamTerms(0.9f, 0.1f, 0.99f, 0.01f, 0.02f, 1.5f, 1e-8f, 1e-4f, 0.999f, 0.7f);
            parameter.adam(adapted, g, first, second, from, to, terms);
            outputs.and(adapted).and(first).and(second);
            float[] scaled = w.clone();
            float[] velocity = v.clone();
            parameter.lars(scaled, g, velocity, from, to, 0.1f, 0.9f, 1e-4f, 0.7f);
            outputs.and(scaled).and(velocity);
            float[] sum = unwritten(to + 5);
            float[] inPlace = g.clone();
            parameter.add(w, g, sum, from, to);
            parameter.add(w, inPlace, inPlace, from, to);
            int end = Math.min(to, from + ParameterKernels.BLOCK);
            return outputs.and(sum)
                    .and(inPlace)
                    .and(new double[] {parameter.sumOfSquares(w, from, end), parameter.sumOfSquares(w, from, from)})
                    .and(c.kind == Inputs.Kind.WILD ? 0 : parameter.digest(w, from, to, 42));
        });
    }

    @Test
    void shouldHaveNothingToDoForAnEmptyShard() {
        Lanes empty = Lanes.of();
        for (Kernels kernels : KernelSets.available()) {
            MatrixKernels matrix = kernels.matrix();
            PackedMatrix a = matrix.packing(7, 5);
            matrix.pack(new float[35], 0, false, a);
            matrix.multiply(a, new float[0], new float[0], empty);
            matrix.addBias(new float[0], 7, new float[7], 0, empty);
            matrix.weightGradient(
                    new float[0], 7, new float[0], 5, empty, new int[] {0}, new float[0][], 0, new Workspace());
            matrix.biasGradient(new float[0], 7, empty, new int[] {0}, new float[0][], 0);
            kernels.activation().clearPadding(new float[0], 7, empty);
        }
    }

    @Test
    void shouldNoticeOneFlippedBit() {
        float[] x = new Inputs(1, Inputs.Kind.ORDINARY).values(100);
        float[] flipped = x.clone();
        flipped[77] = Float.intBitsToFloat(Float.floatToRawIntBits(x[77]) ^ 1);
        for (Kernels kernels : KernelSets.available()) {
            long before = kernels.parameter().digest(x, 0, 100, 0);
            assertTrue(before != kernels.parameter().digest(flipped, 0, 100, 0), kernels.name());
            assertTrue(before != kernels.parameter().digest(x, 0, 100, 1), kernels.name());
        }
    }

    /** A mean of 1e4 beside a deviation of 1: the two-pass moments lose nothing that the inputs still have. */
    @Test
    void shouldKeepMomentsExactFarFromZero() {
        Lanes lanes = Lanes.of(29);
        int plane = 9;
        float[] x = new Inputs(2, Inputs.Kind.FAR).buffer(plane, lanes);
        double[] samples = IntStream.range(0, x.length)
                .filter(i -> i % lanes.width(0) < 29)
                .mapToDouble(i -> x[i])
                .toArray();
        double mean = Arrays.stream(samples).average().orElseThrow();
        double m2 = Arrays.stream(samples).map(v -> (v - mean) * (v - mean)).sum();
        for (Kernels kernels : KernelSets.available()) {
            double[] moments = new double[2];
            double[] second = new double[1];
            kernels.batchNorm().moments(x, 1, plane, lanes, 0, moments, second, 0);
            assertEquals(mean, moments[0], 1e-7 * mean, kernels.name());
            assertEquals(m2, second[0], 1e-6 * m2, kernels.name());
        }
    }
}
