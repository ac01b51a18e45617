package dev.evenkeel.math.vector;

import static dev.evenkeel.math.vector.MatrixTile.MANY_REGISTERS;
import static dev.evenkeel.math.vector.MatrixTile.PANEL;
import static dev.evenkeel.math.vector.Vectors.FLOATS;
import static dev.evenkeel.math.vector.Vectors.FLOAT_VECTOR;
import static dev.evenkeel.math.vector.Vectors.LENGTH;

import jdk.incubator.vector.FloatVector;

/** A {@linkplain MatrixTile tile} of a product whose A stands row by row: each row is a stream of its own. */
final class RowTile {
    private RowTile() {}

    /**
     * {@code Y[r][c] = chain over k of A[r][k]·B[k][c]} for one tile.
     *
     * @param a A[r][k] at {@code ao + r·stride + k}
     * @param rows rows of A that are there, 1 to {@link MatrixTile#ROWS}
     * @param b B[k][c] at {@code bo + k·PANEL + c}
     * @param links length of the chains
     * @param y the first vector of row r goes to {@code y0 + r·s0}, the second to {@code y1 + r·s1}; the second is written
     *     first, so both may go to one place if the second is not wanted
     */
    static void multiply(
            float[] a,
            int ao,
            int stride,
            int rows,
            float[] b,
            int bo,
            int links,
            float[] y,
            int y0,
            int s0,
            int y1,
            int s1) {
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
        int last = rows - 1;
        int a1 = ao + Math.min(1, last) * stride;
        int a2 = ao + Math.min(2, last) * stride;
        int a3 = ao + Math.min(3, last) * stride;
        int a4 = ao + Math.min(4, last) * stride;
        int a5 = ao + Math.min(5, last) * stride;
        int a6 = ao + Math.min(6, last) * stride;
        int a7 = ao + Math.min(7, last) * stride;
        for (int k = 0; k < links; k++) {
            FloatVector b0 = FloatVector.fromArray(FLOATS, b, bo + k * PANEL);
            FloatVector b1 = FloatVector.fromArray(FLOATS, b, bo + k * PANEL + LENGTH);
            FloatVector v = FloatVector.broadcast(FLOATS, a[ao + k]);
            c00 = v.fma(b0, c00);
            c01 = v.fma(b1, c01);
            v = FloatVector.broadcast(FLOATS, a[a1 + k]);
            c10 = v.fma(b0, c10);
            c11 = v.fma(b1, c11);
            v = FloatVector.broadcast(FLOATS, a[a2 + k]);
            c20 = v.fma(b0, c20);
            c21 = v.fma(b1, c21);
            v = FloatVector.broadcast(FLOATS, a[a3 + k]);
            c30 = v.fma(b0, c30);
            c31 = v.fma(b1, c31);
            v = FloatVector.broadcast(FLOATS, a[a4 + k]);
            c40 = v.fma(b0, c40);
            c41 = v.fma(b1, c41);
            if (MANY_REGISTERS) {
                v = FloatVector.broadcast(FLOATS, a[a5 + k]);
                c50 = v.fma(b0, c50);
                c51 = v.fma(b1, c51);
                v = FloatVector.broadcast(FLOATS, a[a6 + k]);
                c60 = v.fma(b0, c60);
                c61 = v.fma(b1, c61);
                v = FloatVector.broadcast(FLOATS, a[a7 + k]);
                c70 = v.fma(b0, c70);
                c71 = v.fma(b1, c71);
            }
        }
        FLOAT_VECTOR.cast(c01).intoArray(y, y1);
        FLOAT_VECTOR.cast(c00).intoArray(y, y0);
        if (rows > 1) {
            FLOAT_VECTOR.cast(c11).intoArray(y, y1 + s1);
            FLOAT_VECTOR.cast(c10).intoArray(y, y0 + s0);
        }
        if (rows > 2) {
            FLOAT_VECTOR.cast(c21).intoArray(y, y1 + 2 * s1);
            FLOAT_VECTOR.cast(c20).intoArray(y, y0 + 2 * s0);
        }
        if (rows > 3) {
            FLOAT_VECTOR.cast(c31).intoArray(y, y1 + 3 * s1);
            FLOAT_VECTOR.cast(c30).intoArray(y, y0 + 3 * s0);
        }
        if (rows > 4) {
            FLOAT_VECTOR.cast(c41).intoArray(y, y1 + 4 * s1);
            FLOAT_VECTOR.cast(c40).intoArray(y, y0 + 4 * s0);
        }
        if (MANY_REGISTERS && rows > 5) {
            FLOAT_VECTOR.cast(c51).intoArray(y, y1 + 5 * s1);
            FLOAT_VECTOR.cast(c50).intoArray(y, y0 + 5 * s0);
        }
        if (MANY_REGISTERS && rows > 6) {
            FLOAT_VECTOR.cast(c61).intoArray(y, y1 + 6 * s1);
            FLOAT_VECTOR.cast(c60).intoArray(y, y0 + 6 * s0);
        }
        if (MANY_REGISTERS && rows > 7) {
            FLOAT_VECTOR.cast(c71).intoArray(y, y1 + 7 * s1);
            FLOAT_VECTOR.cast(c70).intoArray(y, y0 + 7 * s0);
        }
    }
}
