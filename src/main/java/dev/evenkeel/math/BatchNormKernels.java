package dev.evenkeel.math;

/**
 * Batch normalization of one micro-batch j (Ioffe and Szegedy 2015, algorithm 1), cut where workers exchange statistics.
 *
 * <p>A channel is {@code plane} features (1 after a dense layer, rows × columns for maps), so {@code plane × width(j)}
 * floats in one run; element e of a channel lies in lane {@code e mod width(j)}, and lanes from {@code samples(j)} on are
 * padding: left out of every sum, written as zero. {@code count = plane × samples(j)}. The block of micro-batch j starts at
 * {@code channels × plane × start(j)}.
 *
 * <p>Sums over a channel run in 16 virtual lanes of float: {@code lane[i] = +0}, then over the elements e with
 * {@code e mod 16 = i} in increasing order, padding skipped; then the lanes are widened to double and folded: for h = 8, 4,
 * 2, 1: {@code lane[i] = lane[i] + lane[i + h]} for i below h.
 *
 * <p>The statistics of a channel enter as {@code hi = (float) mean}, {@code lo = (float) (mean − hi)},
 * {@code inverse = (float) (1 / √(variance + ε))} (double arithmetic), and
 * {@code x̂ = ((x − hi) − lo) · inverse} forward and backward alike.
 */
public interface BatchNormKernels {
    /**
     * Mean and sum of squared deviations of every channel, in two passes (Chan, Golub and LeVeque 1983, eq. 1.7).
     * First pass: {@code k = (float) (Σ x / count)}. Second pass: {@code d = x − k}, {@code s1 = Σ d} by
     * {@code lane = lane + d}, {@code s2 = Σ d²} by {@code lane = fma(d, d, lane)}. Then in double:
     * {@code mean = k + s1 / count}, {@code m2 = max(+0, s2 − s1·(s1 / count))}. Not a number where an input is not.
     *
     * @param at results go to {@code mean[at + channel]} and {@code m2[at + channel]}
     */
    void moments(
            float[] x,
            int channels,
            int plane,
            Lanes lanes,
            int microBatch,
            double[] mean,
            double[] m2,
            int at,
            Workspace workspace);

    /**
     * {@code y = fma(x̂, gamma[from + channel], beta[from + channel])}, padding zero. {@code gamma} and {@code beta} may be
     * parts of one array.
     *
     * @param terms hi, lo and inverse: {@code channels} each
     */
    void normalize(
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
            int betaFrom);

    /**
     * The two sums of the backward pass: {@code sumDy = Σ dy} by {@code lane = lane + dy}, {@code sumDyXhat = Σ dy·x̂} by
     * {@code lane = fma(dy, x̂, lane)} with x̂ formed first.
     */
    void backwardSums(
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
            Workspace workspace);

    /**
     * {@code dx = scale · fma(−x̂, meanDyXhat, dy − meanDy)}, padding zero, where the three are per channel:
     * {@code scale = gamma · inverse}, {@code meanDy = (float) (Σdy / N)}, {@code meanDyXhat = (float) (Σdy·x̂ / N)} over
     * the statistics group. {@code dx} may be {@code dy}.
     */
    void backward(
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
            float[] meanDyXhat);
}
