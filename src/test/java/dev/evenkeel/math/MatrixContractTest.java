package dev.evenkeel.math;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Matrix products: {@link KernelCases}. */
class MatrixContractTest {
    @ParameterizedTest
    @MethodSource("dev.evenkeel.math.KernelCases#cases")
    void shouldMultiplyByOneChainPerElement(KernelCases.Case c) {
        Inputs inputs = c.inputs();
        int from = inputs.below(5);
        float[] w = inputs.values(from + c.rows() * c.columns() + 3);
        float[] x = inputs.buffer(c.columns(), c.lanes());
        for (boolean transposed : new boolean[] {false, true}) {
            KernelCases.assertContract(c + ", transposed=" + transposed, kernels -> {
                MatrixKernels matrix = kernels.matrix();
                PackedMatrix a = matrix.packing(c.rows(), c.columns());
                matrix.pack(w, from, transposed, a);
                float[] y = KernelCases.unwritten(c.rows() * c.lanes().total() + 7);
                matrix.multiply(a, x, y, c.lanes());
                return Outputs.of(y);
            });
        }
    }

    @ParameterizedTest
    @MethodSource("dev.evenkeel.math.KernelCases#cases")
    void shouldFoldWeightGradientsInTreeOrder(KernelCases.Case c) {
        Inputs inputs = c.inputs();
        float[] dy = inputs.buffer(c.rows(), c.lanes());
        float[] x = inputs.buffer(c.columns(), c.lanes());
        int[] bounds = inputs.bounds(c.lanes().microBatches());
        Workspace workspace = KernelCases.usedWorkspace();
        KernelCases.assertContract(c + ", bounds=" + Arrays.toString(bounds), kernels -> {
            float[][] out = new float[bounds.length - 1][];
            Arrays.setAll(out, k -> KernelCases.unwritten(c.rows() * c.columns() + 9));
            kernels.matrix().weightGradient(dy, c.rows(), x, c.columns(), c.lanes(), bounds, out, 4, workspace);
            return Outputs.of(out);
        });
    }

    @Test
    void shouldHaveNothingToDoForAnEmptyShard() {
        Lanes empty = Lanes.of();
        for (Kernels kernels : KernelSets.available()) {
            MatrixKernels matrix = kernels.matrix();
            PackedMatrix a = matrix.packing(7, 5);
            matrix.pack(new float[35], 0, false, a);
            matrix.multiply(a, new float[0], new float[0], empty);
            matrix.weightGradient(
                    new float[0],
                    7,
                    new float[0],
                    5,
                    empty,
                    new int[] {0},
                    new float[0][],
                    0,
                    KernelCases.usedWorkspace());
            kernels.bias().add(new float[0], 7, 1, new float[7], 0, empty);
            kernels.bias().gradient(new float[0], 7, 1, empty, new int[] {0}, new float[0][], 0);
            kernels.activation().clearPadding(new float[0], 7, empty);
        }
    }
}
