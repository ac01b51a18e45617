package dev.evenkeel.math.vector;

import static dev.evenkeel.math.vector.Vectors.FLOATS;
import static dev.evenkeel.math.vector.Vectors.FLOAT_VECTOR;
import static dev.evenkeel.math.vector.Vectors.INTS;
import static dev.evenkeel.math.vector.Vectors.INT_VECTOR;
import static dev.evenkeel.math.vector.Vectors.LENGTH;

import dev.evenkeel.math.ActivationKernels;
import dev.evenkeel.math.KernelSets;
import dev.evenkeel.math.Lanes;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;

/**
 * Activations by vectors. What does not fill a vector, at the end, goes through a mask; buffers of whole lanes have no such
 * rest. Choices by sign are made with integer masks: comparing floats and blending is slow on JDK 17.
 */
final class VectorActivationKernels implements ActivationKernels {
    private static final int GELU_BLOCK = 512;
    private static final int INFINITY_BITS = 0x7F800000;
    private static final int NEGATIVE_ZERO_BITS = 0x80000000;

    private final ActivationKernels plain = KernelSets.plain().activation();

    /** A function of one vector; small, so that it is inlined where it is used. */
    private interface Unary {
        FloatVector of(FloatVector x);
    }

    private interface Binary {
        FloatVector of(FloatVector a, FloatVector b);
    }

    private static FloatVector load(float[] x, int at, VectorMask<Float> mask) {
        return FloatVector.fromArray(FLOATS, x, at, mask);
    }

    /** The elements that are left from {@code at} on. */
    private static VectorMask<Float> rest(int at, int n) {
        return FLOATS.indexInRange(at, n);
    }

    @Override
    public void relu(float[] x, float[] y, int n) {
        int i = 0;
        for (; i <= n - LENGTH; i += LENGTH) {
            relu(FloatVector.fromArray(FLOATS, x, i)).intoArray(y, i);
        }
        rest(x, y, i, n, VectorActivationKernels::relu);
    }

    private static FloatVector relu(FloatVector x) {
        return x.max(0f);
    }

    private static void rest(float[] x, float[] y, int at, int n, Unary f) {
        if (at < n) {
            VectorMask<Float> rest = rest(at, n);
            f.of(load(x, at, rest)).intoArray(y, at, rest);
        }
    }

    private static void rest(float[] a, float[] b, float[] y, int at, int n, Binary f) {
        if (at < n) {
            VectorMask<Float> rest = rest(at, n);
            f.of(load(a, at, rest), load(b, at, rest)).intoArray(y, at, rest);
        }
    }

    @Override
    public void reluBackward(float[] y, float[] dy, float[] dx, int n) {
        int i = 0;
        for (; i <= n - LENGTH; i += LENGTH) {
            FloatVector gradient =
                    reluBackward(FloatVector.fromArray(FLOATS, y, i), FloatVector.fromArray(FLOATS, dy, i));
            FLOAT_VECTOR.cast(gradient).intoArray(dx, i);
        }
        rest(y, dy, dx, i, n, VectorActivationKernels::reluBackward);
    }

    /** y has a bit set exactly if it is not +0, and then so has the sign of {@code bits | −bits}. */
    private static FloatVector reluBackward(FloatVector y, FloatVector dy) {
        IntVector bits = y.reinterpretAsInts();
        IntVector mask = bits.or(bits.neg()).lanewise(VectorOperators.ASHR, 31);
        return dy.reinterpretAsInts().and(mask).reinterpretAsFloats();
    }

    @Override
    public void leakyRelu(float[] x, float[] y, float slope, int n) {
        leakyReluBackward(x, x, y, slope, n);
    }

    @Override
    public void leakyReluBackward(float[] x, float[] dy, float[] dx, float slope, int n) {
        int i = 0;
        for (; i <= n - LENGTH; i += LENGTH) {
            FloatVector value = leaky(FloatVector.fromArray(FLOATS, x, i), FloatVector.fromArray(FLOATS, dy, i), slope);
            FLOAT_VECTOR.cast(value).intoArray(dx, i);
        }
        rest(x, dy, dx, i, n, (a, b) -> leaky(a, b, slope));
    }

    private static FloatVector leaky(FloatVector x, FloatVector dy, float slope) {
        IntVector below = belowZero(x.reinterpretAsInts());
        IntVector scaled = dy.mul(slope).reinterpretAsInts();
        IntVector plain = dy.reinterpretAsInts();
        return plain.lanewise(
                        VectorOperators.XOR,
                        plain.lanewise(VectorOperators.XOR, scaled).and(below))
                .reinterpretAsFloats();
    }

    /** All ones where the float is below 0: its bits, less those of the first float below 0, come before those of +∞. */
    private static IntVector belowZero(IntVector bits) {
        IntVector distance = bits.sub(NEGATIVE_ZERO_BITS + 1);
        return distance.sub(INFINITY_BITS).and(distance.not()).lanewise(VectorOperators.ASHR, 31);
    }

    @Override
    public void sigmoid(float[] x, float[] y, int n) {
        int i = 0;
        for (; i <= n - LENGTH; i += LENGTH) {
            VectorElementary.sigmoid(FloatVector.fromArray(FLOATS, x, i)).intoArray(y, i);
        }
        rest(x, y, i, n, VectorElementary::sigmoid);
    }

    @Override
    public void sigmoidBackward(float[] y, float[] dy, float[] dx, int n) {
        int i = 0;
        for (; i <= n - LENGTH; i += LENGTH) {
            sigmoidBackward(FloatVector.fromArray(FLOATS, y, i), FloatVector.fromArray(FLOATS, dy, i))
                    .intoArray(dx, i);
        }
        rest(y, dy, dx, i, n, VectorActivationKernels::sigmoidBackward);
    }

    private static FloatVector sigmoidBackward(FloatVector y, FloatVector dy) {
        return dy.mul(y.mul(FloatVector.broadcast(FLOATS, 1f).sub(y)));
    }

    @Override
    public void tanh(float[] x, float[] y, int n) {
        int i = 0;
        for (; i <= n - LENGTH; i += LENGTH) {
            FLOAT_VECTOR
                    .cast(VectorElementary.tanh(FloatVector.fromArray(FLOATS, x, i)))
                    .intoArray(y, i);
        }
        rest(x, y, i, n, VectorElementary::tanh);
    }

    @Override
    public void tanhBackward(float[] y, float[] dy, float[] dx, int n) {
        int i = 0;
        for (; i <= n - LENGTH; i += LENGTH) {
            tanhBackward(FloatVector.fromArray(FLOATS, y, i), FloatVector.fromArray(FLOATS, dy, i))
                    .intoArray(dx, i);
        }
        rest(y, dy, dx, i, n, VectorActivationKernels::tanhBackward);
    }

    private static FloatVector tanhBackward(FloatVector y, FloatVector dy) {
        return dy.mul(oneLessSquare(y));
    }

    /** {@code fma(−t, t, 1)}. */
    private static FloatVector oneLessSquare(FloatVector t) {
        return t.neg().fma(t, FloatVector.broadcast(FLOATS, 1f));
    }

    @Override
    public void gelu(float[] x, float[] y, int n) {
        int i = 0;
        for (; i <= n - LENGTH; i += LENGTH) {
            gelu(FloatVector.fromArray(FLOATS, x, i)).intoArray(y, i);
        }
        rest(x, y, i, n, VectorActivationKernels::gelu);
    }

    private static FloatVector gelu(FloatVector x) {
        return x.mul(0.5f).mul(tanhOfU(x).add(1f));
    }

    private static FloatVector tanhOfU(FloatVector x) {
        return VectorElementary.tanh(x.mul(x).mul(GELU_A).fma(x, x).mul(GELU_C));
    }

    /** In blocks, and tanh apart: all in one loop is more than the compiler is willing to inline. */
    @Override
    public void geluBackward(float[] x, float[] dy, float[] dx, int n) {
        float[] t = new float[GELU_BLOCK];
        int i = 0;
        for (; i <= n - LENGTH; i += GELU_BLOCK) {
            int end = Math.min(n - LENGTH + 1, i + GELU_BLOCK);
            for (int e = i; e < end; e += LENGTH) {
                FLOAT_VECTOR.cast(tanhOfU(FloatVector.fromArray(FLOATS, x, e))).intoArray(t, e - i);
            }
            for (int e = i; e < end; e += LENGTH) {
                geluBackward(
                                FloatVector.fromArray(FLOATS, x, e),
                                FloatVector.fromArray(FLOATS, t, e - i),
                                FloatVector.fromArray(FLOATS, dy, e))
                        .intoArray(dx, e);
            }
        }
        int whole = n / LENGTH * LENGTH;
        rest(x, dy, dx, whole, n, (a, b) -> geluBackward(a, tanhOfU(a), b));
    }

    private static FloatVector geluBackward(FloatVector x, FloatVector t, FloatVector dy) {
        FloatVector du = FloatVector.broadcast(FLOATS, GELU_3A)
                .fma(x.mul(x), FloatVector.broadcast(FLOATS, 1f))
                .mul(GELU_C);
        return dy.mul(x.mul(0.5f).mul(oneLessSquare(t)).fma(du, t.add(1f).mul(0.5f)));
    }

    @Override
    public long countActive(float[] y, int channels, int plane, Lanes lanes, int microBatch, int[] active, int at) {
        int width = lanes.width(microBatch);
        int begin = channels * plane * lanes.start(microBatch);
        int[] counts = new int[LENGTH];
        long all = 0;
        for (int c = 0; c < channels; c++) {
            int from = begin + c * plane * width;
            for (int s = from; s < from + width; s += LENGTH) {
                IntVector found = IntVector.zero(INTS);
                for (int i = s; i < s + plane * width; i += width) {
                    found = notZero(FloatVector.fromArray(FLOATS, y, i)).add(found);
                }
                INT_VECTOR.cast(found).intoArray(counts, 0);
                for (int count : counts) {
                    active[at + c] += count == 0 ? 0 : 1;
                    all += count;
                }
            }
        }
        return all;
    }

    /** 1 where x is neither 0 nor −0: where anything but the sign is set. */
    private static IntVector notZero(FloatVector x) {
        IntVector bits = x.reinterpretAsInts().lanewise(VectorOperators.LSHL, 1);
        return bits.or(bits.neg()).lanewise(VectorOperators.LSHR, Integer.SIZE - 1);
    }

    @Override
    public long countBeyond(float[] x, int features, Lanes lanes, int microBatch, float low, float high) {
        int begin = features * lanes.start(microBatch);
        IntVector counts = IntVector.zero(INTS);
        for (int i = begin; i < begin + features * lanes.width(microBatch); i += LENGTH) {
            FloatVector value = FloatVector.fromArray(FLOATS, x, i);
            // By signs: a difference is below 0 exactly if it should be, unless the value is not a number.
            IntVector beyond =
                    value.sub(low).reinterpretAsInts().or(value.neg().add(high).reinterpretAsInts());
            IntVector magnitude = value.abs().reinterpretAsInts();
            IntVector number = magnitude.neg().add(INFINITY_BITS).not();
            counts = beyond.and(number)
                    .lanewise(VectorOperators.LSHR, Integer.SIZE - 1)
                    .add(counts);
        }
        long all = 0;
        for (int count : INT_VECTOR.cast(counts).toArray()) {
            all += count;
        }
        return all;
    }

    @Override
    public void clearPadding(float[] x, int features, Lanes lanes) {
        plain.clearPadding(x, features, lanes);
    }
}
