package dev.evenkeel.math;

/** Kernels over parameters in plain Java. */
final class PlainParameterKernels implements ParameterKernels {
    private static final int LANE_FACTOR = 0x9E3779B1;
    private static final long CHAIN_FACTOR = 0x9E3779B97F4A7C15L;

    @Override
    public void add(float[] a, float[] b, float[] out, int from, int to) {
        for (int i = from; i < to; i++) {
            out[i] = a[i] + b[i];
        }
    }

    @Override
    public double sumOfSquares(float[] x, int from, int to) {
        requireBlock(from, to);
        double[] lane = new double[VirtualLanes.COUNT];
        for (int e = from; e < to; e++) {
            int i = (e - from) % VirtualLanes.COUNT;
            double d = x[e];
            lane[i] = Math.fma(d, d, lane[i]);
        }
        return VirtualLanes.fold(lane);
    }

    @Override
    public double sumOfMagnitudes(float[] x, int from, int to) {
        requireBlock(from, to);
        double[] lane = new double[VirtualLanes.COUNT];
        for (int e = from; e < to; e++) {
            int i = (e - from) % VirtualLanes.COUNT;
            lane[i] = lane[i] + Math.abs((double) x[e]);
        }
        return VirtualLanes.fold(lane);
    }

    @Override
    public float largestMagnitude(float[] x, int from, int to) {
        float largest = 0f;
        for (int e = from; e < to; e++) {
            largest = Math.max(largest, Math.abs(x[e]));
        }
        return largest;
    }

    @Override
    public double sumOfDifferences(float[] a, int from, int to, float[] b, int bFrom) {
        requireBlock(from, to);
        double[] lane = new double[VirtualLanes.COUNT];
        for (int e = 0; e < to - from; e++) {
            int i = e % VirtualLanes.COUNT;
            lane[i] = lane[i] + Math.abs((double) a[from + e] - (double) b[bFrom + e]);
        }
        return VirtualLanes.fold(lane);
    }

    private static void requireBlock(int from, int to) {
        if (to - from > BLOCK) {
            throw new IllegalArgumentException(
                    "a block has at most " + BLOCK + " elements: from=" + from + ", to=" + to);
        }
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
        if (nesterov) {
            for (int i = from; i < to; i++) {
                float d = Math.fma(decay, w[i], g[i] * scale);
                v[i] = Math.fma(momentum, v[i], d);
                w[i] = Math.fma(-rate, Math.fma(momentum, v[i], d), w[i]);
            }
        } else {
            for (int i = from; i < to; i++) {
                v[i] = Math.fma(momentum, v[i], Math.fma(decay, w[i], g[i] * scale));
                w[i] = Math.fma(-rate, v[i], w[i]);
            }
        }
    }

    @Override
    public void adam(float[] w, float[] g, float[] m, float[] v, int from, int to, AdamTerms terms) {
        for (int i = from; i < to; i++) {
            float d = Math.fma(terms.decay(), w[i], g[i] * terms.scale());
            m[i] = Math.fma(terms.beta1(), m[i], terms.rest1() * d);
            v[i] = Math.fma(terms.beta2(), v[i], terms.rest2() * (d * d));
            float deviation = Math.fma((float) Math.sqrt(v[i]), terms.root(), terms.epsilon());
            w[i] = Math.fma(-terms.rate(), m[i] / deviation, w[i] * terms.shrink());
        }
    }

    @Override
    public void lars(
            float[] w, float[] g, float[] v, int from, int to, float rate, float momentum, float decay, float scale) {
        for (int i = from; i < to; i++) {
            v[i] = Math.fma(momentum, v[i], rate * Math.fma(decay, w[i], g[i] * scale));
            w[i] = w[i] - v[i];
        }
    }

    @Override
    public long digest(float[] x, int from, int to, long seed) {
        int[] lane = new int[VirtualLanes.COUNT];
        for (int i = 0; i < lane.length; i++) {
            lane[i] = i;
        }
        for (int e = from; e < to; e++) {
            int i = (e - from) % VirtualLanes.COUNT;
            lane[i] = (lane[i] ^ Float.floatToRawIntBits(x[e])) * LANE_FACTOR;
        }
        long h = seed;
        for (int bits : lane) {
            h = (h ^ bits) * CHAIN_FACTOR;
            h = h ^ (h >>> 29);
        }
        return h;
    }
}
