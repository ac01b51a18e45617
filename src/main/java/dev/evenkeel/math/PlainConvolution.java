package dev.evenkeel.math;

import java.util.Arrays;

/**
 * A convolution over neighbouring micro-batches, or an input gradient: the same with source and result exchanged. Rows of the
 * source are copied to one array for every column and map, lanes of all the micro-batches side by side, and kept as long as
 * the window covers them.
 */
final class PlainConvolution {
    private final PackedFilters filters;
    private final float[] source;
    private final float[] result;
    private final Lanes lanes;
    private final int j0;
    private final int j1;
    private final int width;
    private final boolean backward;
    private final Window window;
    private final Sliding rows;
    private final Sliding columns;
    private final int sourceMaps;
    private final int sourceHeight;
    private final int sourceWidth;
    private final int resultMaps;
    private final int resultHeight;
    private final int resultWidth;

    /** Source row i stands in {@code kept[i % kept.length]}, as {@code [column · maps + map][lane]}. */
    private final float[][][] kept;

    PlainConvolution(PackedFilters filters, float[] source, float[] result, Lanes lanes, int j0, int j1) {
        ConvolutionShape shape = filters.shape();
        this.filters = filters;
        this.source = source;
        this.result = result;
        this.lanes = lanes;
        this.j0 = j0;
        this.j1 = j1;
        this.width = lanes.start(j1) - lanes.start(j0);
        this.backward = filters.backward();
        this.window = shape.window();
        this.rows = shape.rows();
        this.columns = shape.columns();
        this.sourceMaps = backward ? shape.filters() : shape.channels();
        this.sourceHeight = backward ? rows.outputs() : rows.inputs();
        this.sourceWidth = backward ? columns.outputs() : columns.inputs();
        this.resultMaps = backward ? shape.channels() : shape.filters();
        this.resultHeight = backward ? rows.inputs() : rows.outputs();
        this.resultWidth = backward ? columns.inputs() : columns.outputs();
        this.kept = new float[Math.min(window.height(), sourceHeight)][sourceWidth * sourceMaps][width];
    }

    void run() {
        int next = 0;
        float[] chains = new float[width];
        for (int r = 0; r < resultHeight; r++) {
            int begin = begin(rows, r);
            int end = end(rows, r);
            for (next = Math.max(next, begin); next < end; next++) {
                keep(next);
            }
            for (int c = 0; c < resultWidth; c++) {
                for (int map = 0; map < resultMaps; map++) {
                    Arrays.fill(chains, 0f);
                    for (int row = begin; row < end; row++) {
                        chainRow(chains, map, tap(rows, r, row), c, kept[row % kept.length]);
                    }
                    int feature = (map * resultHeight + r) * resultWidth + c;
                    int features = resultMaps * resultHeight * resultWidth;
                    PlainMatrixKernels.scatter(chains, result, features, feature, lanes, j0, j1);
                }
            }
        }
    }

    private void keep(int row) {
        float[][] to = kept[row % kept.length];
        for (int map = 0; map < sourceMaps; map++) {
            for (int c = 0; c < sourceWidth; c++) {
                int feature = (map * sourceHeight + row) * sourceWidth + c;
                int features = sourceMaps * sourceHeight * sourceWidth;
                PlainMatrixKernels.gather(source, features, feature, lanes, j0, j1, to[c * sourceMaps + map]);
            }
        }
    }

    /** Carries the chains of one result on by the taps of one source row. */
    private void chainRow(float[] chains, int map, int ky, int resultColumn, float[][] row) {
        int begin = begin(columns, resultColumn);
        int end = end(columns, resultColumn);
        int at = (map * window.height() + ky) * window.width();
        // Forward, neighbouring taps are neighbours in the row too.
        int run = backward ? 1 : Math.max(1, end - begin);
        for (int c = begin; c < end; c += run) {
            int first = (at + tap(columns, resultColumn, c)) * sourceMaps;
            PlainMatrixKernels.chain(chains, filters.elements(), first, row, c * sourceMaps, run * sourceMaps, width);
        }
    }

    private int begin(Sliding sliding, int i) {
        return backward ? sliding.outputBegin(i) : sliding.inputBegin(i);
    }

    private int end(Sliding sliding, int i) {
        return backward ? sliding.outputEnd(i) : sliding.inputEnd(i);
    }

    private int tap(Sliding sliding, int result, int source) {
        return backward ? sliding.tap(source, result) : sliding.tap(result, source);
    }
}
