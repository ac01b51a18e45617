package dev.evenkeel.math;

import java.util.Arrays;

/**
 * Convolutions in plain Java, by the chains of {@link PlainMatrixKernels}. Weights are packed to
 * {@code [result map][kernel row][kernel column][source map]} in either direction, the source's maps being the output's in an
 * input gradient; so the taps of one source row are one run of a chain, or a few.
 */
final class PlainConvolutionKernels implements ConvolutionKernels {
    @Override
    public PackedFilters packing(ConvolutionShape shape, boolean backward) {
        return new PackedFilters(shape, backward);
    }

    @Override
    public void pack(float[] w, int from, PackedFilters into) {
        ConvolutionShape shape = into.shape();
        int area = shape.window().area();
        float[] to = into.elements(shape.weights());
        for (int f = 0; f < shape.filters(); f++) {
            for (int c = 0; c < shape.channels(); c++) {
                int at = from + (f * shape.channels() + c) * area;
                for (int t = 0; t < area; t++) {
                    int place = into.backward()
                            ? (c * area + t) * shape.filters() + f
                            : (f * area + t) * shape.channels() + c;
                    to[place] = w[at + t];
                }
            }
        }
    }

    @Override
    public void forward(PackedFilters filters, float[] x, float[] y, Lanes lanes, Workspace workspace) {
        filters.require(false);
        run(filters, x, y, lanes);
    }

    @Override
    public void inputGradient(PackedFilters filters, float[] dy, float[] dx, Lanes lanes, Workspace workspace) {
        filters.require(true);
        run(filters, dy, dx, lanes);
    }

    private static void run(PackedFilters filters, float[] source, float[] result, Lanes lanes) {
        for (int j0 = 0, j1; j0 < lanes.microBatches(); j0 = j1) {
            j1 = j0 + 1;
            while (j1 < lanes.microBatches() && lanes.start(j1) - lanes.start(j0) < PlainMatrixKernels.WIDE) {
                j1++;
            }
            new PlainConvolution(filters, source, result, lanes, j0, j1).run();
        }
    }

    @Override
    public void weightGradient(
            ConvolutionShape shape,
            float[] dy,
            float[] x,
            Lanes lanes,
            int[] bounds,
            float[][] out,
            int from,
            Workspace workspace) {
        int deepest = 0;
        for (int k = 0; k + 1 < bounds.length; k++) {
            deepest = Math.max(deepest, TreeOrder.depth(bounds[k + 1] - bounds[k]));
        }
        Gradient gradient = new Gradient(shape, dy, x, lanes, new float[deepest + 1][shape.weights()]);
        for (int k = 0; k + 1 < bounds.length; k++) {
            gradient.fold(bounds[k], bounds[k + 1] - bounds[k], 0);
            System.arraycopy(gradient.sums[0], 0, out[k], from, shape.weights());
        }
    }

    private record Gradient(ConvolutionShape shape, float[] dy, float[] x, Lanes lanes, float[][] sums) {
        /** Folds the leaves {@code lo … lo + count − 1} into {@code sums[level]}, using the levels above. */
        void fold(int lo, int count, int level) {
            if (count == 1) {
                leaf(lo, sums[level]);
                return;
            }
            int left = TreeOrder.left(count);
            fold(lo, left, level);
            fold(lo + left, count - left, level + 1);
            for (int i = 0; i < shape.weights(); i++) {
                sums[level][i] = sums[level][i] + sums[level + 1][i];
            }
        }

        private void leaf(int microBatch, float[] to) {
            float[] lane = new float[VirtualLanes.COUNT];
            int i = 0;
            for (int f = 0; f < shape.filters(); f++) {
                for (int c = 0; c < shape.channels(); c++) {
                    for (int ky = 0; ky < shape.window().height(); ky++) {
                        for (int kx = 0; kx < shape.window().width(); kx++) {
                            Arrays.fill(lane, 0f);
                            tap(microBatch, f, c, ky, kx, lane);
                            to[i++] = VirtualLanes.fold(lane, 0);
                        }
                    }
                }
            }
        }

        private void tap(int microBatch, int f, int c, int ky, int kx, float[] lane) {
            int width = lanes.width(microBatch);
            Sliding rows = shape.rows();
            Sliding columns = shape.columns();
            int outputMap = shape.outputs() * lanes.start(microBatch) + f * rows.outputs() * columns.outputs() * width;
            int inputMap = shape.inputs() * lanes.start(microBatch) + c * shape.height() * shape.width() * width;
            for (int oy = rows.tapBegin(ky); oy < rows.tapEnd(ky); oy++) {
                int iy = rows.input(oy, ky);
                for (int ox = columns.tapBegin(kx); ox < columns.tapEnd(kx); ox++) {
                    int a = outputMap + (oy * columns.outputs() + ox) * width;
                    int b = inputMap + (iy * shape.width() + columns.input(ox, kx)) * width;
                    for (int s = 0; s < width; s++) {
                        int i = s % VirtualLanes.COUNT;
                        lane[i] = Math.fma(dy[a + s], x[b + s], lane[i]);
                    }
                }
            }
        }
    }
}
