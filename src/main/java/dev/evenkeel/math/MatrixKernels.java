package dev.evenkeel.math;

/**
 * Matrix products of a dense layer, over all micro-batches of a shard at once. Buffers are laid out as {@link Lanes} says.
 *
 * <p>Every output element is one chain: {@code acc = +0; for k ascending: acc = fma(a[k], b[k], acc)}, where {@code fma}
 * rounds once. Blocking, packing and vector width change nothing about it.
 */
public interface MatrixKernels {
    /** Memory for a packed matrix of that shape. */
    PackedMatrix packing(int rows, int columns);

    /**
     * Packs the matrix A of {@code into.rows() × into.columns()}. Plain: {@code A[r][c] = w[from + r·columns + c]}.
     * Transposed: {@code A[r][c] = w[from + c·rows + r]}, so that one weight array serves forward and backward.
     *
     * <p>What is packed may be a copy or {@code w} itself: pack again after w has changed, before the next multiplication.
     */
    void pack(float[] w, int from, boolean transposed, PackedMatrix into);

    /**
     * {@code y_j[r][s] = chain over c ascending of A[r][c]·x_j[c][s]}, for every micro-batch j, row r and lane s (padding
     * included: zeros in, zeros out).
     *
     * @param x values of {@code a.columns()} features
     * @param y values of {@code a.rows()} features, overwritten
     */
    void multiply(PackedMatrix a, float[] x, float[] y, Lanes lanes);

    /**
     * Gradient of a weight matrix {@code [rows][columns]}, one result per subtree of the reduction tree.
     *
     * <p>Leaf of micro-batch j: {@code g_j[r][c] = chain over s ascending, samples only, of dy_j[r][s]·x_j[c][s]}. Subtree
     * k covers the micro-batches {@code bounds[k] … bounds[k+1] − 1}; its n leaves are folded by
     * {@code t(lo, n) = n == 1 ? g_lo : t(lo, p) + t(lo + p, n − p)}, p the largest power of two below n. Result k is written
     * to {@code out[k][from …]}, row by row.
     *
     * @param dy gradients of {@code rows} features
     * @param x values of {@code columns} features
     * @param bounds micro-batch indexes within the shard, ascending, one more than there are results
     */
    void weightGradient(
            float[] dy,
            int rows,
            float[] x,
            int columns,
            Lanes lanes,
            int[] bounds,
            float[][] out,
            int from,
            Workspace workspace);
}
