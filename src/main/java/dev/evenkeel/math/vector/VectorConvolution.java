package dev.evenkeel.math.vector;

import static dev.evenkeel.math.vector.ConvolutionTile.LANES;
import static dev.evenkeel.math.vector.ConvolutionTile.MAPS;
import static dev.evenkeel.math.vector.ConvolutionTile.PANEL;
import static dev.evenkeel.math.vector.Vectors.FLOATS;
import static dev.evenkeel.math.vector.Vectors.FLOAT_VECTOR;
import static dev.evenkeel.math.vector.Vectors.LENGTH;

import dev.evenkeel.math.Lanes;
import dev.evenkeel.math.PackedFilters;
import dev.evenkeel.math.Sliding;
import dev.evenkeel.math.Workspace;
import java.util.Arrays;
import jdk.incubator.vector.FloatVector;

/**
 * Convolutions and input gradients, by {@linkplain ConvolutionTile tiles}.
 *
 * <p>Micro-batches are cut into pieces of 16 lanes, of which two make a panel, whichever micro-batches they come from. Source
 * rows of a panel are copied to {@code [row][column][map][lane]}, once each and just before they are needed: then what a tile
 * reads of a row is one run, whatever kernel and stride, and stays in the caches while all maps and columns of the result pass
 * by. Copying costs little beside that, and saves the cache conflicts of maps that lie a power of two apart.
 */
final class VectorConvolution {
    private static final int PIECE = Lanes.MULTIPLE;
    private static final int PIECES = PANEL / PIECE;

    /** Maps that are copied at a time: streams that the first-level cache holds even if they fall on one another. */
    private static final int STREAMS = 8;

    private final float[] w;
    private final float[] source;
    private final float[] result;
    private final Lanes lanes;
    private final SlidingWindow sliding;
    private final Sliding rows;
    private final Sliding columns;
    private final int sourceMaps;
    private final int sourceHeight;
    private final int sourceWidth;
    private final int resultMaps;
    private final int resultHeight;
    private final int resultWidth;

    /** Source row i stands in slot {@code i % slots}. */
    private final float[] kept;

    private final int slots;
    private final int slot;

    /** Of each piece in the panel: its micro-batch, and its first lane in there. */
    private final int[] microBatch = new int[PIECES];

    private final int[] lane = new int[PIECES];

    /** Of each source row of the result row at hand: where values and weights begin. */
    private final int[] valueRuns;

    private final int[] weightRuns;

    /** Of each result column: where the source columns begin that it gathers from, how many they are, and the weights' place. */
    private final int[] begins;

    private final int[] counts;
    private final int[] places;

    VectorConvolution(PackedFilters filters, float[] source, float[] result, Lanes lanes, Workspace workspace) {
        this.sliding = new SlidingWindow(filters.shape(), filters.backward());
        this.w = filters.elements();
        this.source = source;
        this.result = result;
        this.lanes = lanes;
        this.rows = filters.shape().rows();
        this.columns = filters.shape().columns();
        this.sourceMaps = sliding.sourceMaps();
        this.sourceHeight = sliding.sourceHeight();
        this.sourceWidth = sliding.sourceWidth();
        this.resultMaps = sliding.resultMaps();
        this.resultHeight = sliding.resultHeight();
        this.resultWidth = sliding.resultWidth();
        this.slots = Math.min(rows.kernel(), sourceHeight);
        this.slot = Math.multiplyExact(sourceWidth * sourceMaps, PANEL);
        this.kept = workspace.floats(0, Math.multiplyExact(slots, slot));
        this.valueRuns = new int[slots];
        this.weightRuns = new int[slots];
        this.begins = new int[resultWidth];
        this.counts = new int[resultWidth];
        this.places = new int[resultWidth];
        for (int c = 0; c < resultWidth; c++) {
            begins[c] = sliding.begin(columns, c);
            counts[c] = Math.max(0, sliding.end(columns, c) - begins[c]);
            places[c] = counts[c] > 0 ? sliding.place(columns, c, begins[c]) : 0;
        }
    }

    void run() {
        int pieces = 0;
        for (int j = 0; j < lanes.microBatches(); j++) {
            for (int s = 0; s < lanes.width(j); s += PIECE) {
                microBatch[pieces] = j;
                lane[pieces] = s;
                pieces++;
                if (pieces == PIECES) {
                    runPanel(pieces);
                    pieces = 0;
                }
            }
        }
        if (pieces > 0) {
            Arrays.fill(microBatch, pieces, PIECES, microBatch[0]);
            Arrays.fill(lane, pieces, PIECES, lane[0]);
            runPanel(pieces);
        }
    }

    private void runPanel(int pieces) {
        int next = 0;
        for (int r = 0; r < resultHeight; r++) {
            int begin = sliding.begin(rows, r);
            int end = Math.max(begin, sliding.end(rows, r));
            for (next = Math.max(next, begin); next < end; next++) {
                keep(next, pieces);
            }
            for (int row = begin; row < end; row++) {
                valueRuns[row - begin] = row % slots * slot;
                weightRuns[row - begin] = sliding.place(rows, r, row) * columns.kernel() * sourceMaps * MAPS;
            }
            for (int group = 0; group < FilterPacking.groups(resultMaps); group++) {
                for (int c = 0; c < resultWidth; c++) {
                    for (int v = 0; v < pieces * PIECE; v += LANES) {
                        tile(group, r, c, v, end - begin);
                    }
                }
            }
        }
    }

    private void keep(int row, int pieces) {
        for (int p = 0; p < pieces; p++) {
            int width = lanes.width(microBatch[p]);
            int begin = lanes.start(microBatch[p]) * sourceMaps * sourceHeight * sourceWidth + lane[p];
            for (int map = 0; map < sourceMaps; map += STREAMS) {
                int count = Math.min(STREAMS, sourceMaps - map);
                for (int c = 0; c < sourceWidth; c++) {
                    int from = begin + ((map * sourceHeight + row) * sourceWidth + c) * width;
                    int to = row % slots * slot + (c * sourceMaps + map) * PANEL + p * PIECE;
                    copy(from, sourceHeight * sourceWidth * width, to, count);
                }
            }
        }
    }

    private void copy(int from, int stride, int to, int maps) {
        for (int m = 0; m < maps; m++) {
            for (int s = 0; s < PIECE; s += LENGTH) {
                FloatVector values = FloatVector.fromArray(FLOATS, source, from + m * stride + s);
                FLOAT_VECTOR.cast(values).intoArray(kept, to + m * PANEL + s);
            }
        }
    }

    private void tile(int group, int r, int c, int v, int runs) {
        int area = rows.kernel() * columns.kernel();
        int wo = (group * area + places[c]) * sourceMaps * MAPS;
        int vo = begins[c] * sourceMaps * PANEL + v;
        int map = FilterPacking.begin(group, resultMaps);
        int s0 = stride(v);
        int s1 = stride(v + LENGTH);
        int links = counts[c] * sourceMaps;
        ConvolutionTile.multiply(
                w,
                weightRuns,
                wo,
                kept,
                valueRuns,
                vo,
                runs,
                links,
                Math.min(MAPS, resultMaps) - 1,
                result,
                at(map, r, c, v),
                s0,
                at(map, r, c, v + LENGTH),
                s1);
    }

    /** Distance of two result maps at a lane of the panel. */
    private int stride(int v) {
        return resultHeight * resultWidth * lanes.width(microBatch[v / PIECE]);
    }

    /** Place in the result of a lane of the panel. */
    private int at(int map, int r, int c, int v) {
        int j = microBatch[v / PIECE];
        int feature = (map * resultHeight + r) * resultWidth + c;
        int begin = lanes.start(j) * resultMaps * resultHeight * resultWidth;
        return begin + feature * lanes.width(j) + lane[v / PIECE] + v % PIECE;
    }
}
