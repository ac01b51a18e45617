package dev.evenkeel.nn;

import java.util.List;

/**
 * Which buffer holds what in a pass: the values and, in training, their gradients. What is needed at different times shares
 * memory; see {@link BufferPlanner}. Immutable; depends on the network alone.
 *
 * @param features floats that a buffer holds for each lane
 * @param values the buffer of each value
 * @param kept by value: whether it, or what took its place element by element, is still there when the forward pass has ended
 * @param gradients the buffer of each value's gradient; {@link #NONE} where nobody needs it
 * @param inputGradients by layer: the buffer that its backward pass writes the input's gradient to; {@link #NONE} where nobody needs it
 * @param sums by layer: what is added up behind its backward pass
 */
record Buffers(
        List<Integer> features,
        List<Integer> values,
        List<Boolean> kept,
        List<Integer> gradients,
        List<Integer> inputGradients,
        List<List<Sum>> sums) {
    static final int NONE = -1;

    /** Where a value has several readers, the gradient that came before plus the one that came now; all three are buffers. */
    record Sum(int before, int now, int into) {}
}
