package dev.evenkeel.math.vector;

import static dev.evenkeel.math.vector.Vectors.LENGTH;

import dev.evenkeel.math.Lanes;
import dev.evenkeel.math.MatrixKernels;
import dev.evenkeel.math.PackedMatrix;
import dev.evenkeel.math.Workspace;

/** Matrix products by {@linkplain MatrixTile tiles}. Rows of A outermost, so that weights come from memory once per call. */
final class VectorMatrixKernels implements MatrixKernels {
    /** A column further apart than this from the next costs more address translations than copying the matrix once. */
    private static final int WIDEST_STRIDE = 1024;

    @Override
    public PackedMatrix packing(int rows, int columns) {
        return new PackedMatrix(rows, columns);
    }

    /** Nothing is moved, unless the transposed matrix is one that {@link ColumnTile} does not suit. */
    @Override
    public void pack(float[] w, int from, boolean transposed, PackedMatrix into) {
        int rows = into.rows();
        if (transposed && (rows < MatrixTile.ROWS || rows > WIDEST_STRIDE)) {
            Transposition.run(w, from, rows, into.columns(), rows, into.own(), 0, into.columns());
        } else {
            into.refer(w, from, transposed);
        }
    }

    @Override
    public void multiply(PackedMatrix a, float[] x, float[] y, Lanes lanes) {
        multiplyInPlace(a, x, y, lanes);
        SidePanel panel = new SidePanel(a, x, y, lanes);
        for (int j = 0; j < lanes.microBatches(); j++) {
            if (lanes.width(j) != MatrixTile.PANEL) {
                panel.take(j);
            }
        }
        panel.multiply();
    }

    /** The micro-batches that are panels already. */
    private static void multiplyInPlace(PackedMatrix a, float[] x, float[] y, Lanes lanes) {
        for (int r = 0; r < a.rows(); r += MatrixTile.ROWS) {
            int row = MatrixTile.begin(r, a.rows());
            for (int j = 0; j < lanes.microBatches(); j++) {
                if (lanes.width(j) == MatrixTile.PANEL) {
                    int bo = a.columns() * lanes.start(j);
                    int to = a.rows() * lanes.start(j) + row * MatrixTile.PANEL;
                    for (int lane = 0; lane < MatrixTile.PANEL; lane += MatrixTile.COLUMNS) {
                        multiplyTile(
                                a,
                                row,
                                x,
                                bo + lane,
                                y,
                                to + lane,
                                MatrixTile.PANEL,
                                to + lane + LENGTH,
                                MatrixTile.PANEL);
                    }
                }
            }
        }
    }

    /** The tile that begins at a row of A; the other parameters are those of {@link RowTile#multiply}. */
    static void multiplyTile(PackedMatrix a, int row, float[] b, int bo, float[] y, int y0, int s0, int y1, int s1) {
        int links = a.columns();
        if (a.transposed()) {
            ColumnTile.multiply(a.elements(), a.from() + row, a.rows(), b, bo, links, y, y0, s0, y1, s1);
        } else {
            int count = Math.min(MatrixTile.ROWS, a.rows());
            int ao = a.from() + row * links;
            RowTile.multiply(a.elements(), ao, links, count, b, bo, links, y, y0, s0, y1, s1);
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
        // An empty shard has no subtrees, and nothing to write.
        if (lanes.microBatches() > 0) {
            new WeightGradient(dy, rows, x, columns, lanes, workspace).write(bounds, out, from);
        }
    }
}
