package dev.evenkeel.math.vector;

import static dev.evenkeel.math.vector.MatrixTile.MANY_REGISTERS;
import static dev.evenkeel.math.vector.MatrixTile.PANEL;
import static dev.evenkeel.math.vector.Vectors.FLOATS;
import static dev.evenkeel.math.vector.Vectors.FLOAT_VECTOR;
import static dev.evenkeel.math.vector.Vectors.LENGTH;

import jdk.incubator.vector.FloatVector;

/**
 * A {@linkplain MatrixTile tile} of a weight gradient: one micro-batch's leaf of it, and the sums that the reduction tree makes
 * of it and the leaves before. Its chains are as short as a micro-batch, so it has few streams and nothing to decide at its ends.
 *
 * <p>The tree over leaves splits n at the largest power of two below n. Walked leaf by leaf it is a binary counter: after leaf
 * number i as many sums are complete as i ends in ones, after the last one all that are left; what is not complete waits on a
 * stack of as many tiles as i has ones. Each sum takes in the tile below while it is itself still in registers.
 */
final class LeafTile {
    /**
     * Distance of two k in a panel of A: the rows of one tile, or of two. Passed as a value, because a compiler that knows it
     * unrolls the loop, for which 16 registers are too few.
     */
    static final int STRIDE = 8;

    /**
     * Rows of a tile. Of 16 registers it leaves two more than a {@link MatrixTile} does, since its loop has bounds checks, at which
     * the sums before have to be known: with five rows JDK 17 moved them to and fro in every second JVM, at half the speed.
     */
    static final int ROWS = MANY_REGISTERS ? 8 : 4;

    /** Floats of a tile on the stack, where it stands row by row. */
    private static final int SIZE = ROWS * MatrixTile.COLUMNS;

    private LeafTile() {}

    /** Floats that a stack for n leaves takes. */
    static int stackSize(int n) {
        return (Integer.SIZE - Integer.numberOfLeadingZeros(n)) * SIZE;
    }

    /** Where the stack ends when leaf i comes. */
    static int top(int i) {
        return Integer.bitCount(i) * SIZE;
    }

    /** How many tiles leaf i of n is added to. */
    static int folds(int i, int n) {
        return i == n - 1 ? Integer.bitCount(i) : Integer.numberOfTrailingZeros(~i);
    }

    /** Where on the stack the sum of leaf i of n and those it is added to goes. */
    static int place(int i, int n) {
        return top(i) - folds(i, n) * SIZE;
    }

    /**
     * {@code T[r][c] = chain over k of A[r][k]·B[k][c]}, then {@code T = S + T} for some tiles S from the top of the stack down.
     *
     * @param a A[r][k] at {@code ao + k·stride + r}
     * @param b B[k][c] at {@code bo + k·PANEL + c}
     * @param links length of the chains
     * @param folds tiles S
     * @param out the result's row r goes to {@code to + r·outStride} and on; may be the stack
     */
    static void multiply(
            float[] a,
            int ao,
            int stride,
            float[] b,
            int bo,
            int links,
            float[] stack,
            int top,
            int folds,
            float[] out,
            int to,
            int outStride) {
        FloatVector c00 = FloatVector.zero(FLOATS);
        FloatVector c01 = c00;
        FloatVector c10 = c00;
        FloatVector c11 = c00;
        FloatVector c20 = c00;
        FloatVector c21 = c00;
        FloatVector c30 = c00;
        FloatVector c31 = c00;
        FloatVector c40 = c00;
        FloatVector c41 = c00;
        FloatVector c50 = c00;
        FloatVector c51 = c00;
        FloatVector c60 = c00;
        FloatVector c61 = c00;
        FloatVector c70 = c00;
        FloatVector c71 = c00;
        int p = ao;
        for (int k = 0; k < links; k++) {
            FloatVector b0 = FloatVector.fromArray(FLOATS, b, bo + k * PANEL);
            FloatVector b1 = FloatVector.fromArray(FLOATS, b, bo + k * PANEL + LENGTH);
            FloatVector v = FloatVector.broadcast(FLOATS, a[p]);
            c00 = v.fma(b0, c00);
            c01 = v.fma(b1, c01);
            v = FloatVector.broadcast(FLOATS, a[p + 1]);
            c10 = v.fma(b0, c10);
            c11 = v.fma(b1, c11);
            v = FloatVector.broadcast(FLOATS, a[p + 2]);
            c20 = v.fma(b0, c20);
            c21 = v.fma(b1, c21);
            v = FloatVector.broadcast(FLOATS, a[p + 3]);
            c30 = v.fma(b0, c30);
            c31 = v.fma(b1, c31);
            if (MANY_REGISTERS) {
                v = FloatVector.broadcast(FLOATS, a[p + 4]);
                c40 = v.fma(b0, c40);
                c41 = v.fma(b1, c41);
                v = FloatVector.broadcast(FLOATS, a[p + 5]);
                c50 = v.fma(b0, c50);
                c51 = v.fma(b1, c51);
                v = FloatVector.broadcast(FLOATS, a[p + 6]);
                c60 = v.fma(b0, c60);
                c61 = v.fma(b1, c61);
                v = FloatVector.broadcast(FLOATS, a[p + 7]);
                c70 = v.fma(b0, c70);
                c71 = v.fma(b1, c71);
            }
            p += stride;
        }
        for (int at = top - SIZE; at >= top - folds * SIZE; at -= SIZE) {
            c00 = FloatVector.fromArray(FLOATS, stack, at).add(c00);
            c01 = FloatVector.fromArray(FLOATS, stack, at + LENGTH).add(c01);
            c10 = FloatVector.fromArray(FLOATS, stack, at + 2 * LENGTH).add(c10);
            c11 = FloatVector.fromArray(FLOATS, stack, at + 3 * LENGTH).add(c11);
            c20 = FloatVector.fromArray(FLOATS, stack, at + 4 * LENGTH).add(c20);
            c21 = FloatVector.fromArray(FLOATS, stack, at + 5 * LENGTH).add(c21);
            c30 = FloatVector.fromArray(FLOATS, stack, at + 6 * LENGTH).add(c30);
            c31 = FloatVector.fromArray(FLOATS, stack, at + 7 * LENGTH).add(c31);
            if (MANY_REGISTERS) {
                c40 = FloatVector.fromArray(FLOATS, stack, at + 8 * LENGTH).add(c40);
                c41 = FloatVector.fromArray(FLOATS, stack, at + 9 * LENGTH).add(c41);
                c50 = FloatVector.fromArray(FLOATS, stack, at + 10 * LENGTH).add(c50);
                c51 = FloatVector.fromArray(FLOATS, stack, at + 11 * LENGTH).add(c51);
                c60 = FloatVector.fromArray(FLOATS, stack, at + 12 * LENGTH).add(c60);
                c61 = FloatVector.fromArray(FLOATS, stack, at + 13 * LENGTH).add(c61);
                c70 = FloatVector.fromArray(FLOATS, stack, at + 14 * LENGTH).add(c70);
                c71 = FloatVector.fromArray(FLOATS, stack, at + 15 * LENGTH).add(c71);
            }
        }
        FLOAT_VECTOR.cast(c00).intoArray(out, to);
        FLOAT_VECTOR.cast(c01).intoArray(out, to + LENGTH);
        FLOAT_VECTOR.cast(c10).intoArray(out, to + outStride);
        FLOAT_VECTOR.cast(c11).intoArray(out, to + outStride + LENGTH);
        FLOAT_VECTOR.cast(c20).intoArray(out, to + 2 * outStride);
        FLOAT_VECTOR.cast(c21).intoArray(out, to + 2 * outStride + LENGTH);
        FLOAT_VECTOR.cast(c30).intoArray(out, to + 3 * outStride);
        FLOAT_VECTOR.cast(c31).intoArray(out, to + 3 * outStride + LENGTH);
        if (MANY_REGISTERS) {
            FLOAT_VECTOR.cast(c40).intoArray(out, to + 4 * outStride);
            FLOAT_VECTOR.cast(c41).intoArray(out, to + 4 * outStride + LENGTH);
            FLOAT_VECTOR.cast(c50).intoArray(out, to + 5 * outStride);
            FLOAT_VECTOR.cast(c51).intoArray(out, to + 5 * outStride + LENGTH);
            FLOAT_VECTOR.cast(c60).intoArray(out, to + 6 * outStride);
            FLOAT_VECTOR.cast(c61).intoArray(out, to + 6 * outStride + LENGTH);
            FLOAT_VECTOR.cast(c70).intoArray(out, to + 7 * outStride);
            FLOAT_VECTOR.cast(c71).intoArray(out, to + 7 * outStride + LENGTH);
        }
    }
}
