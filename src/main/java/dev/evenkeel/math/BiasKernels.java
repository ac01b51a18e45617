package dev.evenkeel.math;

/**
 * One bias for every channel, which is {@code plane} features: 1 after a dense layer, rows × columns for maps, laid out as in
 * {@link BatchNormKernels}. Over all micro-batches of a shard at once.
 */
public interface BiasKernels {
    /** {@code y = y + bias[from + channel]} for the samples of every micro-batch; padding stays zero. */
    void add(float[] y, int channels, int plane, float[] bias, int from, Lanes lanes);

    /**
     * Gradient of a bias, one result per subtree as in {@link MatrixKernels#weightGradient}. Leaf of micro-batch j: the elements e
     * of the channel, samples only, summed in 16 virtual lanes: {@code lane[i] = +0;} over e with {@code e mod 16 = i} in
     * increasing order {@code lane[i] = lane[i] + dy}; then for h = 8, 4, 2, 1: {@code lane[i] = lane[i] + lane[i + h]} for i
     * below h; the leaf is {@code lane[0]}.
     */
    void gradient(float[] dy, int channels, int plane, Lanes lanes, int[] bounds, float[][] out, int from);
}
