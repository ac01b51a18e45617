package dev.evenkeel.math.vector;

import static dev.evenkeel.math.vector.MatrixTile.MANY_REGISTERS;
import static dev.evenkeel.math.vector.MatrixTile.PANEL;
import static dev.evenkeel.math.vector.Vectors.FLOATS;
import static dev.evenkeel.math.vector.Vectors.FLOAT_VECTOR;
import static dev.evenkeel.math.vector.Vectors.LENGTH;

import jdk.incubator.vector.FloatVector;

/**
 * A {@linkplain MatrixTile tile} of a weight gradient: one micro-batch's part. Its chains are as short as a micro-batch, so it
 * has few streams and nothing to decide at its ends.
 */
final class LeafTile {
    /**
     * Distance of two k in a panel of A: room for the rows of any tile. Passed as a value, because a compiler that knows it
     * unrolls the loop, for which 16 registers are too few.
     */
    static final int STRIDE = 8;

    private LeafTile() {}

    /**
     * {@code T[r][c] = chain over k of A[r][k]·B[k][c]}.
     *
     * @param a A[r][k] at {@code ao + k·stride + r}
     * @param b B[k][c] at {@code bo + k·PANEL + c}
     * @param links length of the chains
     * @param tiles the tile goes to {@code to} and on, row by row
     */
    static void multiply(float[] a, int ao, int stride, float[] b, int bo, int links, float[] tiles, int to) {
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
            v = FloatVector.broadcast(FLOATS, a[p + 4]);
            c40 = v.fma(b0, c40);
            c41 = v.fma(b1, c41);
            if (MANY_REGISTERS) {
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
        FLOAT_VECTOR.cast(c00).intoArray(tiles, to);
        FLOAT_VECTOR.cast(c01).intoArray(tiles, to + LENGTH);
        FLOAT_VECTOR.cast(c10).intoArray(tiles, to + 2 * LENGTH);
        FLOAT_VECTOR.cast(c11).intoArray(tiles, to + 3 * LENGTH);
        FLOAT_VECTOR.cast(c20).intoArray(tiles, to + 4 * LENGTH);
        FLOAT_VECTOR.cast(c21).intoArray(tiles, to + 5 * LENGTH);
        FLOAT_VECTOR.cast(c30).intoArray(tiles, to + 6 * LENGTH);
        FLOAT_VECTOR.cast(c31).intoArray(tiles, to + 7 * LENGTH);
        FLOAT_VECTOR.cast(c40).intoArray(tiles, to + 8 * LENGTH);
        FLOAT_VECTOR.cast(c41).intoArray(tiles, to + 9 * LENGTH);
        if (MANY_REGISTERS) {
            FLOAT_VECTOR.cast(c50).intoArray(tiles, to + 10 * LENGTH);
            FLOAT_VECTOR.cast(c51).intoArray(tiles, to + 11 * LENGTH);
            FLOAT_VECTOR.cast(c60).intoArray(tiles, to + 12 * LENGTH);
            FLOAT_VECTOR.cast(c61).intoArray(tiles, to + 13 * LENGTH);
            FLOAT_VECTOR.cast(c70).intoArray(tiles, to + 14 * LENGTH);
            FLOAT_VECTOR.cast(c71).intoArray(tiles, to + 15 * LENGTH);
        }
    }
}
