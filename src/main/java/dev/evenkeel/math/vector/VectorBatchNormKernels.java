package dev.evenkeel.math.vector;

import static dev.evenkeel.math.vector.Vectors.FLOATS;
import static dev.evenkeel.math.vector.Vectors.FLOAT_VECTOR;
import static dev.evenkeel.math.vector.Vectors.INTS;
import static dev.evenkeel.math.vector.Vectors.LENGTH;
import static dev.evenkeel.math.vector.Vectors.MASKS;

import dev.evenkeel.math.BatchNormKernels;
import dev.evenkeel.math.Lanes;
import dev.evenkeel.math.NormalizationTerms;
import dev.evenkeel.math.VirtualLanes;
import dev.evenkeel.math.Workspace;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;

/** Batch normalization by vectors: the 16 virtual lanes are walked in slices of one vector each. */
final class VectorBatchNormKernels implements BatchNormKernels {
    @Override
    public void moments(
            float[] x,
            int channels,
            int plane,
            Lanes lanes,
            int microBatch,
            double[] mean,
            double[] m2,
            int at,
            Workspace workspace) {
        int samples = lanes.samples(microBatch);
        int width = lanes.width(microBatch);
        int size = plane * width;
        int rest = samples - (width - VirtualLanes.COUNT);
        int begin = channels * plane * lanes.start(microBatch);
        double count = (double) plane * samples;
        LaneSums first = new LaneSums(workspace, 0);
        LaneSums second = new LaneSums(workspace, 1);
        for (int c0 = 0; c0 < channels; c0 += LaneSums.CHANNELS) {
            int n = Math.min(LaneSums.CHANNELS, channels - c0);
            int from = begin + c0 * size;
            int to = at + c0;
            boolean fit = PairChannels.fit(plane, width);
            PairChannels pairs = new PairChannels(from, n, rest);
            ChannelSums sums = new ChannelSums(from, n, size, width, rest);
            if (fit) {
                pairs.sum(x, first.lanes);
            } else {
                sums.sum(x, first.lanes);
            }
            first.fold(n);
            for (int c = 0; c < n; c++) {
                mean[to + c] = (float) (first.sums[c] / count);
            }
            if (fit) {
                pairs.deviations(x, mean, to, first.lanes, second.lanes);
            } else {
                sums.deviations(x, mean, to, first.lanes, second.lanes);
            }
            first.fold(n);
            second.fold(n);
            for (int c = 0; c < n; c++) {
                double s1 = first.sums[c];
                mean[to + c] = mean[to + c] + s1 / count;
                m2[to + c] = Math.max(0.0, second.sums[c] - s1 * (s1 / count));
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
        if (PairChannels.fit(plane, width)) {
            pairs(channels, lanes, microBatch).normalize(x, y, terms, gamma, gammaFrom, beta, betaFrom);
            return;
        }
        for (int channel = 0; channel < channels; channel++) {
            int begin = channels * plane * lanes.start(microBatch) + channel * size;
            FloatVector minusHi = FloatVector.broadcast(FLOATS, -terms.hi()[channel]);
            FloatVector minusLo = FloatVector.broadcast(FLOATS, -terms.lo()[channel]);
            FloatVector inverse = FloatVector.broadcast(FLOATS, terms.inverse()[channel]);
            FloatVector scale = FloatVector.broadcast(FLOATS, gamma[gammaFrom + channel]);
            FloatVector shift = FloatVector.broadcast(FLOATS, beta[betaFrom + channel]);
            int s = 0;
            for (int i = begin; i < begin + size; i += LENGTH) {
                FloatVector xhat = minusHi.add(FloatVector.fromArray(FLOATS, x, i))
                        .add(minusLo)
                        .mul(inverse);
                IntVector keep = IntVector.fromArray(INTS, MASKS, Vectors.mask(samples - s));
                FloatVector value =
                        xhat.fma(scale, shift).reinterpretAsInts().and(keep).reinterpretAsFloats();
                FLOAT_VECTOR.cast(value).intoArray(y, i);
                s = s + LENGTH < width ? s + LENGTH : 0;
            }
        }
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
            int at,
            Workspace workspace) {
        int samples = lanes.samples(microBatch);
        int width = lanes.width(microBatch);
        int size = plane * width;
        int rest = samples - (width - VirtualLanes.COUNT);
        int begin = channels * plane * lanes.start(microBatch);
        LaneSums first = new LaneSums(workspace, 0);
        LaneSums second = new LaneSums(workspace, 1);
        for (int c0 = 0; c0 < channels; c0 += LaneSums.CHANNELS) {
            int n = Math.min(LaneSums.CHANNELS, channels - c0);
            int from = begin + c0 * size;
            if (PairChannels.fit(plane, width)) {
                new PairChannels(from, n, rest).products(x, dy, terms, c0, first.lanes, second.lanes);
            } else {
                new ChannelSums(from, n, size, width, rest).products(x, dy, terms, c0, first.lanes, second.lanes);
            }
            first.fold(n);
            second.fold(n);
            System.arraycopy(first.sums, 0, sumDy, at + c0, n);
            System.arraycopy(second.sums, 0, sumDyXhat, at + c0, n);
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
        if (PairChannels.fit(plane, width)) {
            pairs(channels, lanes, microBatch).backward(x, dy, dx, terms, scale, meanDy, meanDyXhat);
            return;
        }
        for (int channel = 0; channel < channels; channel++) {
            int begin = channels * plane * lanes.start(microBatch) + channel * size;
            FloatVector minusHi = FloatVector.broadcast(FLOATS, -terms.hi()[channel]);
            FloatVector minusLo = FloatVector.broadcast(FLOATS, -terms.lo()[channel]);
            FloatVector inverse = FloatVector.broadcast(FLOATS, terms.inverse()[channel]);
            FloatVector factor = FloatVector.broadcast(FLOATS, scale[channel]);
            FloatVector minusMean = FloatVector.broadcast(FLOATS, -meanDy[channel]);
            FloatVector minusSlope = FloatVector.broadcast(FLOATS, -meanDyXhat[channel]);
            int s = 0;
            for (int i = begin; i < begin + size; i += LENGTH) {
                FloatVector xhat = minusHi.add(FloatVector.fromArray(FLOATS, x, i))
                        .add(minusLo)
                        .mul(inverse);
                FloatVector centred = minusMean.add(FloatVector.fromArray(FLOATS, dy, i));
                IntVector keep = IntVector.fromArray(INTS, MASKS, Vectors.mask(samples - s));
                FloatVector value = xhat.fma(minusSlope, centred).mul(factor);
                value = value.reinterpretAsInts().and(keep).reinterpretAsFloats();
                FLOAT_VECTOR.cast(value).intoArray(dx, i);
                s = s + LENGTH < width ? s + LENGTH : 0;
            }
        }
    }

    private static PairChannels pairs(int channels, Lanes lanes, int microBatch) {
        int rest = lanes.samples(microBatch) - VirtualLanes.COUNT;
        return new PairChannels(channels * lanes.start(microBatch), channels, rest);
    }
}
