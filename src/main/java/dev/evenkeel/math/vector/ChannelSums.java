package dev.evenkeel.math.vector;

import static dev.evenkeel.math.vector.Vectors.FLOATS;
import static dev.evenkeel.math.vector.Vectors.FLOAT_VECTOR;
import static dev.evenkeel.math.vector.Vectors.INTS;
import static dev.evenkeel.math.vector.Vectors.LENGTH;
import static dev.evenkeel.math.vector.Vectors.MASKS;
import static dev.evenkeel.math.vector.Vectors.NEGATIVE_ZEROS;

import dev.evenkeel.math.NormalizationTerms;
import dev.evenkeel.math.VirtualLanes;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;

/**
 * The sums of {@link VectorBatchNormKernels} for n channels of one micro-batch that follow one another. Two channels at a time,
 * so that one's additions overlap with the other's, and in one flat loop over their rows: JDK 17 puts accumulators on the heap
 * if they live through two nested ones. Padding holds zeros, which add nothing to a sum that began at +0.
 *
 * @param begin of the first channel
 * @param n channels
 * @param size floats of a channel
 * @param width lanes of a row, padding included
 * @param rest samples among the last 16 lanes of a row
 */
record ChannelSums(int begin, int n, int size, int width, int rest) {
    /** Elements of each virtual lane. */
    void sum(float[] x, float[] sums) {
        for (int c = 0; c < n; c += 2) {
            for (int v = 0; v < VirtualLanes.COUNT; v += LENGTH) {
                sum(x, c, v, sums);
            }
        }
    }

    private void sum(float[] x, int c, int v, float[] sums) {
        int next = Math.min(1, n - 1 - c);
        int from = begin + c * size + v;
        int other = next * size;
        FloatVector s0 = FloatVector.zero(FLOATS);
        FloatVector s1 = s0;
        for (int i = from; i < from + size; i += VirtualLanes.COUNT) {
            s0 = FloatVector.fromArray(FLOATS, x, i).add(s0);
            s1 = FloatVector.fromArray(FLOATS, x, i + other).add(s1);
        }
        int to = c * VirtualLanes.COUNT + v;
        FLOAT_VECTOR.cast(s1).intoArray(sums, to + next * VirtualLanes.COUNT);
        FLOAT_VECTOR.cast(s0).intoArray(sums, to);
    }

    /**
     * Deviations from a channel's mean, and their squares.
     *
     * @param mean of channel c at {@code at + c}
     */
    void deviations(float[] x, double[] mean, int at, float[] sums, float[] squares) {
        for (int c = 0; c < n; c += 2) {
            for (int v = 0; v < VirtualLanes.COUNT; v += LENGTH) {
                deviations(x, mean, at, c, v, sums, squares);
            }
        }
    }

    private void deviations(float[] x, double[] mean, int at, int c, int v, float[] sums, float[] squares) {
        int next = Math.min(1, n - 1 - c);
        int pieces = width / VirtualLanes.COUNT;
        int masked = Vectors.mask(rest - v);
        int from = begin + c * size + v;
        int other = next * size;
        FloatVector minusK0 = FloatVector.broadcast(FLOATS, -(float) mean[at + c]);
        FloatVector minusK1 = FloatVector.broadcast(FLOATS, -(float) mean[at + c + next]);
        FloatVector s0 = FloatVector.zero(FLOATS);
        FloatVector s1 = s0;
        FloatVector q0 = s0;
        FloatVector q1 = s0;
        int left = pieces;
        for (int i = from; i < from + size; i += VirtualLanes.COUNT) {
            left--;
            IntVector keep = IntVector.fromArray(INTS, MASKS, left == 0 ? masked : 0);
            left = left == 0 ? pieces : left;
            FloatVector d0 = minusK0.add(FloatVector.fromArray(FLOATS, x, i));
            FloatVector d1 = minusK1.add(FloatVector.fromArray(FLOATS, x, i + other));
            d0 = d0.reinterpretAsInts().and(keep).reinterpretAsFloats();
            d1 = d1.reinterpretAsInts().and(keep).reinterpretAsFloats();
            s0 = d0.add(s0);
            s1 = d1.add(s1);
            q0 = d0.fma(d0, q0);
            q1 = d1.fma(d1, q1);
        }
        int to = c * VirtualLanes.COUNT + v;
        FLOAT_VECTOR.cast(s1).intoArray(sums, to + next * VirtualLanes.COUNT);
        FLOAT_VECTOR.cast(s0).intoArray(sums, to);
        FLOAT_VECTOR.cast(q1).intoArray(squares, to + next * VirtualLanes.COUNT);
        FLOAT_VECTOR.cast(q0).intoArray(squares, to);
    }

    /**
     * Gradients, and their products with x̂.
     *
     * @param channel the first one's place in the terms
     */
    void products(float[] x, float[] dy, NormalizationTerms terms, int channel, float[] sums, float[] products) {
        for (int c = 0; c < n; c += 2) {
            for (int v = 0; v < VirtualLanes.COUNT; v += LENGTH) {
                products(x, dy, terms, channel + c, c, v, sums, products);
            }
        }
    }

    private void products(
            float[] x,
            float[] dy,
            NormalizationTerms terms,
            int channel,
            int c,
            int v,
            float[] sums,
            float[] products) {
        int next = Math.min(1, n - 1 - c);
        int pieces = width / VirtualLanes.COUNT;
        int masked = Vectors.mask(rest - v);
        int from = begin + c * size + v;
        int other = next * size;
        FloatVector minusHi0 = FloatVector.broadcast(FLOATS, -terms.hi()[channel]);
        FloatVector minusLo0 = FloatVector.broadcast(FLOATS, -terms.lo()[channel]);
        FloatVector inverse0 = FloatVector.broadcast(FLOATS, terms.inverse()[channel]);
        FloatVector minusHi1 = FloatVector.broadcast(FLOATS, -terms.hi()[channel + next]);
        FloatVector minusLo1 = FloatVector.broadcast(FLOATS, -terms.lo()[channel + next]);
        FloatVector inverse1 = FloatVector.broadcast(FLOATS, terms.inverse()[channel + next]);
        FloatVector s0 = FloatVector.zero(FLOATS);
        FloatVector s1 = s0;
        FloatVector p0 = s0;
        FloatVector p1 = s0;
        int left = pieces;
        for (int i = from; i < from + size; i += VirtualLanes.COUNT) {
            left--;
            int mask = left == 0 ? masked : 0;
            IntVector keep = IntVector.fromArray(INTS, MASKS, mask);
            IntVector padding = IntVector.fromArray(INTS, NEGATIVE_ZEROS, mask);
            left = left == 0 ? pieces : left;
            FloatVector xhat0 = minusHi0.add(FloatVector.fromArray(FLOATS, x, i))
                    .add(minusLo0)
                    .mul(inverse0);
            FloatVector xhat1 = minusHi1.add(FloatVector.fromArray(FLOATS, x, i + other))
                    .add(minusLo1)
                    .mul(inverse1);
            xhat0 = xhat0.reinterpretAsInts().and(keep).or(padding).reinterpretAsFloats();
            xhat1 = xhat1.reinterpretAsInts().and(keep).or(padding).reinterpretAsFloats();
            FloatVector g0 = FloatVector.fromArray(FLOATS, dy, i);
            FloatVector g1 = FloatVector.fromArray(FLOATS, dy, i + other);
            s0 = g0.add(s0);
            s1 = g1.add(s1);
            p0 = g0.fma(xhat0, p0);
            p1 = g1.fma(xhat1, p1);
        }
        int to = c * VirtualLanes.COUNT + v;
        FLOAT_VECTOR.cast(s1).intoArray(sums, to + next * VirtualLanes.COUNT);
        FLOAT_VECTOR.cast(s0).intoArray(sums, to);
        FLOAT_VECTOR.cast(p1).intoArray(products, to + next * VirtualLanes.COUNT);
        FLOAT_VECTOR.cast(p0).intoArray(products, to);
    }
}
