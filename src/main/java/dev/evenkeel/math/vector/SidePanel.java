package dev.evenkeel.math.vector;

import static dev.evenkeel.math.vector.Vectors.LENGTH;

import dev.evenkeel.math.Lanes;
import dev.evenkeel.math.PackedMatrix;
import java.util.Arrays;

/**
 * Multiplies micro-batches of any width: cut into pieces of 16 lanes, which are copied side by side until two fill a panel,
 * whichever micro-batches they come from.
 */
final class SidePanel {
    private static final int PIECE = Lanes.MULTIPLE;
    private static final int PIECES = MatrixTile.PANEL / PIECE;

    private final PackedMatrix a;
    private final float[] x;
    private final float[] y;
    private final Lanes lanes;
    private final float[] panel;

    /** Of each piece in the panel: where its first row begins in y, and the distance to the next. */
    private final int[] starts = new int[PIECES];

    private final int[] strides = new int[PIECES];
    private int pieces;

    SidePanel(PackedMatrix a, float[] x, float[] y, Lanes lanes) {
        this.a = a;
        this.x = x;
        this.y = y;
        this.lanes = lanes;
        this.panel = a.scratch(a.columns() * MatrixTile.PANEL);
    }

    void take(int microBatch) {
        int width = lanes.width(microBatch);
        for (int lane = 0; lane < width; lane += PIECE) {
            int from = a.columns() * lanes.start(microBatch) + lane;
            for (int c = 0; c < a.columns(); c++) {
                System.arraycopy(x, from + c * width, panel, c * MatrixTile.PANEL + pieces * PIECE, PIECE);
            }
            starts[pieces] = a.rows() * lanes.start(microBatch) + lane;
            strides[pieces] = width;
            pieces++;
            if (pieces == PIECES) {
                multiply();
            }
        }
    }

    /** Multiplies the pieces that are in the panel, and empties it. */
    void multiply() {
        if (pieces == 0) {
            return;
        }
        Arrays.fill(starts, pieces, PIECES, starts[pieces - 1]);
        Arrays.fill(strides, pieces, PIECES, strides[pieces - 1]);
        for (int r = 0; r < a.rows(); r += MatrixTile.ROWS) {
            for (int lane = 0; lane < pieces * PIECE; lane += MatrixTile.COLUMNS) {
                multiply(MatrixTile.begin(r, a.rows()), lane, lane + LENGTH);
            }
        }
        pieces = 0;
    }

    private void multiply(int row, int lane0, int lane1) {
        int s0 = strides[lane0 / PIECE];
        int s1 = strides[lane1 / PIECE];
        int y0 = starts[lane0 / PIECE] + row * s0 + lane0 % PIECE;
        int y1 = starts[lane1 / PIECE] + row * s1 + lane1 % PIECE;
        VectorMatrixKernels.multiplyTile(a, row, panel, lane0, y, y0, s0, y1, s1);
    }
}
