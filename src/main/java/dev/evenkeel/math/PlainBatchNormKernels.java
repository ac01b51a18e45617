package dev.evenkeel.math;

import java.util.Arrays;

/** Batch normalization in plain Java. */
final class PlainBatchNormKernels implements BatchNormKernels {
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
        double count = (double) plane * samples;
        float[] lane1 = workspace.floats(0, VirtualLanes.COUNT);
        float[] lane2 = workspace.floats(1, VirtualLanes.COUNT);
        for (int channel = 0; channel < channels; channel++) {
            int begin = channels * plane * lanes.start(microBatch) + channel * size;
            Arrays.fill(lane1, 0, VirtualLanes.COUNT, 0f);
            for (int row = begin; row < begin + size; row += width) {
                for (int s = 0; s < samples; s++) {
                    int i = s % VirtualLanes.COUNT;
                    lane1[i] = lane1[i] + x[row + s];
                }
            }
            float k = (float) (VirtualLanes.foldWidened(lane1, 0) / count);
            Arrays.fill(lane1, 0, VirtualLanes.COUNT, 0f);
            Arrays.fill(lane2, 0, VirtualLanes.COUNT, 0f);
            for (int row = begin; row < begin + size; row += width) {
                for (int s = 0; s < samples; s++) {
                    int i = s % VirtualLanes.COUNT;
                    float d = x[row + s] - k;
                    lane1[i] = lane1[i] + d;
                    lane2[i] = Math.fma(d, d, lane2[i]);
                }
            }
            double s1 = VirtualLanes.foldWidened(lane1, 0);
            double s2 = VirtualLanes.foldWidened(lane2, 0);
            mean[at + channel] = k + s1 / count;
            m2[at + channel] = Math.max(0.0, s2 - s1 * (s1 / count));
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
            float scale = gamma[gammaFrom + channel];
            float shift = beta[betaFrom + channel];
            for (int row = begin; row < begin + size; row += width) {
                for (int i = row; i < row + samples; i++) {
                    y[i] = Math.fma(((x[i] - hi) - lo) * inverse, scale, shift);
                }
                Arrays.fill(y, row + samples, row + width, 0f);
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
        float[] lane1 = workspace.floats(0, VirtualLanes.COUNT);
        float[] lane2 = workspace.floats(1, VirtualLanes.COUNT);
        for (int channel = 0; channel < channels; channel++) {
            int begin = channels * plane * lanes.start(microBatch) + channel * size;
            float hi = terms.hi()[channel];
            float lo = terms.lo()[channel];
            float inverse = terms.inverse()[channel];
            Arrays.fill(lane1, 0, VirtualLanes.COUNT, 0f);
            Arrays.fill(lane2, 0, VirtualLanes.COUNT, 0f);
            for (int row = begin; row < begin + size; row += width) {
                for (int s = 0; s < samples; s++) {
                    int i = s % VirtualLanes.COUNT;
                    float g = dy[row + s];
                    lane1[i] = lane1[i] + g;
                    lane2[i] = Math.fma(g, ((x[row + s] - hi) - lo) * inverse, lane2[i]);
                }
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
            float slope = meanDyXhat[channel];
            for (int row = begin; row < begin + size; row += width) {
                for (int i = row; i < row + samples; i++) {
                    float xhat = ((x[i] - hi) - lo) * inverse;
                    dx[i] = factor * Math.fma(-xhat, slope, dy[i] - mean);
                }
                Arrays.fill(dx, row + samples, row + width, 0f);
            }
        }
    }
}
