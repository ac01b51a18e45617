package dev.evenkeel.math.vector;

import static dev.evenkeel.math.vector.ConvolutionTile.MAPS;

import dev.evenkeel.math.ConvolutionShape;
import dev.evenkeel.math.PackedFilters;

/**
 * Weights in the order in which the tiles read them: {@code [group of result maps][row place][column place][source map][result map
 * of the group]}. The last group is moved up so that it is full; where there are fewer maps than that, the last is repeated.
 */
final class FilterPacking {
    private FilterPacking() {}

    static int groups(int maps) {
        return (maps + MAPS - 1) / MAPS;
    }

    /** The result map with which a group begins. */
    static int begin(int group, int maps) {
        return Math.max(0, Math.min(group * MAPS, maps - MAPS));
    }

    static void pack(float[] w, int from, PackedFilters into) {
        ConvolutionShape shape = into.shape();
        SlidingWindow sliding = new SlidingWindow(shape, into.backward());
        int maps = sliding.resultMaps();
        int height = shape.window().height();
        int width = shape.window().width();
        int area = height * width;
        int sources = sliding.sourceMaps();
        int groups = groups(maps);
        float[] to = into.elements(Math.multiplyExact(groups * area, sources * MAPS));
        int sourceStride = into.backward() ? shape.channels() * area : area;
        int resultStride = into.backward() ? area : shape.channels() * area;
        for (int group = 0; group < groups; group++) {
            int first = begin(group, maps);
            for (int t = 0; t < area; t++) {
                int row = sliding.place(shape.rows(), t / width);
                int column = sliding.place(shape.columns(), t % width);
                int at = ((group * height + row) * width + column) * sources * MAPS;
                for (int m = 0; m < MAPS; m++) {
                    int weight = from + Math.min(first + m, maps - 1) * resultStride + t;
                    for (int s = 0; s < sources; s++) {
                        to[at + s * MAPS + m] = w[weight + s * sourceStride];
                    }
                }
            }
        }
    }
}
