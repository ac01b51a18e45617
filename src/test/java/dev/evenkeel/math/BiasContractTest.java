package dev.evenkeel.math;

import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Biases of features and of maps: {@link KernelCases}. */
class BiasContractTest {
    private static final int[] PLANES = {1, 1, 4, 7};

    @ParameterizedTest
    @MethodSource("dev.evenkeel.math.KernelCases#cases")
    void shouldAddBiasToSamplesOnly(KernelCases.Case c) {
        Inputs inputs = c.inputs();
        int plane = PLANES[c.columns() % PLANES.length];
        float[] y = inputs.buffer(c.rows() * plane, c.lanes());
        float[] bias = inputs.values(c.rows() + 3);
        KernelCases.assertContract(c + ", plane=" + plane, kernels -> {
            float[] sum = y.clone();
            kernels.bias().add(sum, c.rows(), plane, bias, 3, c.lanes());
            return Outputs.of(sum);
        });
    }

    @ParameterizedTest
    @MethodSource("dev.evenkeel.math.KernelCases#cases")
    void shouldFoldBiasGradientsInTreeOrder(KernelCases.Case c) {
        Inputs inputs = c.inputs();
        int plane = PLANES[c.columns() % PLANES.length];
        float[] dy = inputs.buffer(c.rows() * plane, c.lanes());
        int[] bounds = inputs.bounds(c.lanes().microBatches());
        KernelCases.assertContract(c + ", plane=" + plane + ", bounds=" + Arrays.toString(bounds), kernels -> {
            float[][] out = new float[bounds.length - 1][];
            Arrays.setAll(out, k -> KernelCases.unwritten(c.rows() + 9));
            kernels.bias().gradient(dy, c.rows(), plane, c.lanes(), bounds, out, 4);
            return Outputs.of(out);
        });
    }
}
