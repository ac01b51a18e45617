package dev.evenkeel.math.vector;

import dev.evenkeel.math.ActivationKernels;
import dev.evenkeel.math.BatchNormKernels;
import dev.evenkeel.math.BiasKernels;
import dev.evenkeel.math.ConvolutionKernels;
import dev.evenkeel.math.Kernels;
import dev.evenkeel.math.LossKernels;
import dev.evenkeel.math.MatrixKernels;
import dev.evenkeel.math.ParameterKernels;
import dev.evenkeel.math.PoolingKernels;
import java.util.Optional;
import jdk.incubator.vector.FloatVector;

/** The kernel set by the Vector API, in the widest vectors that this processor prefers, up to 512 bits. */
record VectorKernels(
        MatrixKernels matrix,
        BiasKernels bias,
        ConvolutionKernels convolution,
        PoolingKernels pooling,
        BatchNormKernels batchNorm,
        ActivationKernels activation,
        LossKernels loss,
        ParameterKernels parameter)
        implements Kernels {
    private static final int NARROWEST_BITS = 128;

    static Optional<Kernels> ifWideEnough() {
        return FloatVector.SPECIES_PREFERRED.vectorBitSize() >= NARROWEST_BITS
                ? Optional.of(new VectorKernels(
                        new VectorMatrixKernels(),
                        new VectorBiasKernels(),
                        new VectorConvolutionKernels(),
                        new VectorPoolingKernels(),
                        new VectorBatchNormKernels(),
                        new VectorActivationKernels(),
                        new VectorLossKernels(),
                        new VectorParameterKernels()))
                : Optional.empty();
    }

    @Override
    public String name() {
        return "vector-" + Vectors.FLOATS.vectorBitSize();
    }
}
