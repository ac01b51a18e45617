package dev.evenkeel.math;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Convolutions of every kernel set against {@link NaiveKernels}, to the last bit, over seeded shapes: kernels that are larger
 * than the image, strides that leave inputs out, channels and filters that fill no tile.
 */
class ConvolutionContractTest {
    private static final List<ConvolutionShape> CHOSEN = List.of(
            new ConvolutionShape(1, 1, 1, 1, Window.square(1, 1, 0)),
            new ConvolutionShape(1, 6, 5, 9, Window.square(3, 1, 1)),
            new ConvolutionShape(3, 5, 7, 16, Window.square(3, 2, 1)),
            new ConvolutionShape(16, 4, 4, 8, Window.square(3, 1, 1)),
            new ConvolutionShape(13, 3, 3, 17, Window.square(5, 1, 2)),
            new ConvolutionShape(8, 5, 4, 24, Window.square(1, 2, 0)),
            new ConvolutionShape(5, 2, 3, 7, new Window(5, 4, 1, 2, 4, 3)),
            new ConvolutionShape(2, 9, 8, 11, new Window(2, 3, 3, 4, 0, 1)),
            new ConvolutionShape(4, 1, 20, 6, new Window(1, 7, 1, 3, 0, 3)),
            new ConvolutionShape(33, 4, 3, 2, Window.square(2, 1, 0)));

    private record Case(long seed, Inputs.Kind kind, ConvolutionShape shape, Lanes lanes) {
        Inputs inputs() {
            return new Inputs(seed, kind);
        }
    }

    static Stream<Case> cases() {
        Inputs.Kind[] kinds = Inputs.Kind.values();
        int n = KernelCases.LANES.size() * kinds.length;
        return IntStream.range(0, 3 * n)
                .mapToObj(i -> new Case(
                        i,
                        kinds[i % kinds.length],
                        i < n ? CHOSEN.get(i % CHOSEN.size()) : drawn(i),
                        KernelCases.LANES.get(i / kinds.length % KernelCases.LANES.size())));
    }

    private static ConvolutionShape drawn(long seed) {
        Random random = new Random(seed);
        int kernelHeight = 1 + random.nextInt(4);
        int kernelWidth = 1 + random.nextInt(4);
        int rowPadding = random.nextInt(kernelHeight);
        int columnPadding = random.nextInt(kernelWidth);
        return new ConvolutionShape(
                1 + random.nextInt(9),
                Math.max(kernelHeight - 2 * rowPadding, 1 + random.nextInt(5)),
                Math.max(kernelWidth - 2 * columnPadding, 1 + random.nextInt(5)),
                1 + random.nextInt(18),
                new Window(
                        kernelHeight,
                        kernelWidth,
                        1 + random.nextInt(3),
                        1 + random.nextInt(3),
                        rowPadding,
                        columnPadding));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void shouldConvolveByOneChainPerElement(Case c) {
        Inputs inputs = c.inputs();
        int from = inputs.below(5);
        float[] w = inputs.values(from + c.shape.weights() + 3);
        float[] x = inputs.buffer(c.shape.inputs(), c.lanes);
        Workspace workspace = KernelCases.usedWorkspace();
        KernelCases.assertContract(c, kernels -> {
            ConvolutionKernels convolution = kernels.convolution();
            PackedFilters filters = convolution.packing(c.shape, false);
            convolution.pack(w, from, filters);
            float[] y = KernelCases.unwritten(c.shape.outputs() * c.lanes.total() + 7);
            convolution.forward(filters, x, y, c.lanes, workspace);
            return Outputs.of(y);
        });
    }

    @ParameterizedTest
    @MethodSource("cases")
    void shouldFindInputGradientsByOneChainPerElement(Case c) {
        Inputs inputs = c.inputs();
        int from = inputs.below(5);
        float[] w = inputs.values(from + c.shape.weights() + 3);
        float[] dy = inputs.buffer(c.shape.outputs(), c.lanes);
        Workspace workspace = KernelCases.usedWorkspace();
        KernelCases.assertContract(c, kernels -> {
            ConvolutionKernels convolution = kernels.convolution();
            PackedFilters filters = convolution.packing(c.shape, true);
            convolution.pack(w, from, filters);
            float[] dx = KernelCases.unwritten(c.shape.inputs() * c.lanes.total() + 7);
            convolution.inputGradient(filters, dy, dx, c.lanes, workspace);
            return Outputs.of(dx);
        });
    }

    @ParameterizedTest
    @MethodSource("cases")
    void shouldFoldWeightGradientsInTreeOrder(Case c) {
        Inputs inputs = c.inputs();
        float[] dy = inputs.buffer(c.shape.outputs(), c.lanes);
        float[] x = inputs.buffer(c.shape.inputs(), c.lanes);
        int[] bounds = inputs.bounds(c.lanes.microBatches());
        Workspace workspace = KernelCases.usedWorkspace();
        KernelCases.assertContract(c + ", bounds=" + Arrays.toString(bounds), kernels -> {
            float[][] out = new float[bounds.length - 1][];
            Arrays.setAll(out, k -> KernelCases.unwritten(c.shape.weights() + 9));
            kernels.convolution().weightGradient(c.shape, dy, x, c.lanes, bounds, out, 4, workspace);
            return Outputs.of(out);
        });
    }

    @Test
    void shouldHaveNothingToDoForAnEmptyShard() {
        Lanes empty = Lanes.of();
        Workspace workspace = KernelCases.usedWorkspace();
        for (Kernels kernels : KernelSets.available()) {
            for (ConvolutionShape shape : CHOSEN) {
                ConvolutionKernels convolution = kernels.convolution();
                PackedFilters forward = convolution.packing(shape, false);
                PackedFilters backward = convolution.packing(shape, true);
                convolution.pack(new float[shape.weights()], 0, forward);
                convolution.pack(new float[shape.weights()], 0, backward);
                convolution.forward(forward, new float[0], new float[0], empty, workspace);
                convolution.inputGradient(backward, new float[0], new float[0], empty, workspace);
                convolution.weightGradient(
                        shape, new float[0], new float[0], empty, new int[] {0}, new float[0][], 0, workspace);
            }
        }
    }

    /**
     * Forward and both gradients belong to one function: the change of Σ dy·y by a change of x or w, in double, is what the
     * gradients say. Independent of the order of summation, and of how {@link NaiveKernels} reads the indexes.
     */
    @Test
    void shouldGiveGradientsOfItsForwardPass() {
        Lanes lanes = Lanes.of(3, 17);
        Workspace workspace = KernelCases.usedWorkspace();
        for (Kernels kernels : KernelSets.available()) {
            for (ConvolutionShape shape : CHOSEN) {
                Inputs inputs = new Inputs(3, Inputs.Kind.ORDINARY);
                float[] w = inputs.values(shape.weights());
                float[] x = inputs.buffer(shape.inputs(), lanes);
                float[] dy = inputs.buffer(shape.outputs(), lanes);
                ConvolutionKernels convolution = kernels.convolution();
                PackedFilters forward = convolution.packing(shape, false);
                PackedFilters backward = convolution.packing(shape, true);
                convolution.pack(w, 0, forward);
                convolution.pack(w, 0, backward);
                float[] y = new float[dy.length];
                float[] dx = new float[x.length];
                float[][] dw = new float[1][w.length];
                convolution.forward(forward, x, y, lanes, workspace);
                convolution.inputGradient(backward, dy, dx, lanes, workspace);
                convolution.weightGradient(shape, dy, x, lanes, new int[] {0, 2}, dw, 0, workspace);
                // y is linear in x and in w: each sum is the same number.
                double sum = dot(dy, y);
                double scale = Math.sqrt(dot(dy, dy) * dot(y, y));
                assertEquals(sum, dot(dx, x), 1e-5 * scale, kernels.name() + ", " + shape);
                assertEquals(sum, dot(dw[0], w), 1e-5 * scale, kernels.name() + ", " + shape);
            }
        }
    }

    private static double dot(float[] a, float[] b) {
        return IntStream.range(0, a.length)
                .mapToDouble(i -> (double) a[i] * b[i])
                .sum();
    }
}
