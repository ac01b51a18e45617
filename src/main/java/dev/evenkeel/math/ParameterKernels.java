package dev.evenkeel.math;

/** Kernels over parameters and gradients: element-wise, or summed over fixed blocks. {@code from} inclusive, {@code to} exclusive. */
public interface ParameterKernels {
    /** Elements of a block: norms are summed over blocks of this size within each tensor, whatever the cluster. */
    int BLOCK = 4096;

    /** {@code out[i] = a[i] + b[i]}: one inner node of the reduction tree. {@code out} may be {@code a} or {@code b}. */
    void add(float[] a, float[] b, float[] out, int from, int to);

    /**
     * Sum of squares of at most {@link #BLOCK} floats, in double, in 16 virtual lanes: {@code lane[i] = +0; for e = i, i+16, …:
     * lane[i] = fma(d, d, lane[i])} with {@code d = (double) x[from + e]}; then for h = 8, 4, 2, 1:
     * {@code lane[i] = lane[i] + lane[i + h]} for i below h. Infinite or not a number exactly if an element is.
     */
    double sumOfSquares(float[] x, int from, int to);

    /**
     * Sum of the absolute values of at most {@link #BLOCK} floats, in double, in 16 virtual lanes: {@code lane[i] = +0; for e = i,
     * i+16, …: lane[i] = lane[i] + |(double) x[from + e]|}; then folded as in {@link #sumOfSquares}.
     */
    double sumOfMagnitudes(float[] x, int from, int to);

    /** The largest absolute value, +0 of none; not a number exactly if an element is. */
    float largestMagnitude(float[] x, int from, int to);

    /**
     * Sum of absolute differences of at most {@link #BLOCK} pairs, in double, in 16 virtual lanes:
     * {@code lane[i] = lane[i] + |(double) a[from + e] − (double) b[bFrom + e]|}; else as {@link #sumOfMagnitudes}.
     */
    double sumOfDifferences(float[] a, int from, int to, float[] b, int bFrom);

    /**
     * One step of stochastic gradient descent with momentum, PyTorch's form: {@code d = fma(decay, w, g·scale)},
     * {@code v = fma(momentum, v, d)}, {@code s = nesterov ? fma(momentum, v, d) : v}, {@code w = fma(−rate, s, w)}.
     *
     * @param g gradient; element i of all three arrays belongs together
     * @param scale what gradient clipping multiplies by, 1 without
     */
    void sgd(
            float[] w,
            float[] g,
            float[] v,
            int from,
            int to,
            float rate,
            float momentum,
            boolean nesterov,
            float decay,
            float scale);

    /**
     * One step of Adam (Kingma and Ba 2015), PyTorch's form: {@code d = fma(decay, w, g·scale)},
     * {@code m = fma(beta1, m, rest1·d)}, {@code v = fma(beta2, v, rest2·(d·d))},
     * {@code w = fma(−rate, m / fma(√v, root, epsilon), w·shrink)}.
     *
     * @param g gradient; element i of all four arrays belongs together
     * @param m first moment
     * @param v second moment, nowhere below 0
     */
    void adam(float[] w, float[] g, float[] m, float[] v, int from, int to, AdamTerms terms);

    /**
     * One step of momentum whose velocity holds the rate, as LARS has it (You et al. 2017): {@code d = fma(decay, w, g·scale)},
     * {@code v = fma(momentum, v, rate·d)}, {@code w = w − v}.
     *
     * @param rate of this tensor: the learning rate times the local one
     */
    void lars(float[] w, float[] g, float[] v, int from, int to, float rate, float momentum, float decay, float scale);

    /**
     * A checksum of the bits, which tells a replica with a flipped bit from the others; not cryptographic. In 16 lanes of int:
     * {@code lane[i] = i; for e = i, i+16, …: lane[i] = (lane[i] ^ bits(x[from + e]))·0x9E3779B1}, then the 16 lanes are
     * chained: {@code h = (h ^ lane[i])·0x9E3779B97F4A7C15; h = h ^ (h >>> 29)} for i = 0 … 15, starting with {@code h = seed}.
     */
    long digest(float[] x, int from, int to, long seed);

    /** The digest of x, then with it as the seed that of y. The lanes of both may be walked at once. */
    default long digest(float[] x, float[] y, int from, int to, long seed) {
        return digest(y, from, to, digest(x, from, to, seed));
    }
}
