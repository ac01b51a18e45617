package dev.evenkeel.math;

import java.util.function.IntFunction;

/** The arithmetic contract once more, written straight from the Javadoc and without a thought for speed. */
record NaiveKernels() implements Kernels {
    @Override
    public String name() {
        return "naive";
    }

    @Override
    public MatrixKernels matrix() {
        return new NaiveMatrixKernels();
    }

    @Override
    public BiasKernels bias() {
        return new NaiveBiasKernels();
    }

    @Override
    public ConvolutionKernels convolution() {
        return new NaiveConvolutionKernels();
    }

    @Override
    public PoolingKernels pooling() {
        return new NaivePoolingKernels();
    }

    @Override
    public BatchNormKernels batchNorm() {
        return new NaiveBatchNormKernels();
    }

    @Override
    public ActivationKernels activation() {
        return new NaiveActivationKernels();
    }

    @Override
    public LossKernels loss() {
        return new NaiveLossKernels();
    }

    @Override
    public ParameterKernels parameter() {
        return new NaiveParameterKernels();
    }

    /** Where lane s of a feature of micro-batch j stands. */
    static int at(Lanes lanes, int features, int feature, int j, int s) {
        return features * lanes.start(j) + feature * lanes.width(j) + s;
    }

    /** A tree over micro-batches. */
    static float tree(IntFunction<Float> leaf, int lo, int n) {
        if (n == 1) {
            return leaf.apply(lo);
        }
        int p = 1;
        while (2 * p < n) {
            p = 2 * p;
        }
        return tree(leaf, lo, p) + tree(leaf, lo + p, n - p);
    }

    static float fold(float[] lane) {
        for (int h : new int[] {8, 4, 2, 1}) {
            for (int i = 0; i < h; i++) {
                lane[i] = lane[i] + lane[i + h];
            }
        }
        return lane[0];
    }

    static double fold(double[] lane) {
        for (int h : new int[] {8, 4, 2, 1}) {
            for (int i = 0; i < h; i++) {
                lane[i] = lane[i] + lane[i + h];
            }
        }
        return lane[0];
    }

    static double foldInDouble(float[] lane) {
        double[] wide = new double[16];
        for (int i = 0; i < 16; i++) {
            wide[i] = lane[i];
        }
        return fold(wide);
    }
}
