package dev.evenkeel.math.vector;

import static dev.evenkeel.math.vector.Vectors.FLOATS;
import static dev.evenkeel.math.vector.Vectors.FLOAT_VECTOR;
import static dev.evenkeel.math.vector.Vectors.INTS;
import static dev.evenkeel.math.vector.Vectors.LENGTH;

import dev.evenkeel.math.Lanes;
import dev.evenkeel.math.PoolingKernels;
import dev.evenkeel.math.PoolingShape;
import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;

/** Pooling by vectors of samples. What a window chose is found by integer masks: comparing floats is slow on JDK 17. */
final class VectorPoolingKernels implements PoolingKernels {
    private static final float[] NONE = {};
    private static final int INFINITY_BITS = 0x7F800000;
    private static final int ALL_BUT_SIGN = 0x7FFFFFFF;
    private static final int SIGN_SHIFT = 31;

    /** Maps of one channel in the buffers. */
    private interface Map {
        /** A window; {@code taps} are the places of its elements, counted from the first. */
        void window(int output, int input, int[] taps, int width);
    }

    /** Visits all windows, of each map row by row; sets the input's map to zero before, if one is given. */
    private static void each(PoolingShape shape, Lanes lanes, float[] cleared, Map map) {
        int[] taps = new int[shape.window().area()];
        int outputHeight = shape.outputHeight();
        int outputWidth = shape.outputWidth();
        for (int j = 0; j < lanes.microBatches(); j++) {
            int width = lanes.width(j);
            for (int t = 0; t < taps.length; t++) {
                int columns = shape.window().width();
                taps[t] = (t / columns * shape.width() + t % columns) * width;
            }
            int output = shape.outputs() * lanes.start(j);
            int size = shape.height() * shape.width() * width;
            for (int c = 0; c < shape.channels(); c++) {
                int input = shape.inputs() * lanes.start(j) + c * size;
                if (cleared.length > 0) {
                    Arrays.fill(cleared, input, input + size, 0f);
                }
                for (int oy = 0; oy < outputHeight; oy++) {
                    int row = input + oy * shape.window().rowStride() * shape.width() * width;
                    for (int ox = 0; ox < outputWidth; ox++) {
                        map.window(output, row + ox * shape.window().columnStride() * width, taps, width);
                        output += width;
                    }
                }
            }
        }
    }

    @Override
    public void max(PoolingShape shape, float[] x, float[] y, Lanes lanes) {
        if (QuadPooling.suits(shape)) {
            new QuadPooling(shape, lanes).max(x, y);
            return;
        }
        each(shape, lanes, NONE, (output, input, taps, width) -> {
            for (int s = 0; s < width; s += LENGTH) {
                largest(x, input + s, taps, y, output + s);
            }
        });
    }

    private static void largest(float[] x, int input, int[] taps, float[] y, int output) {
        FloatVector largest = FloatVector.fromArray(FLOATS, x, input);
        for (int t = 1; t < taps.length; t++) {
            largest = FloatVector.fromArray(FLOATS, x, input + taps[t]).max(largest);
        }
        FLOAT_VECTOR.cast(largest).intoArray(y, output);
    }

    @Override
    public void maxBackward(PoolingShape shape, float[] x, float[] y, float[] dy, float[] dx, Lanes lanes) {
        if (QuadPooling.suits(shape)) {
            new QuadPooling(shape, lanes).maxBackward(x, y, dy, dx);
            return;
        }
        each(shape, lanes, dx, (output, input, taps, width) -> {
            for (int s = 0; s < width; s += LENGTH) {
                toChosen(x, y, dy, dx, output + s, input + s, taps);
            }
        });
    }

    /**
     * Two floats differ where the difference of their bits, or its negative, has its sign set; the masks made of that are all ones
     * or zero. {@code left} holds the lanes whose gradient has gone nowhere yet.
     */
    private static void toChosen(float[] x, float[] y, float[] dy, float[] dx, int output, int input, int[] taps) {
        IntVector largest = FloatVector.fromArray(FLOATS, y, output).reinterpretAsInts();
        IntVector gradient = FloatVector.fromArray(FLOATS, dy, output).reinterpretAsInts();
        // Where y is not a number, everything goes to the first element, whatever it is.
        IntVector number = largest.and(ALL_BUT_SIGN).sub(INFINITY_BITS + 1).lanewise(VectorOperators.ASHR, SIGN_SHIFT);
        IntVector left = IntVector.broadcast(INTS, -1);
        for (int t = 0; t < taps.length; t++) {
            int at = input + taps[t];
            IntVector difference =
                    FloatVector.fromArray(FLOATS, x, at).reinterpretAsInts().lanewise(VectorOperators.XOR, largest);
            IntVector differs = difference
                    .or(difference.neg())
                    .lanewise(VectorOperators.ASHR, SIGN_SHIFT)
                    .and(number);
            FloatVector share = gradient.and(differs.not().and(left)).reinterpretAsFloats();
            FloatVector.fromArray(FLOATS, dx, at).add(share).intoArray(dx, at);
            left = differs.and(left);
        }
    }

    @Override
    public void average(PoolingShape shape, float[] x, float[] y, Lanes lanes) {
        float area = shape.window().area();
        each(shape, lanes, NONE, (output, input, taps, width) -> {
            for (int s = 0; s < width; s += LENGTH) {
                FloatVector sum = FloatVector.zero(FLOATS);
                for (int tap : taps) {
                    sum = FloatVector.fromArray(FLOATS, x, input + s + tap).add(sum);
                }
                FLOAT_VECTOR.cast(sum).div(area).intoArray(y, output + s);
            }
        });
    }

    @Override
    public void averageBackward(PoolingShape shape, float[] dy, float[] dx, Lanes lanes) {
        float area = shape.window().area();
        each(shape, lanes, dx, (output, input, taps, width) -> {
            for (int s = 0; s < width; s += LENGTH) {
                FloatVector share =
                        FloatVector.fromArray(FLOATS, dy, output + s).div(area);
                for (int tap : taps) {
                    int at = input + s + tap;
                    FloatVector.fromArray(FLOATS, dx, at).add(share).intoArray(dx, at);
                }
            }
        });
    }
}
