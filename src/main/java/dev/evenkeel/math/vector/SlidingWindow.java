package dev.evenkeel.math.vector;

import dev.evenkeel.math.ConvolutionShape;
import dev.evenkeel.math.Sliding;

/**
 * A convolution as a walk from one set of maps, the source, to another, the result: forward from input to output, in an input
 * gradient the other way round. Result (r, c) gathers from a rectangle of the source; which weights belong to it follows from
 * the places of its first row and column.
 */
record SlidingWindow(ConvolutionShape shape, boolean backward) {
    int sourceMaps() {
        return backward ? shape.filters() : shape.channels();
    }

    int sourceHeight() {
        return backward ? shape.outputHeight() : shape.height();
    }

    int sourceWidth() {
        return backward ? shape.outputWidth() : shape.width();
    }

    int resultMaps() {
        return backward ? shape.channels() : shape.filters();
    }

    int resultHeight() {
        return backward ? shape.height() : shape.outputHeight();
    }

    int resultWidth() {
        return backward ? shape.width() : shape.outputWidth();
    }

    /** First source row or column that a result row or column gathers from. */
    int begin(Sliding axis, int result) {
        return backward ? axis.outputBegin(result) : axis.inputBegin(result);
    }

    /** One past the last; no more than {@link #begin} if there is none. */
    int end(Sliding axis, int result) {
        return backward ? axis.outputEnd(result) : axis.inputEnd(result);
    }

    /**
     * Where the weights of a tap stand: such that those of neighbouring sources are neighbours. Forward these are neighbouring
     * taps. Backward they are a stride apart and come in decreasing order: taps that leave the same remainder stand together.
     */
    int place(Sliding axis, int tap) {
        if (!backward) {
            return tap;
        }
        int remainder = tap % axis.stride();
        int place = 0;
        for (int r = 0; r < remainder; r++) {
            place += taps(axis, r);
        }
        return place + taps(axis, remainder) - 1 - tap / axis.stride();
    }

    /** Taps that leave that remainder when divided by the stride. */
    private static int taps(Sliding axis, int remainder) {
        return Math.max(0, (axis.kernel() - remainder + axis.stride() - 1) / axis.stride());
    }

    /** The place of the tap by which a result gathers from a source. */
    int place(Sliding axis, int result, int source) {
        return place(axis, backward ? axis.tap(source, result) : axis.tap(result, source));
    }
}
