package dev.evenkeel.math;

import java.util.function.IntFunction;

final class NaiveMatrixKernels implements MatrixKernels {
    @Override
    public PackedMatrix packing(int rows, int columns) {
        return new PackedMatrix(rows, columns);
    }

    @Override
    public void pack(float[] w, int from, boolean transposed, PackedMatrix into) {
        float[] a = into.own();
        for (int r = 0; r < into.rows(); r++) {
            for (int c = 0; c < into.columns(); c++) {
                int at = transposed ? c * into.rows() + r : r * into.columns() + c;
                a[r * into.columns() + c] = w[from + at];
            }
        }
    }

    @Override
    public void multiply(PackedMatrix a, float[] x, float[] y, Lanes lanes) {
        for (int j = 0; j < lanes.microBatches(); j++) {
            for (int r = 0; r < a.rows(); r++) {
                for (int s = 0; s < lanes.width(j); s++) {
                    float acc = 0;
                    for (int c = 0; c < a.columns(); c++) {
                        acc = Math.fma(
                                a.elements()[r * a.columns() + c],
                                x[NaiveKernels.at(lanes, a.columns(), c, j, s)],
                                acc);
                    }
                    y[NaiveKernels.at(lanes, a.rows(), r, j, s)] = acc;
                }
            }
        }
    }

    @Override
    public void weightGradient(
            float[] dy,
            int rows,
            float[] x,
            int columns,
            Lanes lanes,
            int[] bounds,
            float[][] out,
            int from,
            Workspace workspace) {
        for (int k = 0; k + 1 < bounds.length; k++) {
            for (int row = 0; row < rows; row++) {
                for (int column = 0; column < columns; column++) {
                    int r = row;
                    int c = column;
                    IntFunction<Float> leaf = j -> {
                        float acc = 0;
                        for (int s = 0; s < lanes.samples(j); s++) {
                            float upstream = dy[NaiveKernels.at(lanes, rows, r, j, s)];
                            acc = Math.fma(upstream, x[NaiveKernels.at(lanes, columns, c, j, s)], acc);
                        }
                        return acc;
                    };
                    out[k][from + r * columns + c] = NaiveKernels.tree(leaf, bounds[k], bounds[k + 1] - bounds[k]);
                }
            }
        }
    }
}
