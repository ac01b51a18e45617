package dev.evenkeel.math.vector;

/**
 * Transposes a matrix, eight rows at a time: eight streams in, one stream of runs of eight out. Where the rows are no multiple
 * of eight, the last group is moved up and moves some rows once more.
 */
final class Transposition {
    static final int GROUP = 8;

    private Transposition() {}

    /** {@code to[at + c·toStride + r] = from[start + r·stride + c]} for r below {@code rows} and c below {@code columns}. */
    static void run(float[] from, int start, int stride, int rows, int columns, float[] to, int at, int toStride) {
        for (int r = 0; r < rows; r += GROUP) {
            int row = Math.min(r, rows - GROUP);
            if (row < 0) {
                fewRows(from, start, stride, rows, columns, to, at, toStride);
            } else if (stride == MatrixTile.PANEL && toStride == MatrixTile.PANEL) {
                groupOfPanel(from, start + row * stride, columns, to, at + row);
            } else {
                group(from, start + row * stride, stride, columns, to, at + row, toStride);
            }
        }
    }

    private static void fewRows(
            float[] from, int start, int stride, int rows, int columns, float[] to, int at, int toStride) {
        for (int r = 0; r < rows; r++) {
            for (int c = 0; c < columns; c++) {
                to[at + c * toStride + r] = from[start + r * stride + c];
            }
        }
    }

    private static void group(float[] from, int start, int stride, int columns, float[] to, int at, int toStride) {
        for (int c = 0; c < columns; c++) {
            int i = start + c;
            int o = at + c * toStride;
            to[o] = from[i];
            to[o + 1] = from[i + stride];
            to[o + 2] = from[i + 2 * stride];
            to[o + 3] = from[i + 3 * stride];
            to[o + 4] = from[i + 4 * stride];
            to[o + 5] = from[i + 5 * stride];
            to[o + 6] = from[i + 6 * stride];
            to[o + 7] = from[i + 7 * stride];
        }
    }

    /** The same for strides that are known when it is compiled: the bounds checks leave the loop. */
    private static void groupOfPanel(float[] from, int start, int columns, float[] to, int at) {
        for (int c = 0; c < columns; c++) {
            int i = start + c;
            int o = at + c * MatrixTile.PANEL;
            to[o] = from[i];
            to[o + 1] = from[i + MatrixTile.PANEL];
            to[o + 2] = from[i + 2 * MatrixTile.PANEL];
            to[o + 3] = from[i + 3 * MatrixTile.PANEL];
            to[o + 4] = from[i + 4 * MatrixTile.PANEL];
            to[o + 5] = from[i + 5 * MatrixTile.PANEL];
            to[o + 6] = from[i + 6 * MatrixTile.PANEL];
            to[o + 7] = from[i + 7 * MatrixTile.PANEL];
        }
    }
}
