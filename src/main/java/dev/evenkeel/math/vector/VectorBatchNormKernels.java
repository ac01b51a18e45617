package dev.evenkeel.math.vector;

import static dev.evenkeel.math.vector.Vectors.FLOATS;
import static dev.evenkeel.math.vector.Vectors.FLOAT_VECTOR;
import static dev.evenkeel.math.vector.Vectors.LENGTH;

import dev.evenkeel.math.BatchNormKernels;
import dev.evenkeel.math.Lanes;
import dev.evenkeel.math.NormalizationTerms;
import dev.evenkeel.math.VirtualLanes;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;

/** Batch normalization by vectors: the 16 virtual lanes are walked in slices of one vector each. */
final class VectorBatchNormKernels implements BatchNormKernels {
    @Override
    public void moments(
            float[] x, int channels, int plane, Lanes lanes, int microBatch, double[] mean, double[] m2, int at) {
        int samples = lanes.samples(microBatch);
        int width = lanes.width(microBatch);
        int size = plane * width;
        int rest = samples - (width - VirtualLanes.COUNT);
        int begin = channels * plane * lanes.start(microBatch);
        double count = (double) plane * samples;
        LaneSums first = new LaneSums();
        LaneSums second = new LaneSums();
        for (int c0 = 0; c0 < channels; c0 += LaneSums.CHANNELS) {
            int n = Math.min(LaneSums.CHANNELS, channels - c0);
            int from = begin + c0 * size;
            int to = at + c0;
            if (plane == 1 && width == PairSums.SIZE) {
                PairSums.sum(x, from, n, rest, first.lanes);
            } else {
                sum(x, from, n, size, width, rest, first.lanes);
            }
            LaneSums.fold(n, first);
            for (int c = 0; c < n; c++) {
                mean[to + c] = (float) (first.sums[c] / count);
            }
            if (plane == 1 && width == PairSums.SIZE) {
                PairSums.deviations(x, from, n, rest, mean, to, first.lanes, second.lanes);
            } else {
                deviations(x, from, n, size, width, rest, mean, to, first.lanes, second.lanes);
            }
            LaneSums.fold(n, first, second);
            for (int c = 0; c < n; c++) {
                double s1 = first.sums[c];
                mean[to + c] = mean[to + c] + s1 / count;
                m2[to + c] = Math.max(0.0, second.sums[c] - s1 * (s1 / count));
            }
        }
    }

    /**
     * Sums the elements of n channels in virtual lanes.
     *
     * @param rest samples among the last 16 lanes of a row
     */
    private static void sum(float[] x, int begin, int n, int size, int width, int rest, float[] sums) {
        for (int c = 0; c < n; c++) {
            int from = begin + c * size;
            for (int v = 0; v < VirtualLanes.COUNT; v += LENGTH) {
                IntVector keep = Vectors.ones(rest - v);
                FloatVector sum = FloatVector.zero(FLOATS);
                for (int row = from + v; row < from + size; row += width) {
                    int last = row + width - VirtualLanes.COUNT;
                    for (int i = row; i < last; i += VirtualLanes.COUNT) {
                        sum = sum.add(FloatVector.fromArray(FLOATS, x, i));
                    }
                    sum = sum.add(Vectors.keep(keep, FloatVector.fromArray(FLOATS, x, last)));
                }
                FLOAT_VECTOR.cast(sum).intoArray(sums, c * VirtualLanes.COUNT + v);
            }
        }
    }

    /** Sums deviations from a channel's mean, and their squares. */
    private static void deviations(
            float[] x,
            int begin,
            int n,
            int size,
            int width,
            int rest,
            double[] mean,
            int at,
            float[] sums,
            float[] squares) {
        for (int c = 0; c < n; c++) {
            int from = begin + c * size;
            float k = (float) mean[at + c];
            for (int v = 0; v < VirtualLanes.COUNT; v += LENGTH) {
                IntVector keep = Vectors.ones(rest - v);
                FloatVector sum = FloatVector.zero(FLOATS);
                FloatVector square = FloatVector.zero(FLOATS);
                for (int row = from + v; row < from + size; row += width) {
                    int last = row + width - VirtualLanes.COUNT;
                    for (int i = row; i < last; i += VirtualLanes.COUNT) {
                        FloatVector d = FloatVector.fromArray(FLOATS, x, i).sub(k);
                        sum = sum.add(d);
                        square = d.fma(d, square);
                    }
                    FloatVector d = Vectors.keep(
                            keep, FloatVector.fromArray(FLOATS, x, last).sub(k));
                    sum = sum.add(d);
                    square = d.fma(d, square);
                }
                FLOAT_VECTOR.cast(sum).intoArray(sums, c * VirtualLanes.COUNT + v);
                FLOAT_VECTOR.cast(square).intoArray(squares, c * VirtualLanes.COUNT + v);
            }
        }
    }

    @Override
    public void normalize(
            float[] x,
            float[] y,
            int channels,
            int plane,
            Lanes lanes,
            int microBatch,
            NormalizationTerms terms,
            float[] gamma,
            int gammaFrom,
            float[] beta,
            int betaFrom) {
        int samples = lanes.samples(microBatch);
        int width = lanes.width(microBatch);
        int size = plane * width;
        for (int channel = 0; channel < channels; channel++) {
            int begin = channels * plane * lanes.start(microBatch) + channel * size;
            float hi = terms.hi()[channel];
            float lo = terms.lo()[channel];
            float inverse = terms.inverse()[channel];
            FloatVector scale = FloatVector.broadcast(FLOATS, gamma[gammaFrom + channel]);
            FloatVector shift = FloatVector.broadcast(FLOATS, beta[betaFrom + channel]);
            for (int row = begin; row < begin + size; row += width) {
                for (int s = 0; s < width; s += LENGTH) {
                    FloatVector value = xhat(x, row + s, hi, lo, inverse).fma(scale, shift);
                    Vectors.first(samples - s, value).intoArray(y, row + s);
                }
            }
        }
    }

    private static FloatVector xhat(float[] x, int at, float hi, float lo, float inverse) {
        return FloatVector.fromArray(FLOATS, x, at).sub(hi).sub(lo).mul(inverse);
    }

    @Override
    public void backwardSums(
            float[] x,
            float[] dy,
            int channels,
            int plane,
            Lanes lanes,
            int microBatch,
            NormalizationTerms terms,
            double[] sumDy,
            double[] sumDyXhat,
            int at) {
        int samples = lanes.samples(microBatch);
        int width = lanes.width(microBatch);
        int size = plane * width;
        int rest = samples - (width - VirtualLanes.COUNT);
        int begin = channels * plane * lanes.start(microBatch);
        LaneSums first = new LaneSums();
        LaneSums second = new LaneSums();
        for (int c0 = 0; c0 < channels; c0 += LaneSums.CHANNELS) {
            int n = Math.min(LaneSums.CHANNELS, channels - c0);
            int from = begin + c0 * size;
            if (plane == 1 && width == PairSums.SIZE) {
                PairSums.products(x, dy, from, n, rest, terms, c0, first.lanes, second.lanes);
            } else {
                products(x, dy, from, n, size, width, rest, terms, c0, first.lanes, second.lanes);
            }
            LaneSums.fold(n, first, second);
            System.arraycopy(first.sums, 0, sumDy, at + c0, n);
            System.arraycopy(second.sums, 0, sumDyXhat, at + c0, n);
        }
    }

    /** Sums dy, and dy·x̂, of n channels from {@code channel} on. */
    private static void products(
            float[] x,
            float[] dy,
            int begin,
            int n,
            int size,
            int width,
            int rest,
            NormalizationTerms terms,
            int channel,
            float[] sums,
            float[] products) {
        for (int c = 0; c < n; c++) {
            int from = begin + c * size;
            float hi = terms.hi()[channel + c];
            float lo = terms.lo()[channel + c];
            float inverse = terms.inverse()[channel + c];
            for (int v = 0; v < VirtualLanes.COUNT; v += LENGTH) {
                IntVector keep = Vectors.ones(rest - v);
                FloatVector sum = FloatVector.zero(FLOATS);
                FloatVector product = FloatVector.zero(FLOATS);
                for (int row = from + v; row < from + size; row += width) {
                    int last = row + width - VirtualLanes.COUNT;
                    for (int i = row; i < last; i += VirtualLanes.COUNT) {
                        FloatVector g = FloatVector.fromArray(FLOATS, dy, i);
                        sum = sum.add(g);
                        product = g.fma(xhat(x, i, hi, lo, inverse), product);
                    }
                    FloatVector g = Vectors.keep(keep, FloatVector.fromArray(FLOATS, dy, last));
                    sum = sum.add(g);
                    product = g.fma(Vectors.keep(keep, xhat(x, last, hi, lo, inverse)), product);
                }
                FLOAT_VECTOR.cast(sum).intoArray(sums, c * VirtualLanes.COUNT + v);
                FLOAT_VECTOR.cast(product).intoArray(products, c * VirtualLanes.COUNT + v);
            }
        }
    }

    @Override
    public void backward(
            float[] x,
            float[] dy,
            float[] dx,
            int channels,
            int plane,
            Lanes lanes,
            int microBatch,
            NormalizationTerms terms,
            float[] scale,
            float[] meanDy,
            float[] meanDyXhat) {
        int samples = lanes.samples(microBatch);
        int width = lanes.width(microBatch);
        int size = plane * width;
        for (int channel = 0; channel < channels; channel++) {
            int begin = channels * plane * lanes.start(microBatch) + channel * size;
            float hi = terms.hi()[channel];
            float lo = terms.lo()[channel];
            float inverse = terms.inverse()[channel];
            float factor = scale[channel];
            float mean = meanDy[channel];
            FloatVector slope = FloatVector.broadcast(FLOATS, meanDyXhat[channel]);
            for (int row = begin; row < begin + size; row += width) {
                for (int s = 0; s < width; s += LENGTH) {
                    FloatVector xhat = xhat(x, row + s, hi, lo, inverse);
                    FloatVector centred =
                            FloatVector.fromArray(FLOATS, dy, row + s).sub(mean);
                    FloatVector value = xhat.neg().fma(slope, centred).mul(factor);
                    Vectors.first(samples - s, value).intoArray(dx, row + s);
                }
            }
        }
    }
}
