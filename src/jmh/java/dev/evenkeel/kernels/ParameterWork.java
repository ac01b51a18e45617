package dev.evenkeel.kernels;

import dev.evenkeel.math.AdamTerms;
import dev.evenkeel.math.Kernels;
import dev.evenkeel.math.ParameterKernels;
import java.util.ArrayList;
import java.util.List;

/** Kernels over the parameters of {@code mlp} and {@code paper}: updates, sums, the digest. */
final class ParameterWork {
    private ParameterWork() {}

    static List<Work> of(Kernels kernels) {
        List<Work> all = new ArrayList<>();
        all.addAll(net(kernels.parameter(), "mlp", 784 * 512 + 3 * 512 * 512 + 512 * 10));
        all.addAll(net(kernels.parameter(), "paper", 784 * 100 + 2 * 100 * 100 + 100 * 10));
        return all;
    }

    private interface BlockSum {
        double of(float[] x, int from, int to);
    }

    private static List<Work> net(ParameterKernels kernels, String net, int n) {
        return List.of(
                Work.bytes("sgd " + net, 12.0 * n, () -> {
                    float[] w = Values.of(n);
                    float[] g = Values.of(n);
                    float[] v = Values.of(n);
                    return () -> kernels.sgd(w, g, v, 0, n, 1e-9f, 0.9f, false, 1e-4f, 1f);
                }),
                Work.bytes("adam " + net, 16.0 * n, () -> {
                    float[] w = Values.of(n);
                    float[] g = Values.of(n);
                    float[] m = new float[n];
                    float[] v = new float[n];
                    AdamTerms terms = new AdamTerms(0.9f, 0.1f, 0.999f, 0.001f, 1e-9f, 1f, 1e-8f, 0f, 1f, 1f);
                    return () -> kernels.adam(w, g, m, v, 0, n, terms);
                }),
                Work.bytes("lars " + net, 12.0 * n, () -> {
                    float[] w = Values.of(n);
                    float[] g = Values.of(n);
                    float[] v = Values.of(n);
                    return () -> kernels.lars(w, g, v, 0, n, 1e-9f, 0.9f, 1e-4f, 1f);
                }),
                Work.bytes("add " + net, 12.0 * n, () -> {
                    float[] a = Values.of(n);
                    float[] b = Values.of(n);
                    float[] out = new float[n];
                    return () -> kernels.add(a, b, out, 0, n);
                }),
                Work.bytes("digest " + net, 8.0 * n, () -> {
                    float[] x = Values.of(n);
                    float[] y = Values.of(n);
                    return () -> kernels.digest(x, y, 0, n, 1);
                }),
                sum("sum-of-squares " + net, n, kernels::sumOfSquares),
                sum("sum-of-magnitudes " + net, n, kernels::sumOfMagnitudes),
                sum("largest-magnitude " + net, n, kernels::largestMagnitude));
    }

    private static Work sum(String name, int n, BlockSum kernel) {
        return Work.bytes(name, 4.0 * n, () -> {
            float[] x = Values.of(n);
            double[] sum = new double[1];
            return () -> {
                for (int from = 0; from < n; from += ParameterKernels.BLOCK) {
                    sum[0] += kernel.of(x, from, Math.min(n, from + ParameterKernels.BLOCK));
                }
            };
        });
    }
}
