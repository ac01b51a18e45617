package dev.evenkeel.nn;

import dev.evenkeel.math.BatchNormKernels;
import dev.evenkeel.math.Lanes;
import dev.evenkeel.math.NormalizationTerms;
import java.util.List;

/**
 * Batch normalization per channel (Ioffe and Szegedy 2015, algorithms 1 and 2).
 *
 * <p>A trainable one takes its statistics from the mini-batch, which no worker has alone: the step computes the leaves with
 * {@link #moments} and {@link #backwardSums}, exchanges them, puts the outcome into the pass, and goes on with
 * {@link #forward} and {@link #inputGradient}. A frozen one, and every one outside training, uses the running statistics and needs
 * nobody.
 *
 * @param index of the layer in the network
 * @param zeroStart whether γ starts at 0, not at 1: the last of a residual block's body, where the job says so
 * @param channelsFrom where its channels begin in the flat arrays of running statistics
 */
public record BatchNorm(
        int index,
        Shape input,
        boolean trainable,
        boolean zeroStart,
        double epsilon,
        Parameter gamma,
        Parameter beta,
        int channelsFrom)
        implements Layer {
    @Override
    public String type() {
        return "batch-norm";
    }

    @Override
    public Shape output() {
        return input;
    }

    @Override
    public List<Parameter> parameters() {
        return List.of(gamma, beta);
    }

    public int channels() {
        return input.channels();
    }

    /** Leaves of the forward statistics: per local micro-batch j and channel c, at {@code j·channels + c}. */
    public void moments(Pass pass, float[] x, double[] mean, double[] m2) {
        BatchNormKernels kernels = pass.kernels().batchNorm();
        for (int j = 0; j < pass.lanes().microBatches(); j++) {
            kernels.moments(x, channels(), input.plane(), pass.lanes(), j, mean, m2, j * channels(), pass.workspace());
        }
    }

    /** Leaves of the backward sums Σdy and Σdy·x̂, placed as in {@link #moments}. */
    public void backwardSums(Pass pass, float[] x, float[] dy, double[] sumDy, double[] sumDyXhat) {
        BatchNormKernels kernels = pass.kernels().batchNorm();
        for (int j = 0; j < pass.lanes().microBatches(); j++) {
            kernels.backwardSums(
                    x,
                    dy,
                    channels(),
                    input.plane(),
                    pass.lanes(),
                    j,
                    pass.normalization(this).terms(j),
                    sumDy,
                    sumDyXhat,
                    j * channels(),
                    pass.workspace());
        }
    }

    @Override
    public void forward(Pass pass, float[] x, float[] y) {
        BatchNormKernels kernels = pass.kernels().batchNorm();
        NormalizationBuffers buffers = pass.normalization(this);
        if (!synchronizes(pass)) {
            useRunningStatistics(pass, buffers);
        }
        Lanes lanes = pass.lanes();
        float[] parameters = pass.parameters();
        for (int j = 0; j < lanes.microBatches(); j++) {
            NormalizationTerms terms = buffers.terms(j);
            kernels.normalize(
                    x,
                    y,
                    channels(),
                    input.plane(),
                    lanes,
                    j,
                    terms,
                    parameters,
                    gamma.from(),
                    parameters,
                    beta.from());
        }
    }

    @Override
    public void inputGradient(Pass pass, float[] x, float[] y, float[] dy, float[] dx) {
        BatchNormKernels kernels = pass.kernels().batchNorm();
        NormalizationBuffers buffers = pass.normalization(this);
        Lanes lanes = pass.lanes();
        for (int j = 0; j < lanes.microBatches(); j++) {
            NormalizationTerms terms = buffers.terms(j);
            float[] scale = buffers.scale();
            for (int c = 0; c < channels(); c++) {
                scale[c] = pass.parameters()[gamma.from() + c] * terms.inverse()[c];
            }
            kernels.backward(
                    x,
                    dy,
                    dx,
                    channels(),
                    input.plane(),
                    lanes,
                    j,
                    terms,
                    scale,
                    buffers.meanDy(j),
                    buffers.meanDyXhat(j));
        }
    }

    /** Whether this pass has to exchange statistics for it. */
    public boolean synchronizes(Pass pass) {
        return trainable && pass.training();
    }

    private void useRunningStatistics(Pass pass, NormalizationBuffers buffers) {
        NormalizationTerms terms = buffers.single();
        for (int c = 0; c < channels(); c++) {
            terms.set(c, pass.runningMean()[channelsFrom + c], pass.runningVariance()[channelsFrom + c], epsilon);
        }
        // A frozen layer's statistics do not depend on its input: in the backward pass both means are zero.
        buffers.useSingle(pass.lanes().microBatches());
    }

    @Override
    public boolean elementwise() {
        return true;
    }

    @Override
    public boolean needsInput() {
        return true;
    }

    @Override
    public boolean needsOutput() {
        return false;
    }
}
