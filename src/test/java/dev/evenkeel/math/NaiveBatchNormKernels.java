package dev.evenkeel.math;

final class NaiveBatchNormKernels implements BatchNormKernels {
    private interface Element {
        void visit(int lane, int index);
    }

    /** Visits the elements of a channel in increasing order, padding left out. */
    private static void each(int channel, int channels, int plane, Lanes lanes, int j, Element element) {
        int width = lanes.width(j);
        for (int e = 0; e < plane * width; e++) {
            if (e % width < lanes.samples(j)) {
                element.visit(e % 16, channels * plane * lanes.start(j) + channel * plane * width + e);
            }
        }
    }

    private static void clear(float[] y, int channels, int plane, Lanes lanes, int j) {
        int width = lanes.width(j);
        for (int e = 0; e < channels * plane * width; e++) {
            if (e % width >= lanes.samples(j)) {
                y[channels * plane * lanes.start(j) + e] = 0;
            }
        }
    }

    private static float xhat(float x, NormalizationTerms terms, int channel) {
        return ((x - terms.hi()[channel]) - terms.lo()[channel]) * terms.inverse()[channel];
    }

    @Override
    public void moments(
            float[] x,
            int channels,
            int plane,
            Lanes lanes,
            int j,
            double[] mean,
            double[] m2,
            int at,
            Workspace workspace) {
        double count = plane * lanes.samples(j);
        for (int channel = 0; channel < channels; channel++) {
            float[] sum = new float[16];
            each(channel, channels, plane, lanes, j, (lane, i) -> sum[lane] = sum[lane] + x[i]);
            float k = (float) (NaiveKernels.foldInDouble(sum) / count);
            float[] first = new float[16];
            float[] second = new float[16];
            each(channel, channels, plane, lanes, j, (lane, i) -> {
                float d = x[i] - k;
                first[lane] = first[lane] + d;
                second[lane] = Math.fma(d, d, second[lane]);
            });
            double s1 = NaiveKernels.foldInDouble(first);
            double s2 = NaiveKernels.foldInDouble(second);
            mean[at + channel] = k + s1 / count;
            m2[at + channel] = Math.max(+0.0, s2 - s1 * (s1 / count));
        }
    }

    @Override
    public void normalize(
            float[] x,
            float[] y,
            int channels,
            int plane,
            Lanes lanes,
            int j,
            NormalizationTerms terms,
            float[] gamma,
            int gammaFrom,
            float[] beta,
            int betaFrom) {
        for (int channel = 0; channel < channels; channel++) {
            int c = channel;
            each(c, channels, plane, lanes, j, (lane, i) -> {
                y[i] = Math.fma(xhat(x[i], terms, c), gamma[gammaFrom + c], beta[betaFrom + c]);
            });
        }
        clear(y, channels, plane, lanes, j);
    }

    @Override
    public void backwardSums(
            float[] x,
            float[] dy,
            int channels,
            int plane,
            Lanes lanes,
            int j,
            NormalizationTerms terms,
            double[] sumDy,
            double[] sumDyXhat,
            int at,
            Workspace workspace) {
        for (int channel = 0; channel < channels; channel++) {
            int c = channel;
            float[] first = new float[16];
            float[] second = new float[16];
            each(c, channels, plane, lanes, j, (lane, i) -> {
                first[lane] = first[lane] + dy[i];
                second[lane] = Math.fma(dy[i], xhat(x[i], terms, c), second[lane]);
            });
            sumDy[at + c] = NaiveKernels.foldInDouble(first);
            sumDyXhat[at + c] = NaiveKernels.foldInDouble(second);
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
            int j,
            NormalizationTerms terms,
            float[] scale,
            float[] meanDy,
            float[] meanDyXhat) {
        for (int channel = 0; channel < channels; channel++) {
            int c = channel;
            each(c, channels, plane, lanes, j, (lane, i) -> {
                float xhat = xhat(x[i], terms, c);
                dx[i] = scale[c] * Math.fma(-xhat, meanDyXhat[c], dy[i] - meanDy[c]);
            });
        }
        clear(dx, channels, plane, lanes, j);
    }
}
