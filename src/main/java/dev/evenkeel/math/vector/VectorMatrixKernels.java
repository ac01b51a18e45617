package dev.evenkeel.math.vector;

import static dev.evenkeel.math.vector.Vectors.FLOATS;
import static dev.evenkeel.math.vector.Vectors.LENGTH;

import dev.evenkeel.math.Lanes;
import dev.evenkeel.math.MatrixKernels;
import dev.evenkeel.math.PackedMatrix;
import dev.evenkeel.math.TreeOrder;
import dev.evenkeel.math.VirtualLanes;
import dev.evenkeel.math.Workspace;
import jdk.incubator.vector.FloatVector;

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
    public void addBias(float[] y, int rows, float[] bias, int from, Lanes lanes) {
        for (int j = 0; j < lanes.microBatches(); j++) {
            int width = lanes.width(j);
            int samples = lanes.samples(j);
            int whole = samples / LENGTH * LENGTH;
            for (int r = 0; r < rows; r++) {
                int at = rows * lanes.start(j) + r * width;
                var b = FloatVector.broadcast(FLOATS, bias[from + r]);
                for (int s = 0; s < whole; s += LENGTH) {
                    FloatVector.fromArray(FLOATS, y, at + s).add(b).intoArray(y, at + s);
                }
                for (int s = whole; s < samples; s += LENGTH) {
                    FloatVector.fromArray(FLOATS, y, at + s)
                            .add(Vectors.first(samples - s, b))
                            .intoArray(y, at + s);
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
        // An empty shard has no subtrees, and nothing to write.
        if (lanes.microBatches() > 0) {
            new WeightGradient(dy, rows, x, columns, lanes, workspace).write(bounds, out, from);
        }
    }

    @Override
    public void biasGradient(float[] dy, int rows, Lanes lanes, int[] bounds, float[][] out, int from) {
        float[] lane = new float[VirtualLanes.COUNT];
        for (int k = 0; k + 1 < bounds.length; k++) {
            for (int r = 0; r < rows; r++) {
                out[k][from + r] = biasGradient(dy, rows, r, lanes, bounds[k], bounds[k + 1] - bounds[k], lane);
            }
        }
    }

    private static float biasGradient(float[] dy, int rows, int row, Lanes lanes, int lo, int count, float[] lane) {
        if (count > 1) {
            int left = TreeOrder.left(count);
            return biasGradient(dy, rows, row, lanes, lo, left, lane)
                    + biasGradient(dy, rows, row, lanes, lo + left, count - left, lane);
        }
        int width = lanes.width(lo);
        int at = rows * lanes.start(lo) + row * width;
        for (int v = 0; v < VirtualLanes.COUNT; v += LENGTH) {
            var sum = FloatVector.zero(FLOATS);
            for (int s = v; s < width; s += VirtualLanes.COUNT) {
                sum = sum.add(Vectors.first(lanes.samples(lo) - s, FloatVector.fromArray(FLOATS, dy, at + s)));
            }
            sum.intoArray(lane, v);
        }
        return VirtualLanes.fold(lane, 0);
    }
}
