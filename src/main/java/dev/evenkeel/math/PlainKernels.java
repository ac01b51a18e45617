package dev.evenkeel.math;

/** The kernel set that needs nothing but Java: simple loops, most of which the JIT compiler vectorizes. */
record PlainKernels(
        MatrixKernels matrix,
        BiasKernels bias,
        ConvolutionKernels convolution,
        PoolingKernels pooling,
        BatchNormKernels batchNorm,
        ActivationKernels activation,
        LossKernels loss,
        ParameterKernels parameter)
        implements Kernels {
    PlainKernels() {
        this(
                new PlainMatrixKernels(),
                new PlainBiasKernels(),
                new PlainConvolutionKernels(),
                new PlainPoolingKernels(),
                new PlainBatchNormKernels(),
                new PlainActivationKernels(),
                new PlainLossKernels(),
                new PlainParameterKernels());
    }

    @Override
    public String name() {
        return "plain";
    }
}
