package dev.evenkeel.math.vector;

import static dev.evenkeel.math.vector.Vectors.FLOATS;
import static dev.evenkeel.math.vector.Vectors.LENGTH;

import dev.evenkeel.math.Lanes;
import dev.evenkeel.math.PoolingShape;
import dev.evenkeel.math.Window;
import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;

/**
 * Max pooling by windows of 2 × 2 that don't overlap, the most common ones: one flat loop for each row of windows, and a gradient
 * that is written once instead of added to. Other windows take {@link VectorPoolingKernels}' loops over their elements.
 */
record QuadPooling(PoolingShape shape, Lanes lanes) {
    private static final int INFINITY_BITS = 0x7F800000;
    private static final int ALL_BUT_SIGN = 0x7FFFFFFF;
    private static final int SIGN_SHIFT = 31;

    static boolean suits(PoolingShape shape) {
        return shape.window().equals(Window.square(2, 2, 0));
    }

    void max(float[] x, float[] y) {
        for (int j = 0; j < lanes.microBatches(); j++) {
            int width = lanes.width(j);
            for (int row = 0; row < shape.channels() * shape.outputHeight(); row++) {
                max(x, input(j, row), shape.width() * width, width, y, output(j, row), output(j, row + 1));
            }
        }
    }

    private static void max(float[] x, int input, int below, int width, float[] y, int output, int end) {
        int i = input;
        int s = 0;
        for (int o = output; o < end; o += LENGTH) {
            FloatVector.fromArray(FLOATS, x, i)
                    .max(FloatVector.fromArray(FLOATS, x, i + width))
                    .max(FloatVector.fromArray(FLOATS, x, i + below))
                    .max(FloatVector.fromArray(FLOATS, x, i + below + width))
                    .intoArray(y, o);
            s += LENGTH;
            i += s == width ? LENGTH + width : LENGTH;
            s = s == width ? 0 : s;
        }
    }

    void maxBackward(float[] x, float[] y, float[] dy, float[] dx) {
        boolean covered = shape.height() % 2 == 0 && shape.width() % 2 == 0;
        for (int j = 0; j < lanes.microBatches(); j++) {
            int width = lanes.width(j);
            if (!covered) {
                Arrays.fill(dx, shape.inputs() * lanes.start(j), shape.inputs() * (lanes.start(j) + width), 0f);
            }
            for (int row = 0; row < shape.channels() * shape.outputHeight(); row++) {
                int below = shape.width() * width;
                maxBackward(x, y, dy, dx, input(j, row), below, width, output(j, row), output(j, row + 1));
            }
        }
    }

    /**
     * Two floats differ where the difference of their bits, or its negative, has its sign set; the masks made of that are all
     * ones or zero. {@code left} and {@code next} are the gradient in the lanes where it has gone nowhere yet, zero elsewhere; what an
     * element takes of it is where they differ: as few operations as will do, since the compiler inlines only so many into one method. What
     * is written is +0 plus a share: a share of −0 becomes +0, as the contract says.
     */
    private static void maxBackward(
            float[] x, float[] y, float[] dy, float[] dx, int input, int below, int width, int output, int end) {
        int i = input;
        int s = 0;
        FloatVector zero = FloatVector.zero(FLOATS);
        for (int o = output; o < end; o += LENGTH) {
            IntVector largest = FloatVector.fromArray(FLOATS, y, o).reinterpretAsInts();
            IntVector gradient = FloatVector.fromArray(FLOATS, dy, o).reinterpretAsInts();
            // Where y is not a number, everything goes to the first element, whatever it is.
            IntVector number =
                    largest.and(ALL_BUT_SIGN).sub(INFINITY_BITS + 1).lanewise(VectorOperators.ASHR, SIGN_SHIFT);
            IntVector d =
                    FloatVector.fromArray(FLOATS, x, i).reinterpretAsInts().sub(largest);
            IntVector left = d.or(d.neg())
                    .lanewise(VectorOperators.ASHR, SIGN_SHIFT)
                    .and(number)
                    .and(gradient);
            IntVector share = gradient.lanewise(VectorOperators.XOR, left);
            zero.add(share.reinterpretAsFloats()).intoArray(dx, i);

            d = FloatVector.fromArray(FLOATS, x, i + width).reinterpretAsInts().sub(largest);
            IntVector next =
                    d.or(d.neg()).lanewise(VectorOperators.ASHR, SIGN_SHIFT).and(left);
            share = left.lanewise(VectorOperators.XOR, next);
            zero.add(share.reinterpretAsFloats()).intoArray(dx, i + width);

            d = FloatVector.fromArray(FLOATS, x, i + below).reinterpretAsInts().sub(largest);
            left = d.or(d.neg()).lanewise(VectorOperators.ASHR, SIGN_SHIFT).and(next);
            share = next.lanewise(VectorOperators.XOR, left);
            zero.add(share.reinterpretAsFloats()).intoArray(dx, i + below);

            // What is left has to be in the last one: y is one of the four.
            zero.add(left.reinterpretAsFloats()).intoArray(dx, i + below + width);
            s += LENGTH;
            i += s == width ? LENGTH + width : LENGTH;
            s = s == width ? 0 : s;
        }
    }

    /** Where the input begins that a row of windows, counted over all maps, covers. */
    private int input(int microBatch, int row) {
        int width = lanes.width(microBatch);
        int map = row / shape.outputHeight() * shape.height();
        int first = (map + row % shape.outputHeight() * 2) * shape.width();
        return shape.inputs() * lanes.start(microBatch) + first * width;
    }

    /** Where a row of windows begins in the output. */
    private int output(int microBatch, int row) {
        return shape.outputs() * lanes.start(microBatch) + row * shape.outputWidth() * lanes.width(microBatch);
    }
}
