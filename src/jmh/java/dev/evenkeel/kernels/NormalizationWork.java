package dev.evenkeel.kernels;

import dev.evenkeel.math.BatchNormKernels;
import dev.evenkeel.math.Kernels;
import dev.evenkeel.math.Lanes;
import dev.evenkeel.math.NormalizationTerms;
import dev.evenkeel.math.Workspace;
import java.util.ArrayList;
import java.util.List;

/** Batch normalization in the reference nets: statistics and element-wise, forward and backward. */
final class NormalizationWork {
    private NormalizationWork() {}

    static List<Work> of(Kernels kernels) {
        List<Work> all = new ArrayList<>();
        all.addAll(layer(kernels, "mlp 512", 512, 1, Lanes.of(32, 32, 32, 32, 32, 32, 32, 32)));
        all.addAll(layer(kernels, "paper 100", 100, 1, Lanes.of(30, 30)));
        all.addAll(layer(kernels, "cnn 32 at 28", 32, 28 * 28, Lanes.of(32, 32, 32, 32)));
        all.addAll(layer(kernels, "resnet20 16 at 32", 16, 32 * 32, Lanes.of(32, 32)));
        all.addAll(layer(kernels, "resnet20 64 at 8", 64, 8 * 8, Lanes.of(32, 32)));
        return all;
    }

    private static List<Work> layer(Kernels kernels, String name, int channels, int plane, Lanes lanes) {
        BatchNormKernels norm = kernels.batchNorm();
        int n = channels * plane * lanes.total();
        int m = lanes.microBatches();
        float[] ones = Values.ones(channels);
        NormalizationTerms terms = NormalizationTerms.of(channels);
        Workspace workspace = new Workspace();
        for (int c = 0; c < channels; c++) {
            terms.set(c, 0, 1, 1e-5);
        }
        return List.of(
                Work.bytes("batch-norm-moments " + name, 4.0 * n, () -> {
                    float[] x = Values.of(n);
                    double[] mean = new double[channels];
                    double[] m2 = new double[channels];
                    return () -> {
                        for (int j = 0; j < m; j++) {
                            norm.moments(x, channels, plane, lanes, j, mean, m2, 0, workspace);
                        }
                    };
                }),
                Work.bytes("batch-norm-normalize " + name, 8.0 * n, () -> {
                    float[] x = Values.of(n);
                    float[] y = new float[n];
                    return () -> {
                        for (int j = 0; j < m; j++) {
                            norm.normalize(x, y, channels, plane, lanes, j, terms, ones, 0, ones, 0);
                        }
                    };
                }),
                Work.bytes("batch-norm-backward-sums " + name, 8.0 * n, () -> {
                    float[] x = Values.of(n);
                    float[] dy = Values.of(n);
                    double[] sums = new double[channels];
                    double[] products = new double[channels];
                    return () -> {
                        for (int j = 0; j < m; j++) {
                            norm.backwardSums(x, dy, channels, plane, lanes, j, terms, sums, products, 0, workspace);
                        }
                    };
                }),
                Work.bytes("batch-norm-backward " + name, 12.0 * n, () -> {
                    float[] x = Values.of(n);
                    float[] dy = Values.of(n);
                    float[] dx = new float[n];
                    return () -> {
                        for (int j = 0; j < m; j++) {
                            norm.backward(x, dy, dx, channels, plane, lanes, j, terms, ones, ones, ones);
                        }
                    };
                }));
    }
}
