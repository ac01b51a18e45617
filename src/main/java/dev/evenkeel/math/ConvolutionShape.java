package dev.evenkeel.math;

/**
 * The shape of a convolution: from {@code channels} maps to {@code filters} maps. Buffers hold maps channel by channel, each
 * row by row, in the layout of {@link Lanes}; weights stand at {@code [filter][channel][kernel row][kernel column]}.
 *
 * @param height rows of an input map
 * @param width columns of an input map
 */
public record ConvolutionShape(int channels, int height, int width, int filters, Window window) {
    /** @throws IllegalArgumentException if the window does not fit, or the maps or weights are too many to count in an int */
    public ConvolutionShape {
        if (filters < 1) {
            throw new IllegalArgumentException("a convolution needs a filter: filters=" + filters);
        }
        window.requireFits(channels, height, width);
        long inputs = (long) channels * height * width;
        long outputs = (long) filters
                * window.down(height).outputs()
                * window.across(width).outputs();
        long weights = (long) filters * channels * window.area();
        if (Math.max(weights, Math.max(inputs, outputs)) > Integer.MAX_VALUE) {
            throw new IllegalArgumentException(
                    "a convolution has at most " + Integer.MAX_VALUE + " inputs, outputs and weights: inputs=" + inputs
                            + ", outputs=" + outputs + ", weights=" + weights);
        }
    }

    public Sliding rows() {
        return window.down(height);
    }

    public Sliding columns() {
        return window.across(width);
    }

    public int outputHeight() {
        return rows().outputs();
    }

    public int outputWidth() {
        return columns().outputs();
    }

    /** Features of its input. */
    public int inputs() {
        return channels * height * width;
    }

    /** Features of its output. */
    public int outputs() {
        return filters * outputHeight() * outputWidth();
    }

    /** Elements of its weights. */
    public int weights() {
        return filters * channels * window.area();
    }
}
