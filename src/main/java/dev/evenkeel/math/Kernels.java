package dev.evenkeel.math;

/**
 * One set of kernels. There are two, by the Vector API and in plain Java, and they give the same bits: each operation's
 * Javadoc states its expression and order of operations, and that is its contract. Kernels hold no state; any thread may
 * call them, on buffers that it alone uses.
 */
public interface Kernels {
    /** What the log and {@code bench} call this set: {@code vector-512}, {@code plain}, … */
    String name();

    MatrixKernels matrix();

    BiasKernels bias();

    ConvolutionKernels convolution();

    PoolingKernels pooling();

    BatchNormKernels batchNorm();

    ActivationKernels activation();

    LossKernels loss();

    ParameterKernels parameter();
}
