package dev.evenkeel.math;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Arrays;
import java.util.Locale;

/**
 * How fast each kernel is on the shapes of the nets {@code mlp} and {@code paper}, and what share of a training step it takes.
 * Run it by hand: {@code java --add-modules jdk.incubator.vector -cp target/classes:target/test-classes
 * dev.evenkeel.math.KernelBenchmark}. Figures are of the best of many calls, which a busy machine disturbs least.
 */
public final class KernelBenchmark {
    /** Of this thread's own time: on a busy machine the JIT compiler is late too. */
    private static final long NANOS_PER_KERNEL = 500_000_000;

    private static final int CALLS = 20;

    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private final Kernels kernels;
    private double step;

    private KernelBenchmark(Kernels kernels) {
        this.kernels = kernels;
    }

    public static void main(String[] arguments) {
        Kernels kernels = KernelSets.best();
        System.out.println(kernels.name() + ", Java " + System.getProperty("java.version"));
        new KernelBenchmark(kernels).net("mlp", Lanes.of(32, 32, 32, 32, 32, 32, 32, 32), 784, 512, 512, 512, 512, 10);
        new KernelBenchmark(kernels).net("paper", Lanes.of(30, 30), 784, 100, 100, 100, 10);
    }

    /** Best time of a call in nanoseconds. */
    static double best(Runnable kernel) {
        long best = Long.MAX_VALUE;
        long end = THREADS.getCurrentThreadCpuTime() + NANOS_PER_KERNEL;
        while (THREADS.getCurrentThreadCpuTime() < end) {
            for (int i = 0; i < CALLS; i++) {
                long before = System.nanoTime();
                kernel.run();
                best = Math.min(best, System.nanoTime() - before);
            }
        }
        return best;
    }

    private void flops(String what, double flops, Runnable kernel) {
        double nanos = best(kernel);
        step += nanos;
        System.out.printf(Locale.ROOT, "  %-34s %9.1f us %7.1f GFLOP/s%n", what, nanos / 1e3, flops / nanos);
    }

    private void bytes(String what, int times, double bytes, Runnable kernel) {
        double nanos = best(kernel);
        step += times * nanos;
        System.out.printf(
                Locale.ROOT, "  %-34s %9.1f us %7.1f GB/s, %d times a step%n", what, nanos / 1e3, bytes / nanos, times);
    }

    private void net(String name, Lanes lanes, int... features) {
        System.out.println(name + ", " + lanes);
        int parameters = 0;
        for (int i = 0; i + 1 < features.length; i++) {
            dense(features[i + 1], features[i], lanes, i > 0);
            parameters += features[i] * features[i + 1];
        }
        normalization(features[1], lanes, features.length - 2);
        activations(features[1], lanes, features.length - 2);
        loss(features[features.length - 1], lanes);
        parameters(parameters);
        System.out.printf(Locale.ROOT, "  all kernels of a step: %.2f ms%n", step / 1e6);
    }

    static float[] values(int n) {
        float[] values = new float[n];
        KeyedRandom.normals(n, 0, values, 0, n, 1);
        return values;
    }

    private void dense(int rows, int columns, Lanes lanes, boolean inputGradient) {
        MatrixKernels matrix = kernels.matrix();
        float[] w = values(rows * columns);
        float[] x = values(columns * lanes.total());
        float[] y = values(rows * lanes.total());
        float[] dx = values(columns * lanes.total());
        float[][] gradient = {values(rows * columns)};
        int[] bounds = {0, lanes.microBatches()};
        Workspace workspace = new Workspace();
        PackedMatrix forward = matrix.packing(rows, columns);
        PackedMatrix backward = matrix.packing(columns, rows);
        double flops = 2.0 * rows * columns * lanes.total();
        String shape = rows + "×" + columns;
        bytes("pack " + shape, 1, 8.0 * w.length, () -> matrix.pack(w, 0, false, forward));
        flops("multiply " + shape, flops, () -> matrix.multiply(forward, x, y, lanes));
        flops(
                "weight gradient " + shape,
                flops,
                () -> matrix.weightGradient(y, rows, x, columns, lanes, bounds, gradient, 0, workspace));
        if (inputGradient) {
            bytes("pack transposed " + shape, 1, 8.0 * w.length, () -> matrix.pack(w, 0, true, backward));
            flops("multiply transposed " + shape, flops, () -> matrix.multiply(backward, y, dx, lanes));
        }
    }

    private void normalization(int channels, Lanes lanes, int layers) {
        BatchNormKernels norm = kernels.batchNorm();
        int n = channels * lanes.total();
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
        bytes("moments " + channels, layers, 4.0 * n, () -> {
            for (int j = 0; j < m; j++) {
                norm.moments(x, channels, 1, lanes, j, sums[0], sums[1], 0);
            }
        });
        bytes("normalize " + channels, layers, 8.0 * n, () -> {
            for (int j = 0; j < m; j++) {
                norm.normalize(x, y, channels, 1, lanes, j, terms, ones, 0, ones, 0);
            }
        });
        bytes("backward sums " + channels, layers, 8.0 * n, () -> {
            for (int j = 0; j < m; j++) {
                norm.backwardSums(x, dy, channels, 1, lanes, j, terms, sums[2], sums[3], 0);
            }
        });
        bytes("normalize backward " + channels, layers, 12.0 * n, () -> {
            for (int j = 0; j < m; j++) {
                norm.backward(x, dy, y, channels, 1, lanes, j, terms, ones, ones, ones);
            }
        });
    }

    private void activations(int features, Lanes lanes, int layers) {
        ActivationKernels activation = kernels.activation();
        int n = features * lanes.total();
        float[] x = values(n);
        float[] dy = values(n);
        float[] y = new float[n];
        float[] dx = new float[n];
        bytes("relu " + features, layers, 8.0 * n, () -> activation.relu(x, y, n));
        bytes("relu backward " + features, layers, 12.0 * n, () -> activation.reluBackward(y, dy, dx, n));
        bytes("leaky relu backward " + features, 0, 12.0 * n, () -> activation.leakyReluBackward(x, dy, dx, 0.1f, n));
        bytes("sigmoid " + features, 0, 8.0 * n, () -> activation.sigmoid(x, y, n));
        bytes("sigmoid backward " + features, 0, 12.0 * n, () -> activation.sigmoidBackward(y, dy, dx, n));
        bytes("tanh " + features, 0, 8.0 * n, () -> activation.tanh(x, y, n));
        bytes("gelu " + features, 0, 8.0 * n, () -> activation.gelu(x, y, n));
        bytes("gelu backward " + features, 0, 12.0 * n, () -> activation.geluBackward(x, dy, dx, n));
    }

    private void loss(int classes, Lanes lanes) {
        float[] logits = values(classes * lanes.total());
        float[] gradient = new float[classes * lanes.total()];
        int[] labels = new int[lanes.total()];
        double[] sums = new double[2];
        bytes("softmax cross-entropy " + classes, 1, 8.0 * logits.length, () -> {
            for (int j = 0; j < lanes.microBatches(); j++) {
                kernels.loss()
                        .softmaxCrossEntropy(
                                logits, classes, lanes, j, labels, lanes.start(j), 0.01f, gradient, sums, 0);
            }
        });
    }

    private void parameters(int n) {
        ParameterKernels parameter = kernels.parameter();
        float[] w = values(n);
        float[] g = values(n);
        float[] v = values(n);
        float[] out = new float[n];
        bytes("sgd " + n, 1, 20.0 * n, () -> parameter.sgd(w, g, v, 0, n, 1e-9f, 0.9f, false, 1e-4f, 1f));
        bytes("digest " + n, 2, 4.0 * n, () -> parameter.digest(w, 0, n, 1));
        bytes("add " + n, 0, 12.0 * n, () -> parameter.add(w, g, out, 0, n));
        double[] sum = new double[1];
        bytes("sum of squares " + n, 1, 4.0 * n, () -> {
            for (int from = 0; from < n; from += ParameterKernels.BLOCK) {
                sum[0] += parameter.sumOfSquares(g, from, Math.min(n, from + ParameterKernels.BLOCK));
            }
        });
    }
}
