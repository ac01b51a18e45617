package dev.evenkeel.math.vector;

import static dev.evenkeel.math.vector.Vectors.FLOATS;
import static dev.evenkeel.math.vector.Vectors.INTS;
import static dev.evenkeel.math.vector.Vectors.LENGTH;
import static dev.evenkeel.math.vector.Vectors.MASKS;

import dev.evenkeel.math.NormalizationTerms;
import dev.evenkeel.math.VirtualLanes;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;

/**
 * The sums of {@link VectorBatchNormKernels} for channels of twice 16 elements, as a dense layer has them with micro-batches of
 * 17 to 32 samples. Loops over two elements a lane would cost more than the additions.
 */
final class PairSums {
    /** Elements of a channel. */
    static final int SIZE = 2 * VirtualLanes.COUNT;

    private PairSums() {}

    static void sum(float[] x, int begin, int n, int rest, float[] sums) {
        for (int v = 0; v < VirtualLanes.COUNT; v += LENGTH) {
            IntVector keep = IntVector.fromArray(INTS, MASKS, Vectors.mask(rest - v));
            FloatVector zero = FloatVector.zero(FLOATS);
            for (int c = 0; c < n; c++) {
                int at = begin + v + c * SIZE;
                FloatVector x0 = FloatVector.fromArray(FLOATS, x, at);
                FloatVector x1 = FloatVector.fromArray(FLOATS, x, at + VirtualLanes.COUNT);
                x1 = x1.reinterpretAsInts().and(keep).reinterpretAsFloats();
                zero.add(x0).add(x1).intoArray(sums, v + c * VirtualLanes.COUNT);
            }
        }
    }

    static void deviations(
            float[] x, int begin, int n, int rest, double[] mean, int from, float[] sums, float[] squares) {
        for (int v = 0; v < VirtualLanes.COUNT; v += LENGTH) {
            IntVector keep = IntVector.fromArray(INTS, MASKS, Vectors.mask(rest - v));
            FloatVector zero = FloatVector.zero(FLOATS);
            for (int c = 0; c < n; c++) {
                int at = begin + v + c * SIZE;
                int to = v + c * VirtualLanes.COUNT;
                float k = (float) mean[from + c];
                FloatVector d0 = FloatVector.fromArray(FLOATS, x, at).sub(k);
                FloatVector d1 = FloatVector.fromArray(FLOATS, x, at + VirtualLanes.COUNT)
                        .sub(k);
                d1 = d1.reinterpretAsInts().and(keep).reinterpretAsFloats();
                zero.add(d0).add(d1).intoArray(sums, to);
                d1.fma(d1, d0.fma(d0, zero)).intoArray(squares, to);
            }
        }
    }

    static void products(
            float[] x,
            float[] dy,
            int begin,
            int n,
            int rest,
            NormalizationTerms terms,
            int channel,
            float[] sums,
            float[] products) {
        for (int v = 0; v < VirtualLanes.COUNT; v += LENGTH) {
            IntVector keep = IntVector.fromArray(INTS, MASKS, Vectors.mask(rest - v));
            FloatVector zero = FloatVector.zero(FLOATS);
            for (int c = 0; c < n; c++) {
                int at = begin + v + c * SIZE;
                int to = v + c * VirtualLanes.COUNT;
                float hi = terms.hi()[channel + c];
                float lo = terms.lo()[channel + c];
                float inverse = terms.inverse()[channel + c];
                FloatVector g0 = FloatVector.fromArray(FLOATS, dy, at);
                FloatVector g1 = FloatVector.fromArray(FLOATS, dy, at + VirtualLanes.COUNT);
                g1 = g1.reinterpretAsInts().and(keep).reinterpretAsFloats();
                FloatVector xhat0 =
                        FloatVector.fromArray(FLOATS, x, at).sub(hi).sub(lo).mul(inverse);
                FloatVector xhat1 = FloatVector.fromArray(FLOATS, x, at + VirtualLanes.COUNT)
                        .sub(hi)
                        .sub(lo)
                        .mul(inverse);
                zero.add(g0).add(g1).intoArray(sums, to);
                xhat1 = xhat1.reinterpretAsInts().and(keep).reinterpretAsFloats();
                g1.fma(xhat1, g0.fma(xhat0, zero)).intoArray(products, to);
            }
        }
    }
}
