package dev.evenkeel.math;

/**
 * A window that slides over maps: the kernel of a convolution or a pooling.
 *
 * @param height rows of the kernel
 * @param width columns of the kernel
 * @param rowStride rows from one position to the next
 * @param columnStride columns from one position to the next
 * @param rowPadding rows outside the image, above it and below it alike, that the window may cover
 * @param columnPadding columns outside the image, on either side, that the window may cover
 */
public record Window(int height, int width, int rowStride, int columnStride, int rowPadding, int columnPadding) {
    /** @throws IllegalArgumentException if the kernel or the stride is below 1, or the padding no less than the kernel */
    public Window {
        if (height < 1 || width < 1) {
            throw new IllegalArgumentException("a kernel needs a row and a column: kernel=" + height + "x" + width);
        }
        if (rowStride < 1 || columnStride < 1) {
            throw new IllegalArgumentException("a stride is 1 or more: stride=" + rowStride + "x" + columnStride);
        }
        if (rowPadding < 0 || rowPadding >= height || columnPadding < 0 || columnPadding >= width) {
            throw new IllegalArgumentException("padding is 0 or more and smaller than the kernel: padding=" + rowPadding
                    + "x" + columnPadding + ", kernel=" + height + "x" + width);
        }
    }

    /** The same in both directions. */
    public static Window square(int kernel, int stride, int padding) {
        return new Window(kernel, kernel, stride, stride, padding, padding);
    }

    /** Positions of the kernel. */
    public int area() {
        return height * width;
    }

    /** How it slides down maps of that height. */
    public Sliding down(int inputs) {
        return new Sliding(inputs, height, rowStride, rowPadding);
    }

    /** How it slides across maps of that width. */
    public Sliding across(int inputs) {
        return new Sliding(inputs, width, columnStride, columnPadding);
    }

    /** @throws IllegalArgumentException if the window is larger than the maps with their padding, or there are no maps */
    void requireFits(int channels, int mapHeight, int mapWidth) {
        if (channels < 1 || mapHeight < 1 || mapWidth < 1) {
            throw new IllegalArgumentException(
                    "maps need a channel, a row and a column: maps=" + channels + "x" + mapHeight + "x" + mapWidth);
        }
        if (height > mapHeight + 2 * rowPadding || width > mapWidth + 2 * columnPadding) {
            throw new IllegalArgumentException("the kernel does not fit into the maps with their padding: kernel="
                    + height + "x" + width + ", maps=" + channels + "x" + mapHeight + "x" + mapWidth + ", padding="
                    + rowPadding + "x" + columnPadding);
        }
    }
}
