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
 * {@link VectorBatchNormKernels} for n channels of 17 to 32 samples and one feature each, as a dense layer has them. Loops over two
 * elements a lane would cost more than the arithmetic. Each method has few vector operations, so that the compiler sees through
 * all of them even where it inlines several into one. Padding holds zeros, which add nothing to a sum that began at +0.
 *
 * @param begin of the first channel
 * @param n channels
 * @param rest samples among the last 16 lanes; what follows is padding
 */
record PairChannels(int begin, int n, int rest) {
    private static final int SECOND = VirtualLanes.COUNT;

    /** Floats of a channel. */
    private static final int SIZE = 2 * SECOND;

    /** Whether channels of that many features, in a micro-batch of that width, are such. */
    static boolean fit(int plane, int width) {
        return plane == 1 && width == SIZE;
    }

    /** Elements of each virtual lane. */
    void sum(float[] x, float[] sums) {
        for (int v = 0; v < VirtualLanes.COUNT; v += LENGTH) {
            FloatVector zero = FloatVector.zero(FLOATS);
            for (int c = 0; c < n; c++) {
                int at = begin + v + c * SIZE;
                FloatVector x0 = FloatVector.fromArray(FLOATS, x, at);
                FloatVector x1 = FloatVector.fromArray(FLOATS, x, at + SECOND);
                zero.add(x0).add(x1).intoArray(sums, v + c * VirtualLanes.COUNT);
            }
        }
    }

    /** Deviations from a channel's mean, and their squares. */
    void deviations(float[] x, double[] mean, int from, float[] sums, float[] squares) {
        for (int v = 0; v < VirtualLanes.COUNT; v += LENGTH) {
            int masked = Vectors.mask(rest - v);
            FloatVector zero = FloatVector.zero(FLOATS);
            for (int c = 0; c < n; c++) {
                IntVector keep = IntVector.fromArray(INTS, MASKS, masked);
                int at = begin + v + c * SIZE;
                int to = v + c * VirtualLanes.COUNT;
                FloatVector minusK = FloatVector.broadcast(FLOATS, -(float) mean[from + c]);
                FloatVector d0 = minusK.add(FloatVector.fromArray(FLOATS, x, at));
                FloatVector d1 = minusK.add(FloatVector.fromArray(FLOATS, x, at + SECOND));
                d1 = d1.reinterpretAsInts().and(keep).reinterpretAsFloats();
                zero.add(d0).add(d1).intoArray(sums, to);
                d1.fma(d1, d0.fma(d0, zero)).intoArray(squares, to);
            }
        }
    }

    /** Gradients, and their products with x̂. */
    void products(float[] x, float[] dy, NormalizationTerms terms, int channel, float[] sums, float[] products) {
        for (int v = 0; v < VirtualLanes.COUNT; v += LENGTH) {
            int masked = Vectors.mask(rest - v);
            FloatVector zero = FloatVector.zero(FLOATS);
            for (int c = 0; c < n; c++) {
                IntVector keep = IntVector.fromArray(INTS, MASKS, masked);
                IntVector padding = IntVector.fromArray(INTS, NEGATIVE_ZEROS, masked);
                int at = begin + v + c * SIZE;
                FloatVector minusHi = FloatVector.broadcast(FLOATS, -terms.hi()[channel + c]);
                FloatVector minusLo = FloatVector.broadcast(FLOATS, -terms.lo()[channel + c]);
                FloatVector inverse = FloatVector.broadcast(FLOATS, terms.inverse()[channel + c]);
                FloatVector xhat0 = minusHi.add(FloatVector.fromArray(FLOATS, x, at))
                        .add(minusLo)
                        .mul(inverse);
                FloatVector xhat1 = minusHi.add(FloatVector.fromArray(FLOATS, x, at + SECOND))
                        .add(minusLo)
                        .mul(inverse);
                int to = v + c * VirtualLanes.COUNT;
                FloatVector g0 = FloatVector.fromArray(FLOATS, dy, at);
                FloatVector g1 = FloatVector.fromArray(FLOATS, dy, at + SECOND);
                xhat1 = xhat1.reinterpretAsInts().and(keep).or(padding).reinterpretAsFloats();
                zero.add(g0).add(g1).intoArray(sums, to);
                g1.fma(xhat1, g0.fma(xhat0, zero)).intoArray(products, to);
            }
        }
    }

    void normalize(
            float[] x, float[] y, NormalizationTerms terms, float[] gamma, int gammaFrom, float[] beta, int betaFrom) {
        for (int v = 0; v < VirtualLanes.COUNT; v += LENGTH) {
            int masked = Vectors.mask(rest - v);
            for (int c = 0; c < n; c++) {
                IntVector keep = IntVector.fromArray(INTS, MASKS, masked);
                int at = begin + v + c * SIZE;
                FloatVector minusHi = FloatVector.broadcast(FLOATS, -terms.hi()[c]);
                FloatVector minusLo = FloatVector.broadcast(FLOATS, -terms.lo()[c]);
                FloatVector inverse = FloatVector.broadcast(FLOATS, terms.inverse()[c]);
                FloatVector xhat0 = minusHi.add(FloatVector.fromArray(FLOATS, x, at))
                        .add(minusLo)
                        .mul(inverse);
                FloatVector xhat1 = minusHi.add(FloatVector.fromArray(FLOATS, x, at + SECOND))
                        .add(minusLo)
                        .mul(inverse);
                FloatVector scale = FloatVector.broadcast(FLOATS, gamma[gammaFrom + c]);
                FloatVector shift = FloatVector.broadcast(FLOATS, beta[betaFrom + c]);
                xhat0.fma(scale, shift).intoArray(y, at);
                FloatVector y1 =
                        xhat1.fma(scale, shift).reinterpretAsInts().and(keep).reinterpretAsFloats();
                FLOAT_VECTOR.cast(y1).intoArray(y, at + SECOND);
            }
        }
    }

    void backward(
            float[] x,
            float[] dy,
            float[] dx,
            NormalizationTerms terms,
            float[] scale,
            float[] meanDy,
            float[] meanDyXhat) {
        for (int v = 0; v < VirtualLanes.COUNT; v += LENGTH) {
            int masked = Vectors.mask(rest - v);
            for (int c = 0; c < n; c++) {
                IntVector keep = IntVector.fromArray(INTS, MASKS, masked);
                int at = begin + v + c * SIZE;
                FloatVector minusHi = FloatVector.broadcast(FLOATS, -terms.hi()[c]);
                FloatVector minusLo = FloatVector.broadcast(FLOATS, -terms.lo()[c]);
                FloatVector inverse = FloatVector.broadcast(FLOATS, terms.inverse()[c]);
                FloatVector xhat0 = minusHi.add(FloatVector.fromArray(FLOATS, x, at))
                        .add(minusLo)
                        .mul(inverse);
                FloatVector xhat1 = minusHi.add(FloatVector.fromArray(FLOATS, x, at + SECOND))
                        .add(minusLo)
                        .mul(inverse);
                FloatVector minusSlope = FloatVector.broadcast(FLOATS, -meanDyXhat[c]);
                FloatVector minusMean = FloatVector.broadcast(FLOATS, -meanDy[c]);
                FloatVector factor = FloatVector.broadcast(FLOATS, scale[c]);
                FloatVector g0 = minusMean.add(FloatVector.fromArray(FLOATS, dy, at));
                FloatVector g1 = minusMean.add(FloatVector.fromArray(FLOATS, dy, at + SECOND));
                xhat0.fma(minusSlope, g0).mul(factor).intoArray(dx, at);
                FloatVector dx1 = xhat1.fma(minusSlope, g1)
                        .mul(factor)
                        .reinterpretAsInts()
                        .and(keep)
                        .reinterpretAsFloats();
                FLOAT_VECTOR.cast(dx1).intoArray(dx, at + SECOND);
            }
        }
    }
}
