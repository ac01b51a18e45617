package dev.evenkeel.math;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Activations, losses and parameters: {@link KernelCases}. */
class ElementContractTest {
    @ParameterizedTest
    @MethodSource("dev.evenkeel.math.KernelCases#cases")
    void shouldActivateElementByElement(KernelCases.Case c) {
        Inputs inputs = c.inputs();
        int n = c.rows() * c.columns();
        float[] x = inputs.values(n);
        float[] dy = inputs.values(n);
        KernelCases.assertContract(c, kernels -> {
            ActivationKernels activation = kernels.activation();
            Outputs outputs = new Outputs();
            for (Forward forward : List.<Forward>of(
                    activation::relu,
                    (from, to, count) -> activation.leakyRelu(from, to, 0.01f, count),
                    (from, to, count) -> activation.leakyRelu(from, to, -0.5f, count),
                    activation::sigmoid,
                    activation::tanh,
                    activation::gelu)) {
                float[] y = KernelCases.unwritten(n + 5);
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
                float[] dx = KernelCases.unwritten(n + 5);
                float[] inPlace = dy.clone();
                backward.apply(x, dy, dx, n);
                backward.apply(x, inPlace, inPlace, n);
                outputs.and(dx).and(inPlace);
            }
            return outputs;
        });
    }

    @ParameterizedTest
    @MethodSource("dev.evenkeel.math.KernelCases#cases")
    void shouldClearPaddingOnly(KernelCases.Case c) {
        float[] x = c.inputs().values(c.rows() * c.lanes().total());
        KernelCases.assertContract(c, kernels -> {
            float[] cleared = x.clone();
            kernels.activation().clearPadding(cleared, c.rows(), c.lanes());
            return Outputs.of(cleared);
        });
    }

    @ParameterizedTest
    @MethodSource("dev.evenkeel.math.KernelCases#cases")
    void shouldSumLossesInSampleOrder(KernelCases.Case c) {
        Inputs inputs = c.inputs();
        float[] logits = inputs.buffer(c.rows(), c.lanes());
        int samples = IntStream.range(0, c.lanes().microBatches())
                .map(c.lanes()::samples)
                .sum();
        int[] labels =
                IntStream.range(0, samples).map(i -> inputs.below(c.rows())).toArray();
        float[] targets = inputs.values(samples * c.rows());
        float scale = (float) (1.0 / samples);
        KernelCases.assertContract(c, kernels -> {
            float[] dLogits = KernelCases.unwritten(logits.length + 3);
            float[] inPlace = logits.clone();
            float[] dOutputs = KernelCases.unwritten(logits.length + 3);
            double[] sums = new double[6 * c.lanes().microBatches()];
            int first = 0;
            for (int j = 0; j < c.lanes().microBatches(); j++) {
                LossKernels loss = kernels.loss();
                loss.softmaxCrossEntropy(logits, c.rows(), c.lanes(), j, labels, first, scale, dLogits, sums, 6 * j);
                loss.softmaxCrossEntropy(
                        inPlace, c.rows(), c.lanes(), j, labels, first, scale, inPlace, sums, 6 * j + 2);
                loss.meanSquaredError(logits, c.rows(), c.lanes(), j, targets, first, scale, dOutputs, sums, 6 * j + 4);
                first += c.lanes().samples(j);
            }
            return Outputs.of(dLogits).and(inPlace).and(dOutputs).and(sums);
        });
    }

    @ParameterizedTest
    @MethodSource("dev.evenkeel.math.KernelCases#cases")
    void shouldUpdateAndMeasureParameters(KernelCases.Case c) {
        Inputs inputs = c.inputs();
        int from = inputs.below(20);
        int to = from + c.rows() * c.columns();
        float[] w = inputs.values(to + 5);
        float[] g = inputs.values(to + 5);
        float[] v = inputs.values(to + 5);
        float[] squares = inputs.values(to + 5);
        for (int i = 0; i < squares.length; i++) {
            squares[i] = squares[i] * squares[i];
        }
        KernelCases.assertContract(c, kernels -> {
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
            float[] sum = KernelCases.unwritten(to + 5);
            float[] inPlace = g.clone();
            parameter.add(w, g, sum, from, to);
            parameter.add(w, inPlace, inPlace, from, to);
            int end = Math.min(to, from + ParameterKernels.BLOCK);
            return outputs.and(sum)
                    .and(inPlace)
                    .and(new double[] {parameter.sumOfSquares(w, from, end), parameter.sumOfSquares(w, from, from)})
                    .and(new double[] {
                        parameter.sumOfMagnitudes(w, from, end),
                        parameter.sumOfDifferences(w, from, end, g, from / 2),
                        parameter.largestMagnitude(w, from, to),
                        parameter.largestMagnitude(w, from, from)
                    })
                    .and(c.kind() == Inputs.Kind.WILD ? 0 : parameter.digest(w, from, to, 42))
                    .and(c.kind() == Inputs.Kind.WILD ? 0 : parameter.digest(w, g, from, to, 42));
        });
    }

    @ParameterizedTest
    @MethodSource("dev.evenkeel.math.KernelCases#cases")
    void shouldCountActivityOfSamplesOnly(KernelCases.Case c) {
        Inputs inputs = c.inputs();
        int plane = c.columns() % 3 == 0 ? 1 : c.columns() % 7;
        float[] x = inputs.buffer(c.rows() * plane, c.lanes());
        float[] y = new float[x.length];
        new NaiveActivationKernels().relu(x, y, x.length);
        KernelCases.assertContract(c, kernels -> {
            ActivationKernels activation = kernels.activation();
            Outputs outputs = new Outputs();
            int[] active = new int[c.rows() + 2];
            for (int j = 0; j < c.lanes().microBatches(); j++) {
                outputs.and(activation.countActive(y, c.rows(), plane, c.lanes(), j, active, 1))
                        .and(activation.countBeyond(x, c.rows() * plane, c.lanes(), j, -0.5f, 0.7f));
            }
            Arrays.stream(active).forEach(outputs::and);
            return outputs;
        });
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

    private interface Forward {
        void apply(float[] x, float[] y, int n);
    }

    private interface Backward {
        void apply(float[] x, float[] dy, float[] dx, int n);
    }
}
