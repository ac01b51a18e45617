package dev.evenkeel.math;

/**
 * Convolutions (cross-correlations, as everywhere in deep learning), over all micro-batches of a shard at once. Buffers are laid
 * out as {@link ConvolutionShape} and {@link Lanes} say; P and S are the window's padding and stride.
 *
 * <p>Every element of an output or of an input gradient is one chain: {@code acc = +0; acc = fma(w, v, acc)} in the order
 * stated. A tap that lies outside the image takes no part, as if the kernel were smaller there. Padding lanes are computed like
 * samples: zeros in, zeros out. Blocking, packing and vector width change nothing about it.
 */
public interface ConvolutionKernels {
    /**
     * Memory for the packed weights of a convolution.
     *
     * @param backward whether for {@link #inputGradient}, not for {@link #forward}
     */
    PackedFilters packing(ConvolutionShape shape, boolean backward);

    /** Packs the weights from {@code from} on; pack again after they have changed. */
    void pack(float[] w, int from, PackedFilters into);

    /**
     * {@code y_j[f][oy][ox][s]} = chain over kernel rows ky ascending, kernel columns kx ascending, channels c ascending of
     * {@code w[f][c][ky][kx]·x_j[c][oy·S − P + ky][ox·S − P + kx][s]}.
     *
     * @param x values of {@code shape.inputs()} features
     * @param y values of {@code shape.outputs()} features, overwritten
     */
    void forward(PackedFilters filters, float[] x, float[] y, Lanes lanes, Workspace workspace);

    /**
     * {@code dx_j[c][iy][ix][s]} = chain over output rows oy ascending, output columns ox ascending, filters f ascending of
     * {@code w[f][c][iy + P − oy·S][ix + P − ox·S]·dy_j[f][oy][ox][s]}, over all oy and ox whose window covers (iy, ix); +0
     * where none does.
     *
     * @param dy gradients of {@code shape.outputs()} features
     * @param dx gradients of {@code shape.inputs()} features, overwritten
     */
    void inputGradient(PackedFilters filters, float[] dy, float[] dx, Lanes lanes, Workspace workspace);

    /**
     * Gradient of the weights, one result per subtree of the reduction tree as in {@link MatrixKernels#weightGradient}.
     *
     * <p>Leaf of micro-batch j for {@code w[f][c][ky][kx]}, in 16 virtual lanes: {@code lane[i] = +0;} over output rows oy
     * ascending, output columns ox ascending, where the tap is in the image, and over lanes {@code s = i, i + 16, …} below
     * {@code width(j)} (padding too: zeros):
     * {@code lane[i] = fma(dy_j[f][oy][ox][s], x_j[c][oy·S − P + ky][ox·S − P + kx][s], lane[i])}; then for h = 8, 4, 2, 1:
     * {@code lane[i] = lane[i] + lane[i + h]} for i below h; the leaf is {@code lane[0]}.
     *
     * @param bounds micro-batch indexes within the shard, ascending, one more than there are results
     * @param out result k is written to {@code out[k][from …]}, in the order of the weights
     */
    void weightGradient(
            ConvolutionShape shape,
            float[] dy,
            float[] x,
            Lanes lanes,
            int[] bounds,
            float[][] out,
            int from,
            Workspace workspace);
}
