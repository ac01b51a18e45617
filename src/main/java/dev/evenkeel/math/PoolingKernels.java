package dev.evenkeel.math;

/**
 * Pooling of maps, over all micro-batches of a shard at once; the elements of a window are taken row by row. Buffers are laid
 * out as {@link PoolingShape} and {@link Lanes} say. Padding lanes are computed like samples: zeros in, zeros out.
 */
public interface PoolingKernels {
    /**
     * {@code y} = the largest element of the window: {@code y = first; y = max(y, next) …}, where +0 is larger than −0, and not a
     * number if an element is not.
     */
    void max(PoolingShape shape, float[] x, float[] y, Lanes lanes);

    /**
     * The gradient of every window goes to the first of its elements that equals y bit by bit; where y is not a number, to the
     * first of all. {@code dx = +0}, then over the windows that hold the element and chose it, row by row:
     * {@code dx = dx + dy}.
     *
     * @param y what {@link #max} made of x
     */
    void maxBackward(PoolingShape shape, float[] x, float[] y, float[] dy, float[] dx, Lanes lanes);

    /** {@code acc = +0; acc = acc + x} over the elements of the window, {@code y = acc / n}, n their number. */
    void average(PoolingShape shape, float[] x, float[] y, Lanes lanes);

    /** {@code dx = +0}, then over the windows that hold the element, row by row: {@code dx = dx + dy / n}. */
    void averageBackward(PoolingShape shape, float[] dy, float[] dx, Lanes lanes);
}
