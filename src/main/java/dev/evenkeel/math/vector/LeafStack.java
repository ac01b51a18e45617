package dev.evenkeel.math.vector;

import static dev.evenkeel.math.vector.MatrixTile.COLUMNS;
import static dev.evenkeel.math.vector.MatrixTile.ROWS;
import static dev.evenkeel.math.vector.Vectors.FLOATS;
import static dev.evenkeel.math.vector.Vectors.LENGTH;

import jdk.incubator.vector.FloatVector;

/**
 * Tiles of leaf gradients, folded in tree order as they come: what the tree over micro-batches leaves to do lies in the
 * first-level cache.
 *
 * <p>Leaves are folded by fours, and fours like the digits of a binary counter: after four number i as many sums follow as i
 * ends in ones, after the last one all that are left. This is the tree that splits n at the largest power of two below n.
 */
final class LeafStack {
    /** Floats of a tile, stored row by row. */
    private static final int SIZE = ROWS * COLUMNS;

    private static final int FOUR = 4;

    private LeafStack() {}

    /** Floats that a stack for n leaves takes. */
    static int size(int n) {
        return (Integer.SIZE - Integer.numberOfLeadingZeros(n / FOUR) + FOUR) * SIZE;
    }

    /** Where leaf i goes, after {@link #fold} was called for those before it. */
    static int place(int i) {
        return (Integer.bitCount(i / FOUR) + i % FOUR) * SIZE;
    }

    /** To be called when leaf i of n has been put in its place: folds what is complete, all after the last one, to the bottom. */
    static void fold(float[] tiles, int i, int n) {
        boolean last = i == n - 1;
        int inFour = i % FOUR;
        if (inFour < FOUR - 1 && !last) {
            return;
        }
        int four = i / FOUR;
        int at = place(i) - inFour * SIZE;
        switch (inFour) {
            case 3 -> addFour(tiles, at);
            case 2 -> {
                addNext(tiles, at);
                add(tiles, at, at + 2 * SIZE);
            }
            case 1 -> addNext(tiles, at);
            default -> {}
        }
        int sums = last ? Integer.bitCount(four) : Integer.numberOfTrailingZeros(~four);
        for (int s = 0; s < sums; s++) {
            at -= SIZE;
            addNext(tiles, at);
        }
    }

    private static void addNext(float[] tiles, int at) {
        add(tiles, at, at + SIZE);
    }

    private static void add(float[] tiles, int at, int other) {
        for (int i = 0; i < SIZE; i += LENGTH) {
            FloatVector.fromArray(FLOATS, tiles, at + i)
                    .add(FloatVector.fromArray(FLOATS, tiles, other + i))
                    .intoArray(tiles, at + i);
        }
    }

    private static void addFour(float[] tiles, int at) {
        for (int i = at; i < at + SIZE; i += LENGTH) {
            FloatVector left =
                    FloatVector.fromArray(FLOATS, tiles, i).add(FloatVector.fromArray(FLOATS, tiles, i + SIZE));
            FloatVector right = FloatVector.fromArray(FLOATS, tiles, i + 2 * SIZE)
                    .add(FloatVector.fromArray(FLOATS, tiles, i + 3 * SIZE));
            left.add(right).intoArray(tiles, i);
        }
    }

    /** Copies some rows and columns of the tile at the bottom. */
    static void write(float[] tiles, int rows, int columns, float[] out, int to, int stride) {
        for (int r = 0; r < rows; r++) {
            System.arraycopy(tiles, r * COLUMNS, out, to + r * stride, columns);
        }
    }
}
