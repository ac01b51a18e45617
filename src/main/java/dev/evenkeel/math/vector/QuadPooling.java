package dev.evenkeel.math.vector;

import static dev.evenkeel.math.vector.Vectors.FLOATS;
import static dev.evenkeel.math.vector.Vectors.FLOAT_VECTOR;
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
            for (int row = 0; row < rows(); row++) {
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
            for (int row = 0; row < rows(); row++) {
                int upper = input(j, row);
                int lower = upper + shape.width() * width;
                int begin = output(j, row);
                int end = output(j, row + 1);
                for (int inputs = upper; inputs <= lower; inputs += lower - upper) {
                    boolean first = inputs == upper;
                    float[] gradient = first ? dy : dx;
                    int from = first ? begin : lower;
                    take(x, y, gradient, from, first, dx, inputs, lower, width, begin, end);
                }
            }
        }
    }

    /**
     * What one row of inputs takes of the gradient. Two floats differ where the difference of their bits, or its negative, has
     * its sign set. {@code left} and {@code next} are the gradient in the lanes where it has gone nowhere yet, zero elsewhere;
     * what an element takes of it is where they differ. A gradient of −0 becomes +0, as the contract says.
     *
     * <p>The upper row leaves the rest where the first elements of the lower row's gradient will be; the lower row leaves nothing, since y is
     * one of the four. In one loop for both rows there would be more operations than the compiler sees through every time: in one JVM
     * of ten the last one took forty megabytes a step. So there is one loop, and one place where it can be inlined.
     *
     * @param gradient what is to be taken, from {@code from} on
     * @param dense whether it stands window by window, not as far apart as the windows' elements
     * @param inputs where the row begins, of x and of its gradient
     * @param rest where what is left goes, as far apart as elements are
     */
    private static void take(
            float[] x,
            float[] y,
            float[] gradient,
            int from,
            boolean dense,
            float[] dx,
            int inputs,
            int rest,
            int width,
            int output,
            int end) {
        int i = 0;
        int s = 0;
        FloatVector zero = FloatVector.zero(FLOATS);
        for (int o = output; o < end; o += LENGTH) {
            IntVector largest = FloatVector.fromArray(FLOATS, y, o).reinterpretAsInts();
            int at = from + (dense ? o - output : i);
            IntVector all =
                    zero.add(FloatVector.fromArray(FLOATS, gradient, at)).reinterpretAsInts();
            // Where y is not a number, everything goes to the first element, whatever it is.
            IntVector number = largest.and(ALL_BUT_SIGN).sub(INFINITY_BITS + 1);
            IntVector d = FloatVector.fromArray(FLOATS, x, inputs + i)
                    .reinterpretAsInts()
                    .sub(largest);
            IntVector left = d.or(d.neg())
                    .and(number)
                    .lanewise(VectorOperators.ASHR, SIGN_SHIFT)
                    .and(all);
            d = FloatVector.fromArray(FLOATS, x, inputs + i + width)
                    .reinterpretAsInts()
                    .sub(largest);
            IntVector next =
                    d.or(d.neg()).lanewise(VectorOperators.ASHR, SIGN_SHIFT).and(left);
            FLOAT_VECTOR.cast(next.reinterpretAsFloats()).intoArray(dx, rest + i);
            FLOAT_VECTOR
                    .cast(all.lanewise(VectorOperators.XOR, left).reinterpretAsFloats())
                    .intoArray(dx, inputs + i);
            FLOAT_VECTOR
                    .cast(left.lanewise(VectorOperators.XOR, next).reinterpretAsFloats())
                    .intoArray(dx, inputs + i + width);
            s += LENGTH;
            i += s == width ? LENGTH + width : LENGTH;
            s = s == width ? 0 : s;
        }
    }

    /** Rows of windows, counted over all maps. */
    private int rows() {
        return shape.channels() * (shape.height() / 2);
    }

    /** Where the input begins that a row of windows covers. */
    private int input(int microBatch, int row) {
        int width = lanes.width(microBatch);
        int rowsOfMap = shape.height() / 2;
        int first = row / rowsOfMap * shape.height() + row % rowsOfMap * 2;
        return shape.inputs() * lanes.start(microBatch) + first * shape.width() * width;
    }

    /** Where a row of windows begins in the output. */
    private int output(int microBatch, int row) {
        int windows = shape.width() / 2;
        return windows * (rows() * lanes.start(microBatch) + row * lanes.width(microBatch));
    }
}
