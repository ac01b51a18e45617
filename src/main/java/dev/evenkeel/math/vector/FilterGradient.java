package dev.evenkeel.math.vector;

import static dev.evenkeel.math.vector.FilterGradientTile.CHANNELS;
import static dev.evenkeel.math.vector.FilterGradientTile.FILTERS;
import static dev.evenkeel.math.vector.Vectors.FLOATS;
import static dev.evenkeel.math.vector.Vectors.LENGTH;

import dev.evenkeel.math.ConvolutionShape;
import dev.evenkeel.math.Lanes;
import dev.evenkeel.math.TreeOrder;
import dev.evenkeel.math.VirtualLanes;
import dev.evenkeel.math.Workspace;
import java.util.Arrays;
import jdk.incubator.vector.FloatVector;

/**
 * Gradients of a convolution's weights, by {@linkplain FilterGradientTile tiles}: every micro-batch's rows are walked in bands
 * so narrow that what a tile reads stays in the first-level cache for all taps. Between bands the virtual lanes of all weights
 * wait in memory; where these are many, some filters are done after the others. Each micro-batch's lanes are folded, and the
 * leaves then added in tree order.
 */
final class FilterGradient {
    private static final int WAITING_SLOT = 1;
    private static final int LEAVES_SLOT = 2;

    /** Floats of waiting lanes that stay in the second-level cache, or come from the third without harm. */
    private static final int MOST_WAITING = 1 << 18;

    private static final int WEIGHTS = FILTERS * CHANNELS;

    private final ConvolutionShape shape;
    private final float[] dy;
    private final float[] x;
    private final Lanes lanes;
    private final int taps;
    private final int filterTiles;
    private final int channelTiles;

    /** Filter tiles that are done together. */
    private final int block;

    /** Lanes of their weights: {@code [filter tile][channel tile][tap][weight][lane]}. */
    private final float[] waiting;

    /** Partial sums of the tree, one level after another, each in the order of {@link #waiting}. */
    private final float[] leaves;

    private final int level;
    private final GradientBand band;

    FilterGradient(ConvolutionShape shape, float[] dy, float[] x, Lanes lanes, int deepest, Workspace workspace) {
        this.shape = shape;
        this.dy = dy;
        this.x = x;
        this.lanes = lanes;
        this.taps = shape.window().area();
        this.filterTiles = (shape.filters() + FILTERS - 1) / FILTERS;
        this.channelTiles = (shape.channels() + CHANNELS - 1) / CHANNELS;
        int tile = Math.multiplyExact(channelTiles * taps, WEIGHTS);
        this.block = Math.max(1, Math.min(filterTiles, MOST_WAITING / (tile * VirtualLanes.COUNT)));
        this.level = Math.multiplyExact(block, tile);
        this.waiting = workspace.floats(WAITING_SLOT, Math.multiplyExact(level, VirtualLanes.COUNT) + LaneFold.SLACK);
        this.leaves = workspace.floats(LEAVES_SLOT, Math.multiplyExact(level, deepest + 1));
        this.band = new GradientBand(shape);
    }

    /** Writes the folded gradient of every subtree. */
    void write(int[] bounds, float[][] out, int from) {
        for (int first = 0; first < filterTiles; first += block) {
            int end = Math.min(filterTiles, first + block);
            for (int k = 0; k + 1 < bounds.length; k++) {
                fold(first, end, bounds[k], bounds[k + 1] - bounds[k], 0);
                write(first, end, out[k], from);
            }
        }
    }

    /** Folds the leaves {@code lo … lo + n − 1} of some filter tiles into a level of the partial sums, using those above. */
    private void fold(int first, int end, int lo, int n, int depth) {
        int size = (end - first) * channelTiles * taps * WEIGHTS;
        int at = depth * level;
        if (n == 1) {
            Arrays.fill(waiting, 0, size * VirtualLanes.COUNT, 0f);
            sum(first, end, lo);
            LaneFold.run(waiting, size, leaves, at);
            return;
        }
        int left = TreeOrder.left(n);
        fold(first, end, lo, left, depth);
        fold(first, end, lo + left, n - left, depth + 1);
        for (int i = at; i < at + size; i += LENGTH) {
            FloatVector.fromArray(FLOATS, leaves, i)
                    .add(FloatVector.fromArray(FLOATS, leaves, i + level))
                    .intoArray(leaves, i);
        }
    }

    private void sum(int first, int end, int microBatch) {
        int width = lanes.width(microBatch);
        int height = shape.outputHeight();
        int step = band.rows(width);
        for (int r = 0; r < height; r += step) {
            band.set(r, Math.min(height, r + step), width);
            for (int f = first; f < end; f++) {
                for (int c = 0; c < channelTiles; c++) {
                    sum(f, c, ((f - first) * channelTiles + c) * taps, microBatch);
                }
            }
        }
    }

    /** Carries on the lanes of all taps of a tile over the band. */
    private void sum(int filterTile, int channelTile, int place, int microBatch) {
        int start = lanes.start(microBatch);
        int width = lanes.width(microBatch);
        int dyStride = shape.outputHeight() * shape.outputWidth() * width;
        int xStride = shape.height() * shape.width() * width;
        int d = shape.outputs() * start + begin(filterTile * FILTERS, shape.filters(), FILTERS) * dyStride;
        int v = shape.inputs() * start + begin(channelTile * CHANNELS, shape.channels(), CHANNELS) * xStride;
        int lastFilter = Math.min(FILTERS, shape.filters()) - 1;
        int lastChannel = Math.min(CHANNELS, shape.channels()) - 1;
        for (int tap = 0; tap < taps; tap++) {
            int at = (place + tap) * WEIGHTS * VirtualLanes.COUNT;
            for (int lane = 0; lane < VirtualLanes.COUNT; lane += LENGTH) {
                FilterGradientTile.accumulate(
                        dy,
                        band.dyRuns(tap),
                        d + lane,
                        dyStride,
                        lastFilter,
                        x,
                        band.xRuns(tap),
                        v + lane,
                        xStride,
                        lastChannel,
                        band.runs(tap),
                        band.length(tap),
                        waiting,
                        at + lane);
            }
        }
    }

    /** Where a tile begins: the last one is moved up so that it is full, and computes some weights once more. */
    private static int begin(int i, int n, int tile) {
        return Math.max(0, Math.min(i, n - tile));
    }

    /** Puts the weights of some filter tiles, at the lowest level of the partial sums, in their order. */
    private void write(int first, int end, float[] out, int from) {
        int i = 0;
        for (int tile = first * channelTiles; tile < end * channelTiles; tile++) {
            int filter = begin(tile / channelTiles * FILTERS, shape.filters(), FILTERS);
            int channel = begin(tile % channelTiles * CHANNELS, shape.channels(), CHANNELS);
            for (int tap = 0; tap < taps; tap++) {
                for (int weight = 0; weight < WEIGHTS; weight++) {
                    int f = Math.min(filter + weight / CHANNELS, shape.filters() - 1);
                    int c = Math.min(channel + weight % CHANNELS, shape.channels() - 1);
                    out[from + (f * shape.channels() + c) * taps + tap] = leaves[i++];
                }
            }
        }
    }
}
