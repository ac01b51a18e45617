package dev.evenkeel.math;

final class NaiveActivationKernels implements ActivationKernels {
    private interface Unary {
        float of(float x);
    }

    private interface Binary {
        float of(float a, float b);
    }

    private static void each(float[] x, float[] y, int n, Unary f) {
        for (int i = 0; i < n; i++) {
            y[i] = f.of(x[i]);
        }
    }

    private static void each(float[] a, float[] b, float[] y, int n, Binary f) {
        for (int i = 0; i < n; i++) {
            y[i] = f.of(a[i], b[i]);
        }
    }

    @Override
    public void relu(float[] x, float[] y, int n) {
        each(x, y, n, v -> Float.isNaN(v) ? v : v > 0 ? v : +0f);
    }

    @Override
    public void reluBackward(float[] y, float[] dy, float[] dx, int n) {
        each(y, dy, dx, n, (v, d) -> v > 0 || Float.isNaN(v) ? d : +0f);
    }

    @Override
    public void leakyRelu(float[] x, float[] y, float slope, int n) {
        each(x, y, n, v -> v < 0 ? slope * v : v);
    }

    @Override
    public void leakyReluBackward(float[] x, float[] dy, float[] dx, float slope, int n) {
        each(x, dy, dx, n, (v, d) -> v < 0 ? slope * d : d);
    }

    @Override
    public void sigmoid(float[] x, float[] y, int n) {
        each(x, y, n, Elementary::sigmoid);
    }

    @Override
    public void sigmoidBackward(float[] y, float[] dy, float[] dx, int n) {
        each(y, dy, dx, n, (v, d) -> d * (v * (1 - v)));
    }

    @Override
    public void tanh(float[] x, float[] y, int n) {
        each(x, y, n, Elementary::tanh);
    }

    @Override
    public void tanhBackward(float[] y, float[] dy, float[] dx, int n) {
        each(y, dy, dx, n, (v, d) -> d * Math.fma(-v, v, 1));
    }

    private static float tanhOfU(float x) {
        float c = (float) Math.sqrt(2 / Math.PI);
        float a = 0.044715f;
        return Elementary.tanh(c * Math.fma(a * (x * x), x, x));
    }

    @Override
    public void gelu(float[] x, float[] y, int n) {
        each(x, y, n, v -> (0.5f * v) * (1 + tanhOfU(v)));
    }

    @Override
    public void geluBackward(float[] x, float[] dy, float[] dx, int n) {
        float c = (float) Math.sqrt(2 / Math.PI);
        float threeA = (float) (3 * 0.044715);
        each(x, dy, dx, n, (v, d) -> {
            float t = tanhOfU(v);
            return d * Math.fma((0.5f * v) * Math.fma(-t, t, 1), c * Math.fma(threeA, v * v, 1), 0.5f * (1 + t));
        });
    }

    @Override
    public long countActive(float[] y, int channels, int plane, Lanes lanes, int microBatch, int[] active, int at) {
        long count = 0;
        for (int c = 0; c < channels; c++) {
            for (int s = 0; s < lanes.samples(microBatch); s++) {
                boolean any = false;
                for (int p = 0; p < plane; p++) {
                    float value = y[NaiveKernels.at(lanes, channels * plane, c * plane + p, microBatch, s)];
                    any |= value != 0;
                    count += value != 0 ? 1 : 0;
                }
                active[at + c] += any ? 1 : 0;
            }
        }
        return count;
    }

    @Override
    public long countBeyond(float[] x, int features, Lanes lanes, int microBatch, float low, float high) {
        long count = 0;
        for (int f = 0; f < features; f++) {
            for (int s = 0; s < lanes.samples(microBatch); s++) {
                float value = x[NaiveKernels.at(lanes, features, f, microBatch, s)];
                count += value < low || value > high ? 1 : 0;
            }
        }
        return count;
    }

    @Override
    public void clearPadding(float[] x, int features, Lanes lanes) {
        for (int j = 0; j < lanes.microBatches(); j++) {
            for (int f = 0; f < features; f++) {
                for (int s = lanes.samples(j); s < lanes.width(j); s++) {
                    x[NaiveKernels.at(lanes, features, f, j, s)] = 0;
                }
            }
        }
    }
}
