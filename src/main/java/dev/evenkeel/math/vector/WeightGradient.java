package dev.evenkeel.math.vector;

import static dev.evenkeel.math.vector.LeafTile.ROWS;
import static dev.evenkeel.math.vector.MatrixTile.COLUMNS;
import static dev.evenkeel.math.vector.MatrixTile.PANEL;

import dev.evenkeel.math.Lanes;
import dev.evenkeel.math.Workspace;

/**
 * A weight gradient, tile by tile: each tile's leaves over the micro-batches follow one another and are folded as they
 * come, so that the result is written once. Both operands are transposed before, to panels
 * {@code [lane][row]} of as many rows as one tile has, or two: chains over samples are short, and short loops want few streams.
 */
final class WeightGradient {
    private static final int INPUT = 0;
    private static final int UPSTREAM = 1;
    private static final int STACK = 2;

    /** Floats of transposed input that stay in the second-level cache while all rows pass by. */
    private static final int BLOCK = 1 << 16;

    private final int rows;
    private final int columns;
    private final Lanes lanes;
    private final float[] input;
    private final float[] upstream;
    private final float[] stack;

    WeightGradient(float[] dy, int rows, float[] x, int columns, Lanes lanes, Workspace workspace) {
        this.rows = rows;
        this.columns = columns;
        this.lanes = lanes;
        int inputPanels = (columns + PANEL - 1) / PANEL;
        int upstreamPanels = (rows + LeafTile.STRIDE - 1) / LeafTile.STRIDE;
        this.input = workspace.floats(INPUT, Math.multiplyExact(inputPanels, lanes.total() * PANEL));
        this.upstream = workspace.floats(UPSTREAM, Math.multiplyExact(upstreamPanels, lanes.total() * LeafTile.STRIDE));
        this.stack = workspace.floats(STACK, LeafTile.stackSize(lanes.microBatches()));
        for (int p = 0; p < inputPanels; p++) {
            transpose(x, columns, p * PANEL, Math.min(PANEL, columns - p * PANEL), input, p, PANEL);
        }
        for (int p = 0; p < upstreamPanels; p++) {
            transpose(dy, rows, firstRow(p), Math.min(LeafTile.STRIDE, rows), upstream, p, LeafTile.STRIDE);
        }
    }

    /** The row of dy that a panel begins with. */
    private int firstRow(int panel) {
        return MatrixTile.begin(panel * LeafTile.STRIDE, rows, LeafTile.STRIDE);
    }

    /** Transposes some features of all micro-batches to a panel, {@code stride} floats for every lane. */
    private void transpose(float[] from, int features, int first, int count, float[] to, int panel, int stride) {
        for (int j = 0; j < lanes.microBatches(); j++) {
            int width = lanes.width(j);
            int start = features * lanes.start(j) + first * width;
            int at = (panel * lanes.total() + lanes.start(j)) * stride;
            Transposition.run(from, start, width, count, lanes.samples(j), to, at, stride);
        }
    }

    /** Writes the folded gradient of every subtree. */
    void write(int[] bounds, float[][] out, int from) {
        int block = Math.max(1, BLOCK / (lanes.total() * PANEL)) * PANEL;
        for (int c0 = 0; c0 < columns; c0 += block) {
            int c1 = Math.min(columns, c0 + block);
            for (int r = 0; r < rows; r += ROWS) {
                int row = MatrixTile.begin(r, rows, ROWS);
                int panel = r / LeafTile.STRIDE;
                int ao = panel * lanes.total() * LeafTile.STRIDE + row - firstRow(panel);
                for (int c = c0; c < c1; c += COLUMNS) {
                    int bo = c / PANEL * lanes.total() * PANEL + c % PANEL;
                    int to = from + row * columns + c;
                    for (int k = 0; k + 1 < bounds.length; k++) {
                        if (rows >= ROWS && columns - c >= COLUMNS) {
                            fold(upstream, ao, input, bo, lanes, bounds[k], bounds[k + 1], stack, out[k], to, columns);
                        } else {
                            fold(upstream, ao, input, bo, lanes, bounds[k], bounds[k + 1], stack, stack, 0, COLUMNS);
                            copy(stack, Math.min(ROWS, rows), Math.min(COLUMNS, columns - c), out[k], to, columns);
                        }
                    }
                }
            }
        }
    }

    /**
     * Folds the tile of a subtree, and writes its last sum straight to where it belongs. It knows nothing but its parameters:
     * fields would be read once more for every leaf, which costs five percent.
     */
    private static void fold(
            float[] a,
            int ao,
            float[] b,
            int bo,
            Lanes lanes,
            int first,
            int end,
            float[] stack,
            float[] out,
            int to,
            int outStride) {
        int leaves = end - first;
        for (int i = 0; i < leaves; i++) {
            boolean done = i == leaves - 1;
            int start = lanes.start(first + i);
            LeafTile.multiply(
                    a,
                    ao + start * LeafTile.STRIDE,
                    LeafTile.STRIDE,
                    b,
                    bo + start * PANEL,
                    lanes.samples(first + i),
                    stack,
                    LeafTile.top(i),
                    LeafTile.folds(i, leaves),
                    done ? out : stack,
                    done ? to : LeafTile.place(i, leaves),
                    done ? outStride : COLUMNS);
        }
    }

    private static void copy(float[] tile, int rows, int width, float[] out, int to, int outStride) {
        for (int r = 0; r < rows; r++) {
            System.arraycopy(tile, r * COLUMNS, out, to + r * outStride, width);
        }
    }
}
