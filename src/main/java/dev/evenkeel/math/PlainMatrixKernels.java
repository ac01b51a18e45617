package dev.evenkeel.math;

import java.util.Arrays;

/**
 * Matrix products in plain Java. The inner loop is always {@link #chain4}: four links of every chain at once, over arrays
 * that are walked by one index from 0. Only this form does the JIT compiler vectorize, because different offsets into arrays
 * that might be one and the same stop it; so rows are copied to arrays of their own first.
 */
final class PlainMatrixKernels implements MatrixKernels {
    /** Columns of A, and rows of x, whose copies stay in the second-level cache. */
    private static final int TILE = 64;

    /** Lanes after which a tile is wide enough. */
    static final int WIDE = 256;

    @Override
    public PackedMatrix packing(int rows, int columns) {
        return new PackedMatrix(rows, columns);
    }

    @Override
    public void pack(float[] w, int from, boolean transposed, PackedMatrix into) {
        if (!transposed) {
            into.refer(w, from, false);
            return;
        }
        int rows = into.rows();
        int columns = into.columns();
        float[] data = into.own();
        for (int r0 = 0; r0 < rows; r0 += TILE) {
            for (int c = 0; c < columns; c++) {
                for (int r = r0; r < Math.min(rows, r0 + TILE); r++) {
                    data[r * columns + c] = w[from + c * rows + r];
                }
            }
        }
    }

    @Override
    public void multiply(PackedMatrix a, float[] x, float[] y, Lanes lanes) {
        Arrays.fill(y, 0, a.rows() * lanes.total(), 0f);
        for (int j0 = 0, j1; j0 < lanes.microBatches(); j0 = j1) {
            j1 = j0 + 1;
            while (j1 < lanes.microBatches() && lanes.start(j1) - lanes.start(j0) < WIDE) {
                j1++;
            }
            multiply(a, x, y, lanes, j0, j1);
        }
    }

    private static void multiply(PackedMatrix a, float[] x, float[] y, Lanes lanes, int j0, int j1) {
        int columns = a.columns();
        int width = lanes.start(j1) - lanes.start(j0);
        float[][] tile = new float[Math.min(TILE, columns)][width];
        float[] chains = new float[width];
        for (int c0 = 0; c0 < columns; c0 += TILE) {
            int count = Math.min(TILE, columns - c0);
            for (int c = 0; c < count; c++) {
                gather(x, columns, c0 + c, lanes, j0, j1, tile[c]);
            }
            for (int r = 0; r < a.rows(); r++) {
                gather(y, a.rows(), r, lanes, j0, j1, chains);
                chain(chains, a.elements(), a.from() + r * columns + c0, tile, 0, count, width);
                scatter(chains, y, a.rows(), r, lanes, j0, j1);
            }
        }
    }

    /** Lanes of one feature over the micro-batches j0 … j1 − 1, side by side. */
    static void gather(float[] from, int features, int feature, Lanes lanes, int j0, int j1, float[] into) {
        for (int j = j0; j < j1; j++) {
            int at = features * lanes.start(j) + feature * lanes.width(j);
            System.arraycopy(from, at, into, lanes.start(j) - lanes.start(j0), lanes.width(j));
        }
    }

    static void scatter(float[] from, float[] into, int features, int feature, Lanes lanes, int j0, int j1) {
        for (int j = j0; j < j1; j++) {
            int at = features * lanes.start(j) + feature * lanes.width(j);
            System.arraycopy(from, lanes.start(j) - lanes.start(j0), into, at, lanes.width(j));
        }
    }

    /** Carries every chain on by {@code count} links: {@code acc[i] = fma(a[at + k], b[first + k][i], acc[i])} for k ascending. */
    static void chain(float[] acc, float[] a, int at, float[][] b, int first, int count, int n) {
        int k = 0;
        for (; k + 4 <= count; k += 4) {
            int p = at + k;
            int q = first + k;
            chain4(acc, a[p], b[q], a[p + 1], b[q + 1], a[p + 2], b[q + 2], a[p + 3], b[q + 3], n);
        }
        for (; k < count; k++) {
            chain1(acc, a[at + k], b[first + k], n);
        }
    }

    private static void chain4(
            float[] acc,
            float a0,
            float[] b0,
            float a1,
            float[] b1,
            float a2,
            float[] b2,
            float a3,
            float[] b3,
            int n) {
        for (int i = 0; i < n; i++) {
            acc[i] = Math.fma(a3, b3[i], Math.fma(a2, b2[i], Math.fma(a1, b1[i], Math.fma(a0, b0[i], acc[i]))));
        }
    }

    private static void chain1(float[] acc, float a, float[] b, int n) {
        for (int i = 0; i < n; i++) {
            acc[i] = Math.fma(a, b[i], acc[i]);
        }
    }

    @Override
    public void weightGradient(
            float[] dy,
            int rows,
            float[] x,
            int columns,
            Lanes lanes,
            int[] bounds,
            float[][] out,
            int from,
            Workspace workspace) {
        int deepest = 0;
        for (int k = 0; k + 1 < bounds.length; k++) {
            deepest = Math.max(deepest, TreeOrder.depth(bounds[k + 1] - bounds[k]));
        }
        int width = Math.min(WIDE, columns);
        float[][] samples = new float[lanes.total()][width];
        float[][] sums = new float[deepest + 1][width];
        for (int c0 = 0; c0 < columns; c0 += WIDE) {
            int n = Math.min(WIDE, columns - c0);
            transpose(x, columns, c0, n, lanes, samples);
            GradientTile tile = new GradientTile(dy, rows, lanes, samples, sums, n);
            for (int k = 0; k + 1 < bounds.length; k++) {
                for (int r = 0; r < rows; r++) {
                    tile.fold(r, bounds[k], bounds[k + 1] - bounds[k], 0);
                    System.arraycopy(sums[0], 0, out[k], from + r * columns + c0, n);
                }
            }
        }
    }

    private static void transpose(float[] x, int columns, int c0, int n, Lanes lanes, float[][] samples) {
        for (int j = 0; j < lanes.microBatches(); j++) {
            for (int s = 0; s < lanes.samples(j); s++) {
                float[] sample = samples[lanes.start(j) + s];
                int at = columns * lanes.start(j) + c0 * lanes.width(j) + s;
                for (int c = 0; c < n; c++) {
                    sample[c] = x[at + c * lanes.width(j)];
                }
            }
        }
    }

    /** Some columns of a weight gradient, a row at a time. */
    private record GradientTile(float[] dy, int rows, Lanes lanes, float[][] samples, float[][] sums, int n) {
        /** Folds the leaves {@code lo … lo + count − 1} of a row into {@code sums[level]}, using the levels above. */
        void fold(int row, int lo, int count, int level) {
            if (count == 1) {
                Arrays.fill(sums[level], 0, n, 0f);
                int at = rows * lanes.start(lo) + row * lanes.width(lo);
                chain(sums[level], dy, at, samples, lanes.start(lo), lanes.samples(lo), n);
                return;
            }
            int left = TreeOrder.left(count);
            fold(row, lo, left, level);
            fold(row, lo + left, count - left, level + 1);
            add(sums[level], sums[level + 1], n);
        }
    }

    private static void add(float[] a, float[] b, int n) {
        for (int i = 0; i < n; i++) {
            a[i] = a[i] + b[i];
        }
    }
}
