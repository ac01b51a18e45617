package dev.evenkeel.math;

/**
 * The weights of a convolution in an order that one kernel set reads well, for one direction. Set by
 * {@link ConvolutionKernels#pack}, read by {@link ConvolutionKernels#forward} or {@link ConvolutionKernels#inputGradient}; the
 * elements and their order are the kernel set's own business.
 *
 * <p>One thread at a time. Memory is taken at first use and kept.
 */
public final class PackedFilters {
    private final ConvolutionShape shape;
    private final boolean backward;
    private float[] elements = {};

    /** @param backward whether the weights are for the input gradient, not for the forward pass */
    public PackedFilters(ConvolutionShape shape, boolean backward) {
        this.shape = shape;
        this.backward = backward;
    }

    public ConvolutionShape shape() {
        return shape;
    }

    public boolean backward() {
        return backward;
    }

    /** For kernel sets: the elements as last written. */
    public float[] elements() {
        return elements;
    }

    /** For kernel sets: memory for the elements, to be written by the caller. */
    public float[] elements(int size) {
        if (elements.length < size) {
            elements = new float[size];
        }
        return elements;
    }

    /** For kernel sets.
     *
     * @throws IllegalArgumentException if the weights are packed for the other direction */
    public void require(boolean backward) {
        if (this.backward != backward) {
            throw new IllegalArgumentException("weights packed for the other direction: backward=" + this.backward);
        }
    }
}
