package dev.evenkeel.math;

class NaiveParameterKernels implements ParameterKernels {
    @Override
    public void add(float[] a, float[] b, float[] out, int from, int to) {
        for (int i = from; i < to; i++) {
            out[i] = a[i] + b[i];
        }
    }

    @Override
    public double sumOfSquares(float[] x, int from, int to) {
        double[] lane = new double[16];
        for (int e = 0; e < to - from; e++) {
            double d = x[from + e];
            lane[e % 16] = Math.fma(d, d, lane[e % 16]);
        }
        return NaiveKernels.fold(lane);
    }

    @Override
    public double sumOfMagnitudes(float[] x, int from, int to) {
        double[] lane = new double[16];
        for (int e = 0; e < to - from; e++) {
            lane[e % 16] = lane[e % 16] + Math.abs((double) x[from + e]);
        }
        return NaiveKernels.fold(lane);
    }

    @Override
    public float largestMagnitude(float[] x, int from, int to) {
        float largest = 0;
        for (int e = from; e < to; e++) {
            largest = Math.max(largest, Math.abs(x[e]));
        }
        return largest;
    }

    @Override
    public double sumOfDifferences(float[] a, int from, int to, float[] b, int bFrom) {
        double[] lane = new double[16];
        for (int e = 0; e < to - from; e++) {
            lane[e % 16] = lane[e % 16] + Math.abs((double) a[from + e] - (double) b[bFrom + e]);
        }
        return NaiveKernels.fold(lane);
    }

    @Override
    public void sgd(
            float[] w,
            float[] g,
            float[] v,
            int from,
            int to,
            float rate,
            float momentum,
            boolean nesterov,
            float decay,
            float scale) {
        for (int i = from; i < to; i++) {
            float d = Math.fma(decay, w[i], g[i] * scale);
            v[i] = Math.fma(momentum, v[i], d);
            float s = nesterov ? Math.fma(momentum, v[i], d) : v[i];
            w[i] = Math.fma(-rate, s, w[i]);
        }
    }

    @Override
    public void adam(float[] w, float[] g, float[] m, float[] v, int from, int to, AdamTerms terms) {
        for (int i = from; i < to; i++) {
            float d = Math.fma(terms.decay(), w[i], g[i] * terms.scale());
            float square = d * d;
            m[i] = Math.fma(terms.beta1(), m[i], terms.rest1() * d);
            v[i] = Math.fma(terms.beta2(), v[i], terms.rest2() * square);
            float root = (float) Math.sqrt(v[i]);
            float step = m[i] / Math.fma(root, terms.root(), terms.epsilon());
            w[i] = Math.fma(-terms.rate(), step, w[i] * terms.shrink());
        }
    }

    @Override
    public void lars(
            float[] w, float[] g, float[] v, int from, int to, float rate, float momentum, float decay, float scale) {
        for (int i = from; i < to; i++) {
            float d = Math.fma(decay, w[i], g[i] * scale);
            v[i] = Math.fma(momentum, v[i], rate * d);
            w[i] = w[i] - v[i];
        }
    }

    @Override
    public long digest(float[] x, int from, int to, long seed) {
        int[] lane = new int[16];
        for (int i = 0; i < 16; i++) {
            lane[i] = i;
        }
        for (int e = 0; e < to - from; e++) {
            lane[e % 16] = (lane[e % 16] ^ Float.floatToRawIntBits(x[from + e])) * 0x9E3779B1;
        }
        long h = seed;
        for (int i = 0; i < 16; i++) {
            h = (h ^ lane[i]) * 0x9E3779B97F4A7C15L;
            h = h ^ (h >>> 29);
        }
        return h;
    }
}
