package dev.evenkeel.kernels;

import dev.evenkeel.math.Kernels;
import dev.evenkeel.math.Lanes;
import dev.evenkeel.math.MatrixKernels;
import dev.evenkeel.math.PackedMatrix;
import dev.evenkeel.math.Workspace;
import java.util.ArrayList;
import java.util.List;

/** The dense layers of the nets {@code mlp} and {@code paper}. */
final class DenseWork {
    private static final Lanes MLP = Lanes.of(32, 32, 32, 32, 32, 32, 32, 32);
    private static final Lanes PAPER = Lanes.of(30, 30);

    private DenseWork() {}

    static List<Work> of(Kernels kernels) {
        List<Work> all = new ArrayList<>();
        all.addAll(layer(kernels, "mlp", 512, 784, MLP));
        all.addAll(layer(kernels, "mlp", 512, 512, MLP));
        all.addAll(layer(kernels, "mlp", 10, 512, MLP));
        all.addAll(layer(kernels, "paper", 100, 784, PAPER));
        all.addAll(layer(kernels, "paper", 100, 100, PAPER));
        return all;
    }

    private static List<Work> layer(Kernels kernels, String net, int rows, int columns, Lanes lanes) {
        MatrixKernels matrix = kernels.matrix();
        String shape = " " + net + " " + rows + "×" + columns;
        double operations = 2.0 * rows * columns * lanes.total();
        return List.of(
                Work.bytes("dense-pack-transposed" + shape, 8.0 * rows * columns, () -> {
                    float[] w = Values.of(rows * columns);
                    PackedMatrix packed = matrix.packing(columns, rows);
                    return () -> matrix.pack(w, 0, true, packed);
                }),
                Work.operations("dense-forward" + shape, operations, () -> {
                    PackedMatrix packed = matrix.packing(rows, columns);
                    matrix.pack(Values.of(rows * columns), 0, false, packed);
                    float[] x = Values.of(columns * lanes.total());
                    float[] y = new float[rows * lanes.total()];
                    return () -> matrix.multiply(packed, x, y, lanes);
                }),
                Work.operations("dense-input-gradient" + shape, operations, () -> {
                    PackedMatrix packed = matrix.packing(columns, rows);
                    matrix.pack(Values.of(rows * columns), 0, true, packed);
                    float[] dy = Values.of(rows * lanes.total());
                    float[] dx = new float[columns * lanes.total()];
                    return () -> matrix.multiply(packed, dy, dx, lanes);
                }),
                Work.operations("dense-weight-gradient" + shape, operations, () -> {
                    float[] x = Values.of(columns * lanes.total());
                    float[] dy = Values.of(rows * lanes.total());
                    float[][] gradient = {new float[rows * columns]};
                    int[] bounds = {0, lanes.microBatches()};
                    Workspace workspace = new Workspace();
                    return () -> matrix.weightGradient(dy, rows, x, columns, lanes, bounds, gradient, 0, workspace);
                }));
    }
}
