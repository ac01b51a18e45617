package dev.evenkeel.math;

import java.util.Arrays;

/** Activations in plain Java. */
final class PlainActivationKernels implements ActivationKernels {
    @Override
    public void relu(float[] x, float[] y, int n) {
        for (int i = 0; i < n; i++) {
            y[i] = Math.max(x[i], 0f);
        }
    }

    @Override
    public void reluBackward(float[] y, float[] dy, float[] dx, int n) {
        for (int i = 0; i < n; i++) {
            int bits = Float.floatToRawIntBits(y[i]);
            dx[i] = Float.intBitsToFloat(Float.floatToRawIntBits(dy[i]) & ((bits | -bits) >> 31));
        }
    }

    @Override
    public void leakyRelu(float[] x, float[] y, float slope, int n) {
        for (int i = 0; i < n; i++) {
            y[i] = x[i] < 0 ? slope * x[i] : x[i];
        }
    }

    @Override
    public void leakyReluBackward(float[] x, float[] dy, float[] dx, float slope, int n) {
        for (int i = 0; i < n; i++) {
            dx[i] = x[i] < 0 ? slope * dy[i] : dy[i];
        }
    }

    @Override
    public void sigmoid(float[] x, float[] y, int n) {
        for (int i = 0; i < n; i++) {
            y[i] = Elementary.sigmoid(x[i]);
        }
    }

    @Override
    public void sigmoidBackward(float[] y, float[] dy, float[] dx, int n) {
        for (int i = 0; i < n; i++) {
            dx[i] = dy[i] * (y[i] * (1 - y[i]));
        }
    }

    @Override
    public void tanh(float[] x, float[] y, int n) {
        for (int i = 0; i < n; i++) {
            y[i] = Elementary.tanh(x[i]);
        }
    }

    @Override
    public void tanhBackward(float[] y, float[] dy, float[] dx, int n) {
        for (int i = 0; i < n; i++) {
            dx[i] = dy[i] * Math.fma(-y[i], y[i], 1f);
        }
    }

    @Override
    public void gelu(float[] x, float[] y, int n) {
        for (int i = 0; i < n; i++) {
            float v = x[i];
            y[i] = (0.5f * v) * (1f + Elementary.tanh(geluArgument(v)));
        }
    }

    private static float geluArgument(float x) {
        return GELU_C * Math.fma(GELU_A * (x * x), x, x);
    }

    @Override
    public void geluBackward(float[] x, float[] dy, float[] dx, int n) {
        for (int i = 0; i < n; i++) {
            float v = x[i];
            float t = Elementary.tanh(geluArgument(v));
            float du = GELU_C * Math.fma(GELU_3A, v * v, 1f);
            dx[i] = dy[i] * Math.fma((0.5f * v) * Math.fma(-t, t, 1f), du, 0.5f * (1f + t));
        }
    }

    @Override
    public long countActive(float[] y, int channels, int plane, Lanes lanes, int microBatch, int[] active, int at) {
        int width = lanes.width(microBatch);
        int samples = lanes.samples(microBatch);
        int begin = channels * plane * lanes.start(microBatch);
        long count = 0;
        for (int c = 0; c < channels; c++) {
            int row = begin + c * plane * width;
            for (int s = 0; s < samples; s++) {
                int found = 0;
                for (int p = 0; p < plane; p++) {
                    found += y[row + p * width + s] == 0 ? 0 : 1;
                }
                active[at + c] += found == 0 ? 0 : 1;
                count += found;
            }
        }
        return count;
    }

    @Override
    public long countBeyond(float[] x, int features, Lanes lanes, int microBatch, float low, float high) {
        int begin = features * lanes.start(microBatch);
        long count = 0;
        for (int i = begin; i < begin + features * lanes.width(microBatch); i++) {
            count += x[i] < low || x[i] > high ? 1 : 0;
        }
        return count;
    }

    @Override
    public void clearPadding(float[] x, int features, Lanes lanes) {
        for (int j = 0; j < lanes.microBatches(); j++) {
            int width = lanes.width(j);
            if (lanes.samples(j) < width) {
                int begin = features * lanes.start(j);
                for (int row = begin; row < begin + features * width; row += width) {
                    Arrays.fill(x, row + lanes.samples(j), row + width, 0f);
                }
            }
        }
    }
}
