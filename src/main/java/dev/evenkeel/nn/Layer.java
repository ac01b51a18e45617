package dev.evenkeel.nn;

import java.util.List;

/**
 * One layer of a network. Immutable and free of state: parameters, buffers and everything else that belongs to one replica
 * come in with the {@link Pass}; called by that replica's compute thread only.
 *
 * <p>Buffers hold the shard's values in the layout of {@link dev.evenkeel.math.Lanes}. What a layer writes, it writes whole,
 * padding and all: a buffer held something else before.
 */
public sealed interface Layer permits Weighted, Pooling, BatchNorm, Activation, Dropout, Flatten, Residual {
    /** The name used in job files, {@code dense}, {@code batch-norm}, …; part of parameter names. */
    String type();

    Shape input();

    Shape output();

    /** Its trained tensors, in the order of the flat arrays; empty where there are none. */
    default List<Parameter> parameters() {
        return List.of();
    }

    /**
     * Computes y from x for all micro-batches of the shard.
     *
     * @param x values of {@code input().features()} features
     * @param y values of {@code output().features()} features; may be the same array as x if {@link #elementwise()}
     */
    void forward(Pass pass, float[] x, float[] y);

    /** Writes the gradients of its weights and biases into the pass's gradient nodes, where it has any. */
    default void parameterGradient(Pass pass, float[] x, float[] dy) {}

    /**
     * Writes the gradient of x into dx; runs behind {@link #parameterGradient}, and only where somebody needs it.
     *
     * @param x the input, if {@link #needsInput()}; else anything
     * @param y the output, if {@link #needsOutput()}; else anything
     * @param dx may be the same array as dy if {@link #elementwise()}
     */
    void inputGradient(Pass pass, float[] x, float[] y, float[] dy, float[] dx);

    /** Whether an element of the output depends on that element of the input alone, so that one may overwrite the other. */
    boolean elementwise();

    /** Whether the backward pass reads the input, so that nobody may overwrite it before. */
    boolean needsInput();

    /** Whether the backward pass reads the output, likewise. */
    boolean needsOutput();
}
