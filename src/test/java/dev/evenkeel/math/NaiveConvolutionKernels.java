package dev.evenkeel.math;

final class NaiveConvolutionKernels implements ConvolutionKernels {
    @Override
    public PackedFilters packing(ConvolutionShape shape, boolean backward) {
        return new PackedFilters(shape, backward);
    }

    @Override
    public void pack(float[] w, int from, PackedFilters into) {
        int n = into.shape().weights();
        System.arraycopy(w, from, into.elements(n), 0, n);
    }

    /** Whether a window at an output covers an input, along one axis. */
    private static boolean covers(int output, int input, int kernel, int stride, int padding) {
        int tap = input + padding - output * stride;
        return tap >= 0 && tap < kernel;
    }

    private static int weight(ConvolutionShape shape, int f, int c, int oy, int ox, int iy, int ix) {
        Window window = shape.window();
        int ky = iy + window.rowPadding() - oy * window.rowStride();
        int kx = ix + window.columnPadding() - ox * window.columnStride();
        return ((f * shape.channels() + c) * window.height() + ky) * window.width() + kx;
    }

    private static boolean covers(ConvolutionShape shape, int oy, int ox, int iy, int ix) {
        Window window = shape.window();
        return covers(oy, iy, window.height(), window.rowStride(), window.rowPadding())
                && covers(ox, ix, window.width(), window.columnStride(), window.columnPadding());
    }

    private static int output(ConvolutionShape shape, Lanes lanes, int j, int f, int oy, int ox, int s) {
        int feature = (f * shape.outputHeight() + oy) * shape.outputWidth() + ox;
        return NaiveKernels.at(lanes, shape.outputs(), feature, j, s);
    }

    private static int input(ConvolutionShape shape, Lanes lanes, int j, int c, int iy, int ix, int s) {
        int feature = (c * shape.height() + iy) * shape.width() + ix;
        return NaiveKernels.at(lanes, shape.inputs(), feature, j, s);
    }

    @Override
    public void forward(PackedFilters filters, float[] x, float[] y, Lanes lanes, Workspace workspace) {
        ConvolutionShape shape = filters.shape();
        for (int j = 0; j < lanes.microBatches(); j++) {
            for (int f = 0; f < shape.filters(); f++) {
                for (int oy = 0; oy < shape.outputHeight(); oy++) {
                    for (int ox = 0; ox < shape.outputWidth(); ox++) {
                        for (int s = 0; s < lanes.width(j); s++) {
                            float acc = 0;
                            // Inputs in increasing order are kernel rows and columns in increasing order.
                            for (int iy = 0; iy < shape.height(); iy++) {
                                for (int ix = 0; ix < shape.width(); ix++) {
                                    for (int c = 0; c < shape.channels() && covers(shape, oy, ox, iy, ix); c++) {
                                        acc = Math.fma(
                                                filters.elements()[weight(shape, f, c, oy, ox, iy, ix)],
                                                x[input(shape, lanes, j, c, iy, ix, s)],
                                                acc);
                                    }
                                }
                            }
                            y[output(shape, lanes, j, f, oy, ox, s)] = acc;
                        }
                    }
                }
            }
        }
    }

    @Override
    public void inputGradient(PackedFilters filters, float[] dy, float[] dx, Lanes lanes, Workspace workspace) {
        ConvolutionShape shape = filters.shape();
        for (int j = 0; j < lanes.microBatches(); j++) {
            for (int c = 0; c < shape.channels(); c++) {
                for (int iy = 0; iy < shape.height(); iy++) {
                    for (int ix = 0; ix < shape.width(); ix++) {
                        for (int s = 0; s < lanes.width(j); s++) {
                            float acc = 0;
                            for (int oy = 0; oy < shape.outputHeight(); oy++) {
                                for (int ox = 0; ox < shape.outputWidth(); ox++) {
                                    for (int f = 0; f < shape.filters() && covers(shape, oy, ox, iy, ix); f++) {
                                        acc = Math.fma(
                                                filters.elements()[weight(shape, f, c, oy, ox, iy, ix)],
                                                dy[output(shape, lanes, j, f, oy, ox, s)],
                                                acc);
                                    }
                                }
                            }
                            dx[input(shape, lanes, j, c, iy, ix, s)] = acc;
                        }
                    }
                }
            }
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
        int area = shape.window().area();
        for (int k = 0; k + 1 < bounds.length; k++) {
            for (int i = 0; i < shape.weights(); i++) {
                int f = i / area / shape.channels();
                int c = i / area % shape.channels();
                int ky = i % area / shape.window().width();
                int kx = i % area % shape.window().width();
                out[k][from + i] = NaiveKernels.tree(
                        j -> leaf(shape, dy, x, lanes, j, f, c, ky, kx), bounds[k], bounds[k + 1] - bounds[k]);
            }
        }
    }

    private static float leaf(
            ConvolutionShape shape, float[] dy, float[] x, Lanes lanes, int j, int f, int c, int ky, int kx) {
        Window window = shape.window();
        float[] lane = new float[16];
        for (int oy = 0; oy < shape.outputHeight(); oy++) {
            for (int ox = 0; ox < shape.outputWidth(); ox++) {
                int iy = oy * window.rowStride() - window.rowPadding() + ky;
                int ix = ox * window.columnStride() - window.columnPadding() + kx;
                if (iy < 0 || iy >= shape.height() || ix < 0 || ix >= shape.width()) {
                    continue;
                }
                for (int s = 0; s < lanes.width(j); s++) {
                    lane[s % 16] = Math.fma(
                            dy[output(shape, lanes, j, f, oy, ox, s)],
                            x[input(shape, lanes, j, c, iy, ix, s)],
                            lane[s % 16]);
                }
            }
        }
        return NaiveKernels.fold(lane);
    }
}
