package dev.evenkeel.nn;

import dev.evenkeel.math.PoolingShape;
import dev.evenkeel.math.Window;

/** What windows make of maps, and whether they fit. */
final class Windows {
    static final Extent NO_PADDING = Extent.square(0);

    private Windows() {}

    static Window of(Extent kernel, Extent stride, Extent padding) {
        return new Window(
                kernel.rows(), kernel.columns(), stride.rows(), stride.columns(), padding.rows(), padding.columns());
    }

    static PoolingShape pooling(Shape input, Extent size, Extent stride) {
        return new PoolingShape(input.channels(), input.rows(), input.columns(), of(size, stride, NO_PADDING));
    }

    /**
     * The maps that a window makes.
     *
     * @throws MisfitException where it is larger than the maps, or makes more of them than can be counted
     */
    static Shape output(String type, Shape input, int channels, Extent kernel, Extent stride, Extent padding) {
        int rows = input.rows() + 2 * padding.rows();
        int columns = input.columns() + 2 * padding.columns();
        if (kernel.rows() > rows || kernel.columns() > columns) {
            String padded = padding.equals(NO_PADDING) ? "" : ", padded to " + rows + "×" + columns;
            String flat = input.plane() == 1 ? " (it needs maps: leave out a flatten or dense before it)" : "";
            throw new MisfitException(type + " with a window of " + kernel + " does not fit into maps of "
                    + new Extent(input.rows(), input.columns()) + padded + flat + ": take at most "
                    + new Extent(rows, columns));
        }
        int down = (rows - kernel.rows()) / stride.rows() + 1;
        int across = (columns - kernel.columns()) / stride.columns() + 1;
        if ((double) channels * down * across > Integer.MAX_VALUE) {
            throw new MisfitException(type + " makes " + channels + " maps of " + new Extent(down, across)
                    + " of every sample, more than " + Integer.MAX_VALUE + " numbers: take fewer filters");
        }
        return new Shape(channels, down, across);
    }
}
