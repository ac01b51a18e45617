package dev.evenkeel.math.vector;

import static dev.evenkeel.math.vector.Vectors.FLOATS;
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
        double count = (double) plane * samples;
        float[] lane1 = new float[VirtualLanes.COUNT];
        float[] lane2 = new float[VirtualLanes.COUNT];
        // All channels' first passes before the second ones: the passes of one channel wait for each other.
        for (int channel = 0; channel < channels; channel++) {
            int begin = channels * plane * lanes.start(microBatch) + channel * size;
            for (int v = 0; v < VirtualLanes.COUNT; v += LENGTH) {
                sum(x, begin, size, width, v, Vectors.ones(rest - v)).intoArray(lane1, v);
            }
            mean[at + channel] = (float) (VirtualLanes.foldWidened(lane1, 0) / count);
        }
        for (int channel = 0; channel < channels; channel++) {
            int begin = channels * plane * lanes.start(microBatch) + channel * size;
            float k = (float) mean[at + channel];
            for (int v = 0; v < VirtualLanes.COUNT; v += LENGTH) {
                deviations(x, begin, size, width, v, Vectors.ones(rest - v), k, lane1, lane2);
            }
            double s1 = VirtualLanes.foldWidened(lane1, 0);
            double s2 = VirtualLanes.foldWidened(lane2, 0);
            mean[at + channel] = k + s1 / count;
            m2[at + channel] = Math.max(0.0, s2 - s1 * (s1 / count));
        }
    }

    private static FloatVector sum(float[] x, int begin, int size, int width, int slice, IntVector keep) {
        FloatVector sum = FloatVector.zero(FLOATS);
        for (int row = begin + slice; row < begin + size; row += width) {
            int last = row + width - VirtualLanes.COUNT;
            for (int i = row; i < last; i += VirtualLanes.COUNT) {
                sum = sum.add(FloatVector.fromArray(FLOATS, x, i));
            }
            sum = sum.add(Vectors.keep(keep, FloatVector.fromArray(FLOATS, x, last)));
        }
        return sum;
    }

    private static void deviations(
            float[] x,
            int begin,
            int size,
            int width,
            int slice,
            IntVector keep,
            float k,
            float[] lane1,
            float[] lane2) {
        FloatVector first = FloatVector.zero(FLOATS);
        FloatVector second = FloatVector.zero(FLOATS);
        for (int row = begin + slice; row < begin + size; row += width) {
            int last = row + width - VirtualLanes.COUNT;
            for (int i = row; i < last; i += VirtualLanes.COUNT) {
                FloatVector d = FloatVector.fromArray(FLOATS, x, i).sub(k);
                first = first.add(d);
                second = d.fma(d, second);
            }
            FloatVector d =
                    Vectors.keep(keep, FloatVector.fromArray(FLOATS, x, last).sub(k));
            first = first.add(d);
            second = d.fma(d, second);
        }
        first.intoArray(lane1, slice);
        second.intoArray(lane2, slice);
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
        float[] lane1 = new float[VirtualLanes.COUNT];
        float[] lane2 = new float[VirtualLanes.COUNT];
        for (int channel = 0; channel < channels; channel++) {
            int begin = channels * plane * lanes.start(microBatch) + channel * size;
            float hi = terms.hi()[channel];
            float lo = terms.lo()[channel];
            float inverse = terms.inverse()[channel];
            for (int v = 0; v < VirtualLanes.COUNT; v += LENGTH) {
                IntVector keep = Vectors.ones(rest - v);
                FloatVector first = FloatVector.zero(FLOATS);
                FloatVector second = FloatVector.zero(FLOATS);
                for (int row = begin + v; row < begin + size; row += width) {
                    int last = row + width - VirtualLanes.COUNT;
                    for (int i = row; i < last; i += VirtualLanes.COUNT) {
                        FloatVector g = FloatVector.fromArray(FLOATS, dy, i);
                        first = first.add(g);
                        second = g.fma(xhat(x, i, hi, lo, inverse), second);
                    }
                    FloatVector g = Vectors.keep(keep, FloatVector.fromArray(FLOATS, dy, last));
                    first = first.add(g);
                    second = g.fma(Vectors.keep(keep, xhat(x, last, hi, lo, inverse)), second);
                }
                first.intoArray(lane1, v);
                second.intoArray(lane2, v);
            }
            sumDy[at + channel] = VirtualLanes.foldWidened(lane1, 0);
            sumDyXhat[at + channel] = VirtualLanes.foldWidened(lane2, 0);
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
