package dev.evenkeel.math.vector;

import static dev.evenkeel.math.vector.Vectors.FLOATS;
import static dev.evenkeel.math.vector.Vectors.LENGTH;

import dev.evenkeel.math.NormalizationTerms;
import dev.evenkeel.math.VirtualLanes;
import jdk.incubator.vector.FloatVector;

/**
 * {@link VectorBatchNormKernels} for channels of twice 16 samples, as a dense layer has them in full micro-batches. Loops over two
 * elements a lane would cost more than the arithmetic, and nothing is padding: each method has few vector operations, so that the
 * compiler sees through all of them even where it inlines several into one.
 */
final class PairChannels {
    private static final int SECOND = VirtualLanes.COUNT;

    /** Elements of a channel. */
    private static final int SIZE = 2 * SECOND;

    private PairChannels() {}

    /** Whether channels of that many features, in a micro-batch of that many samples, are such. */
    static boolean fit(int plane, int samples) {
        return plane == 1 && samples == SIZE;
    }

    /** Elements of each virtual lane. */
    static void sum(float[] x, int begin, int n, float[] sums) {
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
    static void deviations(float[] x, int begin, int n, double[] mean, int from, float[] sums, float[] squares) {
        for (int v = 0; v < VirtualLanes.COUNT; v += LENGTH) {
            FloatVector zero = FloatVector.zero(FLOATS);
            for (int c = 0; c < n; c++) {
                int at = begin + v + c * SIZE;
                int to = v + c * VirtualLanes.COUNT;
                FloatVector minusK = FloatVector.broadcast(FLOATS, -(float) mean[from + c]);
                FloatVector d0 = minusK.add(FloatVector.fromArray(FLOATS, x, at));
                FloatVector d1 = minusK.add(FloatVector.fromArray(FLOATS, x, at + SECOND));
                zero.add(d0).add(d1).intoArray(sums, to);
                d1.fma(d1, d0.fma(d0, zero)).intoArray(squares, to);
            }
        }
    }

    /** Gradients, and their products with x̂. */
    static void products(
            float[] x,
            float[] dy,
            int begin,
            int n,
            NormalizationTerms terms,
            int channel,
            float[] sums,
            float[] products) {
        for (int v = 0; v < VirtualLanes.COUNT; v += LENGTH) {
            FloatVector zero = FloatVector.zero(FLOATS);
            for (int c = 0; c < n; c++) {
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
                zero.add(g0).add(g1).intoArray(sums, to);
                g1.fma(xhat1, g0.fma(xhat0, zero)).intoArray(products, to);
            }
        }
    }

    static void normalize(
            float[] x,
            float[] y,
            int begin,
            int n,
            NormalizationTerms terms,
            float[] gamma,
            int gammaFrom,
            float[] beta,
            int betaFrom) {
        for (int v = 0; v < VirtualLanes.COUNT; v += LENGTH) {
            for (int c = 0; c < n; c++) {
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
                xhat1.fma(scale, shift).intoArray(y, at + SECOND);
            }
        }
    }

    static void backward(
            float[] x,
            float[] dy,
            float[] dx,
            int begin,
            int n,
            NormalizationTerms terms,
            float[] scale,
            float[] meanDy,
            float[] meanDyXhat) {
        for (int v = 0; v < VirtualLanes.COUNT; v += LENGTH) {
            for (int c = 0; c < n; c++) {
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
                xhat1.fma(minusSlope, g1).mul(factor).intoArray(dx, at + SECOND);
            }
        }
    }
}
