package dev.evenkeel.math;

/** Losses of one micro-batch. Sums over its samples run in increasing order, in double. Exact orders stand at each method. */
public interface LossKernels {
    /**
     * Softmax cross-entropy. Per sample, k ascending: {@code m = max over k}, {@code d_k = z_k − m}, {@code e_k = exp(d_k)},
     * {@code sum = e_0 + e_1 + …}, {@code loss = log(sum) − d_label}, {@code p_k = e_k / sum},
     * {@code dz_k = (k == label ? p_k − 1 : p_k)·scale}; exp and log of {@link Elementary}. The prediction is the lowest k
     * whose d_k is 0. Padding of {@code dLogits} is zeroed. Not a number in a sample's logits makes its loss not a number.
     *
     * @param logits values of {@code classes} features
     * @param labels the labels of the shard's samples, one after another
     * @param firstLabel index in {@code labels} of this micro-batch's first sample
     * @param dLogits gradients of {@code classes} features, overwritten; may be {@code logits}
     * @param sums {@code sums[at]} becomes the sum of losses, {@code sums[at + 1]} the number of right predictions
     */
    void softmaxCrossEntropy(
            float[] logits,
            int classes,
            Lanes lanes,
            int microBatch,
            int[] labels,
            int firstLabel,
            float scale,
            float[] dLogits,
            double[] sums,
            int at);

    /**
     * Mean squared error over the outputs, as PyTorch's: per sample {@code loss = (Σ over k ascending of d_k² in double) / outputs}
     * with {@code d_k = y_k − t_k} in float, {@code dy_k = d_k·(2·scale / outputs)} (that factor rounded to float once).
     * Padding of {@code dOutputs} is zeroed. The prediction is the lowest k of the largest y_k; it is right if t_k is the
     * largest target, lowest k first.
     *
     * @param targets {@code outputs} floats for each of the shard's samples, one sample after another
     * @param firstSample index of this micro-batch's first sample
     */
    void meanSquaredError(
            float[] values,
            int outputs,
            Lanes lanes,
            int microBatch,
            float[] targets,
            int firstSample,
            float scale,
            float[] dOutputs,
            double[] sums,
            int at);
}
