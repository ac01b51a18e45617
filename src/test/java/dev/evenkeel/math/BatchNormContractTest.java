package dev.evenkeel.math;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Batch normalization: {@link KernelCases}. */
class BatchNormContractTest {
    @ParameterizedTest
    @MethodSource("dev.evenkeel.math.KernelCases#cases")
    void shouldNormalizeEveryMicroBatch(KernelCases.Case c) {
        Inputs inputs = c.inputs();
        int plane = c.columns() % 3 == 0 ? 1 : c.columns() % 7;
        int channels = c.rows();
        float[] x = inputs.buffer(channels * plane, c.lanes());
        float[] dy = inputs.buffer(channels * plane, c.lanes());
        NormalizationTerms terms =
                new NormalizationTerms(inputs.values(channels), inputs.values(channels), inputs.values(channels));
        float[] gamma = inputs.values(2 * channels + 1);
        float[] scale = inputs.values(channels);
        float[] meanDy = inputs.values(channels);
        float[] meanDyXhat = inputs.values(channels);
        int n = c.lanes().microBatches();
        Workspace workspace = KernelCases.usedWorkspace();
        KernelCases.assertContract(c + ", plane=" + plane, kernels -> {
            BatchNormKernels norm = kernels.batchNorm();
            double[][] sums = new double[4][n * channels + 2];
            float[] y = KernelCases.unwritten(x.length + 3);
            float[] dx = KernelCases.unwritten(x.length + 3);
            float[] over = dy.clone();
            for (int j = 0; j < n; j++) {
                int at = 1 + j * channels;
                norm.moments(x, channels, plane, c.lanes(), j, sums[0], sums[1], at, workspace);
                norm.backwardSums(x, dy, channels, plane, c.lanes(), j, terms, sums[2], sums[3], at, workspace);
                norm.normalize(x, y, channels, plane, c.lanes(), j, terms, gamma, 1, gamma, 1 + channels);
                norm.backward(x, dy, dx, channels, plane, c.lanes(), j, terms, scale, meanDy, meanDyXhat);
                norm.backward(x, over, over, channels, plane, c.lanes(), j, terms, scale, meanDy, meanDyXhat);
            }
            Outputs outputs = Outputs.of(y).and(dx).and(over);
            Arrays.stream(sums).forEach(outputs::and);
            return outputs;
        });
    }

    /** What is left out of a sum is not a zero added to it: that would take the sign of sums that underflowed. */
    @ParameterizedTest
    @ValueSource(ints = {17, 29, 31, 32, 45})
    void shouldLeavePaddingOutOfSumsThatUnderflow(int samples) {
        Lanes lanes = Lanes.of(samples);
        float[] x = new float[lanes.total()];
        Arrays.fill(x, 0, samples, -1f);
        float[] dy = new float[lanes.total()];
        Arrays.fill(dy, 0, samples, Float.MIN_VALUE);
        NormalizationTerms terms = new NormalizationTerms(new float[1], new float[1], new float[] {0.25f});
        KernelCases.assertContract(samples + " samples", kernels -> {
            double[] sumDy = new double[1];
            double[] sumDyXhat = new double[1];
            Workspace workspace = KernelCases.usedWorkspace();
            kernels.batchNorm().backwardSums(x, dy, 1, 1, lanes, 0, terms, sumDy, sumDyXhat, 0, workspace);
            assertEquals(-0.0, sumDyXhat[0], kernels.name());
            return new Outputs().and(sumDy).and(sumDyXhat);
        });
    }

    /** A mean of 1e4 beside a deviation of 1: the two-pass moments lose nothing that the inputs still have. */
    @Test
    void shouldKeepMomentsExactFarFromZero() {
        Lanes lanes = Lanes.of(29);
        int plane = 9;
        float[] x = new Inputs(2, Inputs.Kind.FAR).buffer(plane, lanes);
        double[] samples = IntStream.range(0, x.length)
                .filter(i -> i % lanes.width(0) < 29)
                .mapToDouble(i -> x[i])
                .toArray();
        double mean = Arrays.stream(samples).average().orElseThrow();
        double m2 = Arrays.stream(samples).map(v -> (v - mean) * (v - mean)).sum();
        for (Kernels kernels : KernelSets.available()) {
            double[] moments = new double[2];
            double[] second = new double[1];
            kernels.batchNorm().moments(x, 1, plane, lanes, 0, moments, second, 0, KernelCases.usedWorkspace());
            assertEquals(mean, moments[0], 1e-7 * mean, kernels.name());
            assertEquals(m2, second[0], 1e-6 * m2, kernels.name());
        }
    }
}
