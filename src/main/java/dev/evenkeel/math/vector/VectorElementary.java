package dev.evenkeel.math.vector;

import static dev.evenkeel.math.vector.Vectors.FLOATS;

import dev.evenkeel.math.Elementary;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;

/** The functions of {@link Elementary}, step by step the same, over the lanes of a vector. */
final class VectorElementary {
    private static final int ROUNDER_BITS = Float.floatToRawIntBits(Elementary.ROUNDER);

    private VectorElementary() {}

    /** exp in place, of elements that fill whole vectors. */
    static void exp(float[] x, int from, int to) {
        for (int i = from; i < to; i += Vectors.LENGTH) {
            exp(FloatVector.fromArray(FLOATS, x, i)).intoArray(x, i);
        }
    }

    private static FloatVector exp(FloatVector x) {
        FloatVector c = x.min(Elementary.EXP_MAX).max(Elementary.EXP_MIN);
        FloatVector t = rounded(c);
        FloatVector r = reduced(c, t);
        FloatVector p = tail(r).fma(r.mul(r), r).add(1f);
        IntVector i = exponent(t);
        IntVector h = i.lanewise(VectorOperators.ASHR, 1);
        return p.mul(powerOfTwo(h)).mul(powerOfTwo(i.sub(h)));
    }

    static FloatVector sigmoid(FloatVector x) {
        return FloatVector.broadcast(FLOATS, 1f).div(exp(x.neg()).add(1f));
    }

    static FloatVector tanh(FloatVector x) {
        FloatVector a = x.abs().mul(2f).min(Elementary.TANH_MAX);
        FloatVector t = rounded(a);
        FloatVector r = reduced(a, t);
        FloatVector q = tail(r).fma(r.mul(r), r);
        FloatVector g = powerOfTwo(exponent(t));
        FloatVector v = g.fma(q, g.sub(1f));
        IntVector sign = x.reinterpretAsInts().and(0x80000000);
        return v.div(v.add(2f)).reinterpretAsInts().or(sign).reinterpretAsFloats();
    }

    /** x · log₂ e, rounded to an integer in the low bits. */
    private static FloatVector rounded(FloatVector x) {
        return x.fma(
                FloatVector.broadcast(FLOATS, Elementary.LOG2_E), FloatVector.broadcast(FLOATS, Elementary.ROUNDER));
    }

    private static IntVector exponent(FloatVector rounded) {
        return rounded.reinterpretAsInts().sub(ROUNDER_BITS);
    }

    private static FloatVector reduced(FloatVector x, FloatVector rounded) {
        FloatVector n = rounded.sub(Elementary.ROUNDER);
        FloatVector high = n.fma(FloatVector.broadcast(FLOATS, -Elementary.LN2_HI), x);
        return n.fma(FloatVector.broadcast(FLOATS, -Elementary.LN2_LO), high);
    }

    private static FloatVector tail(FloatVector r) {
        FloatVector q = FloatVector.broadcast(FLOATS, 1 / 5040f).fma(r, FloatVector.broadcast(FLOATS, 1 / 720f));
        q = q.fma(r, FloatVector.broadcast(FLOATS, 1 / 120f));
        q = q.fma(r, FloatVector.broadcast(FLOATS, 1 / 24f));
        q = q.fma(r, FloatVector.broadcast(FLOATS, 1 / 6f));
        return q.fma(r, FloatVector.broadcast(FLOATS, 1 / 2f));
    }

    private static FloatVector powerOfTwo(IntVector i) {
        return i.add(Elementary.EXPONENT_BIAS)
                .lanewise(VectorOperators.LSHL, Elementary.MANTISSA_BITS)
                .reinterpretAsFloats();
    }
}
