package dev.evenkeel.math;

/**
 * The shape of a pooling: a window that slides over every one of the maps by itself, without padding. Buffers hold maps as in
 * {@link ConvolutionShape}.
 *
 * @param height rows of an input map
 * @param width columns of an input map
 */
public record PoolingShape(int channels, int height, int width, Window window) {
    /** @throws IllegalArgumentException if the window does not fit or has padding */
    public PoolingShape {
        window.requireFits(channels, height, width);
        if (window.rowPadding() > 0 || window.columnPadding() > 0) {
            throw new IllegalArgumentException("pooling has no padding: padding=" + window.rowPadding() + "x"
                    + window.columnPadding() + ", kernel=" + window.height() + "x" + window.width());
        }
        Math.multiplyExact(channels, Math.multiplyExact(height, width));
    }

    /** One window as large as the map: global pooling. */
    public static PoolingShape global(int channels, int height, int width) {
        return new PoolingShape(channels, height, width, new Window(height, width, 1, 1, 0, 0));
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
        return channels * outputHeight() * outputWidth();
    }
}
