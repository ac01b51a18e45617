package dev.evenkeel.math;

import java.util.Arrays;

/** Pooling in plain Java. */
final class PlainPoolingKernels implements PoolingKernels {
    /** One window of one map: its output's and its first element's place in the buffers. */
    private interface Visitor {
        void visit(int output, int input, int width);
    }

    /** Visits all windows of all maps, of each map row by row. */
    private static void windows(PoolingShape shape, Lanes lanes, Visitor visitor) {
        for (int j = 0; j < lanes.microBatches(); j++) {
            int width = lanes.width(j);
            int output = shape.outputs() * lanes.start(j);
            for (int c = 0; c < shape.channels(); c++) {
                for (int oy = 0; oy < shape.outputHeight(); oy++) {
                    for (int ox = 0; ox < shape.outputWidth(); ox++) {
                        int row = c * shape.height() + oy * shape.window().rowStride();
                        int feature = row * shape.width() + ox * shape.window().columnStride();
                        visitor.visit(output, shape.inputs() * lanes.start(j) + feature * width, width);
                        output += width;
                    }
                }
            }
        }
    }

    /** Place of element t of a window, counted row by row from its first element. */
    private static int element(PoolingShape shape, int input, int t, int width) {
        int columns = shape.window().width();
        return input + (t / columns * shape.width() + t % columns) * width;
    }

    @Override
    public void max(PoolingShape shape, float[] x, float[] y, Lanes lanes) {
        int area = shape.window().area();
        windows(shape, lanes, (output, input, width) -> {
            System.arraycopy(x, input, y, output, width);
            for (int t = 1; t < area; t++) {
                int at = element(shape, input, t, width);
                for (int s = 0; s < width; s++) {
                    y[output + s] = Math.max(y[output + s], x[at + s]);
                }
            }
        });
    }

    @Override
    public void maxBackward(PoolingShape shape, float[] x, float[] y, float[] dy, float[] dx, Lanes lanes) {
        int area = shape.window().area();
        Arrays.fill(dx, 0, shape.inputs() * lanes.total(), 0f);
        windows(shape, lanes, (output, input, width) -> {
            for (int s = 0; s < width; s++) {
                float largest = y[output + s];
                int chosen = 0;
                while (largest == largest
                        && chosen < area - 1
                        && !same(x[element(shape, input, chosen, width) + s], largest)) {
                    chosen++;
                }
                int at = element(shape, input, chosen, width) + s;
                dx[at] = dx[at] + dy[output + s];
            }
        });
    }

    private static boolean same(float a, float b) {
        return Float.floatToRawIntBits(a) == Float.floatToRawIntBits(b);
    }

    @Override
    public void average(PoolingShape shape, float[] x, float[] y, Lanes lanes) {
        int area = shape.window().area();
        windows(shape, lanes, (output, input, width) -> {
            Arrays.fill(y, output, output + width, 0f);
            for (int t = 0; t < area; t++) {
                int at = element(shape, input, t, width);
                for (int s = 0; s < width; s++) {
                    y[output + s] = y[output + s] + x[at + s];
                }
            }
            for (int s = output; s < output + width; s++) {
                y[s] = y[s] / area;
            }
        });
    }

    @Override
    public void averageBackward(PoolingShape shape, float[] dy, float[] dx, Lanes lanes) {
        int area = shape.window().area();
        Arrays.fill(dx, 0, shape.inputs() * lanes.total(), 0f);
        windows(shape, lanes, (output, input, width) -> {
            for (int t = 0; t < area; t++) {
                int at = element(shape, input, t, width);
                for (int s = 0; s < width; s++) {
                    dx[at + s] = dx[at + s] + dy[output + s] / area;
                }
            }
        });
    }
}
