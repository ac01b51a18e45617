package dev.evenkeel.math;

import java.util.Arrays;
import java.util.Locale;

/**
 * How fast the kernels over maps are on the layers of the nets {@code cnn} and {@code resnet20}, and what they take of a training
 * step. Run it by hand: {@code java --add-modules jdk.incubator.vector -cp target/classes:target/test-classes
 * dev.evenkeel.math.MapBenchmark}. Operations are counted as if padding took part; figures are of the best of many calls.
 */
public final class MapBenchmark {
    private static final Window THREE = Window.square(3, 1, 1);

    private final Kernels kernels;
    private final Lanes lanes;
    private final Workspace workspace = new Workspace();
    private double convolutions;
    private double rest;

    private MapBenchmark(Kernels kernels, Lanes lanes) {
        this.kernels = kernels;
        this.lanes = lanes;
    }

    public static void main(String[] arguments) {
        Kernels kernels = KernelSets.best();
        System.out.println(kernels.name() + ", Java " + System.getProperty("java.version"));
        new MapBenchmark(kernels, Lanes.of(32, 32, 32, 32)).cnn();
        new MapBenchmark(kernels, Lanes.of(32, 32)).resnet20();
    }

    private void cnn() {
        System.out.println("cnn, " + lanes);
        convolution(1, false, new ConvolutionShape(1, 28, 28, 32, THREE));
        normalization(1, 32, 28, 28);
        pooling(1, new PoolingShape(32, 28, 28, Window.square(2, 2, 0)));
        convolution(1, true, new ConvolutionShape(32, 14, 14, 64, THREE));
        normalization(1, 64, 14, 14);
        pooling(1, new PoolingShape(64, 14, 14, Window.square(2, 2, 0)));
        total();
    }

    private void resnet20() {
        System.out.println("resnet20, " + lanes);
        convolution(1, false, new ConvolutionShape(3, 32, 32, 16, THREE));
        convolution(6, true, new ConvolutionShape(16, 32, 32, 16, THREE));
        normalization(7, 16, 32, 32);
        convolution(1, true, new ConvolutionShape(16, 32, 32, 32, Window.square(3, 2, 1)));
        convolution(1, true, new ConvolutionShape(16, 32, 32, 32, Window.square(1, 2, 0)));
        convolution(5, true, new ConvolutionShape(32, 16, 16, 32, THREE));
        normalization(7, 32, 16, 16);
        convolution(1, true, new ConvolutionShape(32, 16, 16, 64, Window.square(3, 2, 1)));
        convolution(1, true, new ConvolutionShape(32, 16, 16, 64, Window.square(1, 2, 0)));
        convolution(5, true, new ConvolutionShape(64, 8, 8, 64, THREE));
        normalization(7, 64, 8, 8);
        average(1, PoolingShape.global(64, 8, 8));
        total();
    }

    private void total() {
        System.out.printf(
                Locale.ROOT, "  a step: convolutions %.2f ms, the rest %.2f ms%n", convolutions / 1e6, rest / 1e6);
    }

    private void flops(String what, int times, double flops, Runnable kernel) {
        double nanos = KernelBenchmark.best(kernel);
        convolutions += times * nanos;
        System.out.printf(
                Locale.ROOT,
                "  %-44s %9.1f us %7.1f GFLOP/s, %d times a step%n",
                what,
                nanos / 1e3,
                flops / nanos,
                times);
    }

    private void bytes(String what, int times, double bytes, Runnable kernel) {
        double nanos = KernelBenchmark.best(kernel);
        rest += times * nanos;
        System.out.printf(
                Locale.ROOT, "  %-44s %9.1f us %7.1f GB/s, %d times a step%n", what, nanos / 1e3, bytes / nanos, times);
    }

    private static float[] values(int n) {
        return KernelBenchmark.values(n);
    }

    private void convolution(int times, boolean inputGradient, ConvolutionShape shape) {
        ConvolutionKernels convolution = kernels.convolution();
        float[] w = values(shape.weights());
        float[] x = values(shape.inputs() * lanes.total());
        float[] y = values(shape.outputs() * lanes.total());
        float[][] gradient = {values(w.length)};
        int[] bounds = {0, lanes.microBatches()};
        PackedFilters forward = convolution.packing(shape, false);
        PackedFilters backward = convolution.packing(shape, true);
        double flops = 2.0 * shape.weights() * shape.outputHeight() * shape.outputWidth() * lanes.total();
        String name = shape.window().height() + "×" + shape.window().width() + "/"
                + shape.window().rowStride() + " " + shape.channels() + "→" + shape.filters() + " at " + shape.height();
        bytes("pack " + name, times, 8.0 * w.length, () -> convolution.pack(w, 0, forward));
        flops("forward " + name, times, flops, () -> convolution.forward(forward, x, y, lanes, workspace));
        if (inputGradient) {
            bytes("pack backward " + name, times, 8.0 * w.length, () -> convolution.pack(w, 0, backward));
            flops(
                    "input gradient " + name,
                    times,
                    flops,
                    () -> convolution.inputGradient(backward, y, x, lanes, workspace));
        }
        flops(
                "weight gradient " + name,
                times,
                flops,
                () -> convolution.weightGradient(shape, y, x, lanes, bounds, gradient, 0, workspace));
    }

    private void normalization(int times, int channels, int height, int width) {
        BatchNormKernels norm = kernels.batchNorm();
        int plane = height * width;
        int n = channels * plane * lanes.total();
        float[] x = values(n);
        float[] dy = values(n);
        float[] y = new float[n];
        float[] ones = new float[channels];
        Arrays.fill(ones, 1f);
        double[][] sums = new double[4][channels];
        NormalizationTerms terms = NormalizationTerms.of(channels);
        for (int c = 0; c < channels; c++) {
            terms.set(c, 0, 1, 1e-5);
        }
        int m = lanes.microBatches();
        String name = channels + " at " + height;
        bytes("moments " + name, times, 4.0 * n, () -> {
            for (int j = 0; j < m; j++) {
                norm.moments(x, channels, plane, lanes, j, sums[0], sums[1], 0);
            }
        });
        bytes("normalize " + name, times, 8.0 * n, () -> {
            for (int j = 0; j < m; j++) {
                norm.normalize(x, y, channels, plane, lanes, j, terms, ones, 0, ones, 0);
            }
        });
        bytes("backward sums " + name, times, 8.0 * n, () -> {
            for (int j = 0; j < m; j++) {
                norm.backwardSums(x, dy, channels, plane, lanes, j, terms, sums[2], sums[3], 0);
            }
        });
        bytes("normalize backward " + name, times, 12.0 * n, () -> {
            for (int j = 0; j < m; j++) {
                norm.backward(x, dy, y, channels, plane, lanes, j, terms, ones, ones, ones);
            }
        });
        bytes("relu " + name, times, 8.0 * n, () -> kernels.activation().relu(x, y, n));
        bytes("relu backward " + name, times, 12.0 * n, () -> kernels.activation()
                .reluBackward(y, dy, dy, n));
    }

    private void pooling(int times, PoolingShape shape) {
        PoolingKernels pooling = kernels.pooling();
        float[] x = values(shape.inputs() * lanes.total());
        float[] y = values(shape.outputs() * lanes.total());
        float[] dy = values(shape.outputs() * lanes.total());
        float[] dx = values(shape.inputs() * lanes.total());
        String name = shape.window().height() + "×" + shape.window().width() + " " + shape.channels() + " at "
                + shape.height();
        double bytes = 4.0 * (x.length + y.length);
        bytes("max-pool " + name, times, bytes, () -> pooling.max(shape, x, y, lanes));
        bytes("max-pool backward " + name, times, 2 * bytes, () -> pooling.maxBackward(shape, x, y, dy, dx, lanes));
        average(0, shape);
    }

    private void average(int times, PoolingShape shape) {
        PoolingKernels pooling = kernels.pooling();
        float[] x = values(shape.inputs() * lanes.total());
        float[] y = values(shape.outputs() * lanes.total());
        double bytes = 4.0 * (x.length + y.length);
        String name = shape.window().height() + "×" + shape.window().width() + " " + shape.channels() + " at "
                + shape.height();
        bytes("average-pool " + name, times, bytes, () -> pooling.average(shape, x, y, lanes));
        bytes("average-pool backward " + name, times, bytes, () -> pooling.averageBackward(shape, y, x, lanes));
    }
}
