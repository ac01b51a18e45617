package dev.evenkeel.math.vector;

import static dev.evenkeel.math.vector.FilterGradientTile.CHANNELS;
import static dev.evenkeel.math.vector.FilterGradientTile.FILTERS;

import dev.evenkeel.math.ConvolutionShape;
import dev.evenkeel.math.Sliding;

/**
 * Some output rows of a convolution, and where each tap finds dy and x in them: runs of lanes that are neighbours in both,
 * counted from the beginning of a map. With a column stride of 1 these are rows, otherwise single positions.
 */
final class GradientBand {
    /** Floats of a band, over the maps that a tile reads, that stay in the first-level cache. */
    private static final int SIZE = 1 << 13;

    private final ConvolutionShape shape;
    private final Sliding rows;
    private final Sliding columns;
    private final int[][] dyRuns;
    private final int[][] xRuns;
    private final int[] runs;
    private final int[] lengths;

    GradientBand(ConvolutionShape shape) {
        this.shape = shape;
        this.rows = shape.rows();
        this.columns = shape.columns();
        int taps = shape.window().area();
        int most = Math.min(rows.outputs(), SIZE) * (columns.stride() == 1 ? 1 : columns.outputs());
        this.dyRuns = new int[taps][most];
        this.xRuns = new int[taps][most];
        this.runs = new int[taps];
        this.lengths = new int[taps];
    }

    /** Output rows of a band, for micro-batches of that width. */
    int rows(int width) {
        int row = (FILTERS * columns.outputs() + CHANNELS * columns.inputs() * rows.stride()) * width;
        return Math.max(1, SIZE / row);
    }

    /** Takes the output rows {@code begin … end − 1}. */
    void set(int begin, int end, int width) {
        for (int tap = 0; tap < runs.length; tap++) {
            int ky = tap / columns.kernel();
            int kx = tap % columns.kernel();
            int first = columns.tapBegin(kx);
            int count = Math.max(0, columns.tapEnd(kx) - first);
            int length = columns.stride() == 1 ? count : 1;
            int n = 0;
            for (int oy = Math.max(begin, rows.tapBegin(ky)); oy < Math.min(end, rows.tapEnd(ky)); oy++) {
                for (int ox = first; ox < first + count; ox += length) {
                    dyRuns[tap][n] = (oy * columns.outputs() + ox) * width;
                    xRuns[tap][n] = (rows.input(oy, ky) * shape.width() + columns.input(ox, kx)) * width;
                    n++;
                }
            }
            runs[tap] = n;
            lengths[tap] = length * width;
        }
    }

    int[] dyRuns(int tap) {
        return dyRuns[tap];
    }

    int[] xRuns(int tap) {
        return xRuns[tap];
    }

    int runs(int tap) {
        return runs[tap];
    }

    /** Lanes of a run. */
    int length(int tap) {
        return lengths[tap];
    }
}
