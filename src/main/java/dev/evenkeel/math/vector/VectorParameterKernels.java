package dev.evenkeel.math.vector;

import static dev.evenkeel.math.vector.Vectors.DOUBLES;
import static dev.evenkeel.math.vector.Vectors.DOUBLE_VECTOR;
import static dev.evenkeel.math.vector.Vectors.FLOATS;
import static dev.evenkeel.math.vector.Vectors.FLOAT_VECTOR;
import static dev.evenkeel.math.vector.Vectors.INTS;
import static dev.evenkeel.math.vector.Vectors.INT_VECTOR;
import static dev.evenkeel.math.vector.Vectors.LENGTH;
import static dev.evenkeel.math.vector.Vectors.NARROW;
import static jdk.incubator.vector.VectorOperators.F2D;

import dev.evenkeel.math.AdamTerms;
import dev.evenkeel.math.KernelSets;
import dev.evenkeel.math.ParameterKernels;
import dev.evenkeel.math.VirtualLanes;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;

/**
 * Kernels over parameters by vectors; what fills no vector, at the end, is left to the plain kernels. Sums take two slices of the
 * virtual lanes at a time, so that their chains overlap.
 */
final class VectorParameterKernels implements ParameterKernels {
    private static final int LANE_FACTOR = 0x9E3779B1;

    private final ParameterKernels plain = KernelSets.plain().parameter();

    @Override
    public void add(float[] a, float[] b, float[] out, int from, int to) {
        int i = from;
        for (; i <= to - LENGTH; i += LENGTH) {
            FloatVector.fromArray(FLOATS, a, i)
                    .add(FloatVector.fromArray(FLOATS, b, i))
                    .intoArray(out, i);
        }
        plain.add(a, b, out, i, to);
    }

    @Override
    public double sumOfSquares(float[] x, int from, int to) {
        requireBlock(from, to);
        double[] lane = new double[VirtualLanes.COUNT];
        int whole = whole(from, to);
        int slice = DOUBLES.length();
        for (int v = 0; v < VirtualLanes.COUNT; v += 2 * slice) {
            DoubleVector first = DoubleVector.zero(DOUBLES);
            DoubleVector second = first;
            for (int e = from + v; e < from + whole; e += VirtualLanes.COUNT) {
                DoubleVector d =
                        (DoubleVector) FloatVector.fromArray(NARROW, x, e).convertShape(F2D, DOUBLES, 0);
                first = d.fma(d, first);
                d = (DoubleVector) FloatVector.fromArray(NARROW, x, e + slice).convertShape(F2D, DOUBLES, 0);
                second = d.fma(d, second);
            }
            DOUBLE_VECTOR.cast(first).intoArray(lane, v);
            DOUBLE_VECTOR.cast(second).intoArray(lane, v + slice);
        }
        for (int e = whole; e < to - from; e++) {
            double d = x[from + e];
            lane[e - whole] = Math.fma(d, d, lane[e - whole]);
        }
        return VirtualLanes.fold(lane);
    }

    @Override
    public double sumOfMagnitudes(float[] x, int from, int to) {
        requireBlock(from, to);
        double[] lane = new double[VirtualLanes.COUNT];
        int whole = whole(from, to);
        int slice = DOUBLES.length();
        for (int v = 0; v < VirtualLanes.COUNT; v += 2 * slice) {
            DoubleVector first = DoubleVector.zero(DOUBLES);
            DoubleVector second = first;
            for (int e = from + v; e < from + whole; e += VirtualLanes.COUNT) {
                DoubleVector d =
                        (DoubleVector) FloatVector.fromArray(NARROW, x, e).convertShape(F2D, DOUBLES, 0);
                first = d.abs().add(first);
                d = (DoubleVector) FloatVector.fromArray(NARROW, x, e + slice).convertShape(F2D, DOUBLES, 0);
                second = d.abs().add(second);
            }
            DOUBLE_VECTOR.cast(first).intoArray(lane, v);
            DOUBLE_VECTOR.cast(second).intoArray(lane, v + slice);
        }
        for (int e = whole; e < to - from; e++) {
            lane[e - whole] = lane[e - whole] + Math.abs((double) x[from + e]);
        }
        return VirtualLanes.fold(lane);
    }

    @Override
    public float largestMagnitude(float[] x, int from, int to) {
        FloatVector most = FloatVector.zero(FLOATS);
        int i = from;
        for (; i <= to - LENGTH; i += LENGTH) {
            most = FloatVector.fromArray(FLOATS, x, i).abs().max(most);
        }
        float[] lanes = FLOAT_VECTOR.cast(most).toArray();
        return Math.max(plain.largestMagnitude(lanes, 0, lanes.length), plain.largestMagnitude(x, i, to));
    }

    @Override
    public double sumOfDifferences(float[] a, int from, int to, float[] b, int bFrom) {
        requireBlock(from, to);
        double[] lane = new double[VirtualLanes.COUNT];
        int whole = whole(from, to);
        int slice = DOUBLES.length();
        for (int v = 0; v < VirtualLanes.COUNT; v += 2 * slice) {
            DoubleVector first = DoubleVector.zero(DOUBLES);
            DoubleVector second = first;
            for (int e = v; e < whole; e += VirtualLanes.COUNT) {
                int i = from + e;
                int j = bFrom + e;
                DoubleVector difference =
                        (DoubleVector) FloatVector.fromArray(NARROW, a, i).convertShape(F2D, DOUBLES, 0);
                difference = difference.sub(FloatVector.fromArray(NARROW, b, j).convertShape(F2D, DOUBLES, 0));
                first = difference.abs().add(first);
                difference = (DoubleVector)
                        FloatVector.fromArray(NARROW, a, i + slice).convertShape(F2D, DOUBLES, 0);
                difference = difference.sub(
                        FloatVector.fromArray(NARROW, b, j + slice).convertShape(F2D, DOUBLES, 0));
                second = difference.abs().add(second);
            }
            DOUBLE_VECTOR.cast(first).intoArray(lane, v);
            DOUBLE_VECTOR.cast(second).intoArray(lane, v + slice);
        }
        for (int e = whole; e < to - from; e++) {
            lane[e - whole] = lane[e - whole] + Math.abs((double) a[from + e] - (double) b[bFrom + e]);
        }
        return VirtualLanes.fold(lane);
    }

    private static void requireBlock(int from, int to) {
        if (to - from > BLOCK) {
            throw new IllegalArgumentException(
                    "a block has at most " + BLOCK + " elements: from=" + from + ", to=" + to);
        }
    }

    /** As many elements as fill whole rounds of the virtual lanes. */
    private static int whole(int from, int to) {
        return (to - from) / VirtualLanes.COUNT * VirtualLanes.COUNT;
    }

    @Override
    public void sgd(
            float[] w,
            float[] g,
            float[] v,
            int from,
            int to,
            float rate,
            float momentum,
            boolean nesterov,
            float decay,
            float scale) {
        FloatVector momenta = FloatVector.broadcast(FLOATS, momentum);
        FloatVector decays = FloatVector.broadcast(FLOATS, decay);
        FloatVector descent = FloatVector.broadcast(FLOATS, -rate);
        int i = from;
        for (; i <= to - LENGTH; i += LENGTH) {
            FloatVector weights = FloatVector.fromArray(FLOATS, w, i);
            FloatVector d =
                    decays.fma(weights, FloatVector.fromArray(FLOATS, g, i).mul(scale));
            FloatVector velocity = momenta.fma(FloatVector.fromArray(FLOATS, v, i), d);
            velocity.intoArray(v, i);
            FloatVector step = nesterov ? momenta.fma(velocity, d) : velocity;
            descent.fma(step, weights).intoArray(w, i);
        }
        plain.sgd(w, g, v, i, to, rate, momentum, nesterov, decay, scale);
    }

    @Override
    public void adam(float[] w, float[] g, float[] m, float[] v, int from, int to, AdamTerms terms) {
        FloatVector betas1 = FloatVector.broadcast(FLOATS, terms.beta1());
        FloatVector betas2 = FloatVector.broadcast(FLOATS, terms.beta2());
        FloatVector decays = FloatVector.broadcast(FLOATS, terms.decay());
        FloatVector roots = FloatVector.broadcast(FLOATS, terms.root());
        FloatVector epsilons = FloatVector.broadcast(FLOATS, terms.epsilon());
        FloatVector descent = FloatVector.broadcast(FLOATS, -terms.rate());
        int i = from;
        for (; i <= to - LENGTH; i += LENGTH) {
            FloatVector weights = FloatVector.fromArray(FLOATS, w, i);
            FloatVector d =
                    decays.fma(weights, FloatVector.fromArray(FLOATS, g, i).mul(terms.scale()));
            FloatVector first = betas1.fma(FloatVector.fromArray(FLOATS, m, i), d.mul(terms.rest1()));
            FloatVector second =
                    betas2.fma(FloatVector.fromArray(FLOATS, v, i), d.mul(d).mul(terms.rest2()));
            first.intoArray(m, i);
            second.intoArray(v, i);
            FloatVector step = first.div(second.sqrt().fma(roots, epsilons));
            descent.fma(step, weights.mul(terms.shrink())).intoArray(w, i);
        }
        plain.adam(w, g, m, v, i, to, terms);
    }

    @Override
    public void lars(
            float[] w, float[] g, float[] v, int from, int to, float rate, float momentum, float decay, float scale) {
        FloatVector momenta = FloatVector.broadcast(FLOATS, momentum);
        FloatVector decays = FloatVector.broadcast(FLOATS, decay);
        int i = from;
        for (; i <= to - LENGTH; i += LENGTH) {
            FloatVector weights = FloatVector.fromArray(FLOATS, w, i);
            FloatVector d =
                    decays.fma(weights, FloatVector.fromArray(FLOATS, g, i).mul(scale));
            FloatVector velocity = momenta.fma(FloatVector.fromArray(FLOATS, v, i), d.mul(rate));
            velocity.intoArray(v, i);
            weights.sub(velocity).intoArray(w, i);
        }
        plain.lars(w, g, v, i, to, rate, momentum, decay, scale);
    }

    @Override
    public long digest(float[] x, int from, int to, long seed) {
        int[] lane = firstLanes();
        int whole = whole(from, to);
        for (int v = 0; v < VirtualLanes.COUNT; v += LENGTH) {
            IntVector bits = IntVector.fromArray(INTS, lane, v);
            for (int e = from + v; e < from + whole; e += VirtualLanes.COUNT) {
                bits = bits.lanewise(
                                VectorOperators.XOR,
                                FloatVector.fromArray(FLOATS, x, e).reinterpretAsInts())
                        .mul(LANE_FACTOR);
            }
            INT_VECTOR.cast(bits).intoArray(lane, v);
        }
        return chain(lane, x, from + whole, to, seed);
    }

    /** A multiplication waits for the one before it; those of two arrays overlap. */
    @Override
    public long digest(float[] x, float[] y, int from, int to, long seed) {
        int[] laneX = firstLanes();
        int[] laneY = firstLanes();
        int whole = whole(from, to);
        for (int v = 0; v < VirtualLanes.COUNT; v += LENGTH) {
            IntVector first = IntVector.fromArray(INTS, laneX, v);
            IntVector second = IntVector.fromArray(INTS, laneY, v);
            for (int e = from + v; e < from + whole; e += VirtualLanes.COUNT) {
                first = first.lanewise(
                                VectorOperators.XOR,
                                FloatVector.fromArray(FLOATS, x, e).reinterpretAsInts())
                        .mul(LANE_FACTOR);
                second = second.lanewise(
                                VectorOperators.XOR,
                                FloatVector.fromArray(FLOATS, y, e).reinterpretAsInts())
                        .mul(LANE_FACTOR);
            }
            INT_VECTOR.cast(first).intoArray(laneX, v);
            INT_VECTOR.cast(second).intoArray(laneY, v);
        }
        return chain(laneY, y, from + whole, to, chain(laneX, x, from + whole, to, seed));
    }

    private static int[] firstLanes() {
        int[] lane = new int[VirtualLanes.COUNT];
        for (int i = 0; i < lane.length; i++) {
            lane[i] = i;
        }
        return lane;
    }

    /** Takes in what is left of x, then chains the lanes. */
    private static long chain(int[] lane, float[] x, int left, int to, long seed) {
        for (int e = left; e < to; e++) {
            lane[e - left] = (lane[e - left] ^ Float.floatToRawIntBits(x[e])) * LANE_FACTOR;
        }
        long h = seed;
        for (int bits : lane) {
            h = (h ^ bits) * 0x9E3779B97F4A7C15L;
            h = h ^ (h >>> 29);
        }
        return h;
    }
}
