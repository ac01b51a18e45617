package dev.evenkeel.math;

import java.util.Arrays;
import java.util.stream.IntStream;

final class NaivePoolingKernels implements PoolingKernels {
    private interface Element {
        /** @param input places of the window's elements in the input, row by row */
        void visit(int output, int[] input);
    }

    /** Every window of every lane; windows of one map row by row. */
    private static void each(PoolingShape shape, Lanes lanes, Element element) {
        Window window = shape.window();
        for (int j = 0; j < lanes.microBatches(); j++) {
            for (int feature = 0; feature < shape.outputs(); feature++) {
                int ox = feature % shape.outputWidth();
                int oy = feature / shape.outputWidth() % shape.outputHeight();
                int c = feature / shape.outputWidth() / shape.outputHeight();
                for (int lane = 0; lane < lanes.width(j); lane++) {
                    int micro = j;
                    int s = lane;
                    int[] input = IntStream.range(0, window.area())
                            .map(t -> {
                                int iy = oy * window.rowStride() + t / window.width();
                                int ix = ox * window.columnStride() + t % window.width();
                                int f = (c * shape.height() + iy) * shape.width() + ix;
                                return NaiveKernels.at(lanes, shape.inputs(), f, micro, s);
                            })
                            .toArray();
                    element.visit(NaiveKernels.at(lanes, shape.outputs(), feature, j, s), input);
                }
            }
        }
    }

    @Override
    public void max(PoolingShape shape, float[] x, float[] y, Lanes lanes) {
        each(shape, lanes, (output, input) -> {
            y[output] = x[input[0]];
            for (int i : input) {
                y[output] = Math.max(y[output], x[i]);
            }
        });
    }

    @Override
    public void maxBackward(PoolingShape shape, float[] x, float[] y, float[] dy, float[] dx, Lanes lanes) {
        Arrays.fill(dx, 0, shape.inputs() * lanes.total(), 0f);
        each(shape, lanes, (output, input) -> {
            int chosen = input[0];
            if (!Float.isNaN(y[output])) {
                int bits = Float.floatToRawIntBits(y[output]);
                chosen = Arrays.stream(input)
                        .filter(i -> Float.floatToRawIntBits(x[i]) == bits)
                        .findFirst()
                        .orElseThrow();
            }
            dx[chosen] = dx[chosen] + dy[output];
        });
    }

    @Override
    public void average(PoolingShape shape, float[] x, float[] y, Lanes lanes) {
        each(shape, lanes, (output, input) -> {
            float acc = 0;
            for (int i : input) {
                acc = acc + x[i];
            }
            y[output] = acc / input.length;
        });
    }

    @Override
    public void averageBackward(PoolingShape shape, float[] dy, float[] dx, Lanes lanes) {
        Arrays.fill(dx, 0, shape.inputs() * lanes.total(), 0f);
        each(shape, lanes, (output, input) -> {
            for (int i : input) {
                dx[i] = dx[i] + dy[output] / input.length;
            }
        });
    }
}
