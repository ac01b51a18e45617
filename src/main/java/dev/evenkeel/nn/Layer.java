package dev.evenkeel.nn;

import java.util.List;

/**
 * One layer of a network. Immutable and free of state: parameters, buffers and everything else that belongs to one replica
 * come in with the {@link Pass}; called by that replica's compute thread only.
 *
 * <p>Buffers hold the shard's values in the layout of {@link dev.evenkeel.math.Lanes}.
 */
public sealed interface Layer permits Dense, BatchNorm, Activation, Dropout, Flatten {
    /** The name used in job files, {@code dense}, {@code batch-norm}, …; part of parameter names. */
    String type();

    Shape input();

    Shape output();

    /** Its trained tensors, in the order of the flat arrays; empty where there are none. */
    List<Parameter> parameters();

    /**
     * Computes y from x for all micro-batches of the shard.
     *
     * @param x values of {@code input().features()} features
     * @param y values of {@code output().features()} features; the same array as x if {@link #inPlace()}
     */
    void forward(Pass pass, float[] x, float[] y);

    /**
     * Writes the gradients of its parameters into the pass's gradient nodes, and the gradient of x into dx where one is wanted.
     *
     * @param dx the same array as dy if {@link #backwardInPlace()}; unused if the pass wants no input gradient of this layer
     */
    void backward(Pass pass, float[] x, float[] y, float[] dy, float[] dx);

    /** Whether forward may overwrite its input, because backward needs at most the output. */
    boolean inPlace();

    /** Whether backward reads the output, so that no later layer may overwrite it. */
    boolean needsOutput();

    /** Whether backward may overwrite dy with dx. */
    boolean backwardInPlace();
}
