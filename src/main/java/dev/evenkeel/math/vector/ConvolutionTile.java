package dev.evenkeel.math.vector;

import static dev.evenkeel.math.vector.Vectors.FLOATS;
import static dev.evenkeel.math.vector.Vectors.FLOAT_VECTOR;
import static dev.evenkeel.math.vector.Vectors.LENGTH;

import jdk.incubator.vector.FloatVector;

/**
 * Some maps of a convolution at one position, two vectors of lanes each, the chains held in registers: a {@link MatrixTile}
 * whose chains are runs of links, one run for every row of the window. Shape and style have the same reasons.
 */
final class ConvolutionTile {
    private static final boolean MANY_REGISTERS = LENGTH == 16;

    /** Maps of a tile. */
    static final int MAPS = MANY_REGISTERS ? 8 : 5;

    /** Lanes of a tile. */
    static final int LANES = 2 * LENGTH;

    /** Lanes of packed values, in which tiles stand side by side. */
    static final int PANEL = 32;

    private ConvolutionTile() {}

    /**
     * @param w weights of link k of run i at {@code weightRuns[i] + wo + k·MAPS}, one for every map
     * @param v values of link k of run i at {@code valueRuns[i] + vo + k·PANEL}
     * @param runs runs of the chains
     * @param links length of each
     * @param y the first vector of map m goes to {@code y0 + min(m, last)·s0}, the second to {@code y1 + min(m, last)·s1}; the
     *     second is written first, so both may go to one place if the second is not wanted
     */
    static void multiply(
            float[] w,
            int[] weightRuns,
            int wo,
            float[] v,
            int[] valueRuns,
            int vo,
            int runs,
            int links,
            int last,
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
        int p = 0;
        int q = 0;
        int left = 0;
        int run = 0;
        for (int n = runs * links; n > 0; n--) {
            if (left == 0) {
                p = weightRuns[run] + wo;
                q = valueRuns[run] + vo;
                left = links;
                run++;
            }
            FloatVector b0 = FloatVector.fromArray(FLOATS, v, q);
            FloatVector b1 = FloatVector.fromArray(FLOATS, v, q + LENGTH);
            FloatVector a = FloatVector.broadcast(FLOATS, w[p]);
            c00 = a.fma(b0, c00);
            c01 = a.fma(b1, c01);
            a = FloatVector.broadcast(FLOATS, w[p + 1]);
            c10 = a.fma(b0, c10);
            c11 = a.fma(b1, c11);
            a = FloatVector.broadcast(FLOATS, w[p + 2]);
            c20 = a.fma(b0, c20);
            c21 = a.fma(b1, c21);
            a = FloatVector.broadcast(FLOATS, w[p + 3]);
            c30 = a.fma(b0, c30);
            c31 = a.fma(b1, c31);
            a = FloatVector.broadcast(FLOATS, w[p + 4]);
            c40 = a.fma(b0, c40);
            c41 = a.fma(b1, c41);
            if (MANY_REGISTERS) {
                a = FloatVector.broadcast(FLOATS, w[p + 5]);
                c50 = a.fma(b0, c50);
                c51 = a.fma(b1, c51);
                a = FloatVector.broadcast(FLOATS, w[p + 6]);
                c60 = a.fma(b0, c60);
                c61 = a.fma(b1, c61);
                a = FloatVector.broadcast(FLOATS, w[p + 7]);
                c70 = a.fma(b0, c70);
                c71 = a.fma(b1, c71);
            }
            p += MAPS;
            q += PANEL;
            left--;
        }
        int m1 = Math.min(1, last);
        int m2 = Math.min(2, last);
        int m3 = Math.min(3, last);
        int m4 = Math.min(4, last);
        FLOAT_VECTOR.cast(c01).intoArray(y, y1);
        FLOAT_VECTOR.cast(c00).intoArray(y, y0);
        FLOAT_VECTOR.cast(c11).intoArray(y, y1 + m1 * s1);
        FLOAT_VECTOR.cast(c10).intoArray(y, y0 + m1 * s0);
        FLOAT_VECTOR.cast(c21).intoArray(y, y1 + m2 * s1);
        FLOAT_VECTOR.cast(c20).intoArray(y, y0 + m2 * s0);
        FLOAT_VECTOR.cast(c31).intoArray(y, y1 + m3 * s1);
        FLOAT_VECTOR.cast(c30).intoArray(y, y0 + m3 * s0);
        FLOAT_VECTOR.cast(c41).intoArray(y, y1 + m4 * s1);
        FLOAT_VECTOR.cast(c40).intoArray(y, y0 + m4 * s0);
        if (MANY_REGISTERS) {
            int m5 = Math.min(5, last);
            int m6 = Math.min(6, last);
            int m7 = Math.min(7, last);
            FLOAT_VECTOR.cast(c51).intoArray(y, y1 + m5 * s1);
            FLOAT_VECTOR.cast(c50).intoArray(y, y0 + m5 * s0);
            FLOAT_VECTOR.cast(c61).intoArray(y, y1 + m6 * s1);
            FLOAT_VECTOR.cast(c60).intoArray(y, y0 + m6 * s0);
            FLOAT_VECTOR.cast(c71).intoArray(y, y1 + m7 * s1);
            FLOAT_VECTOR.cast(c70).intoArray(y, y0 + m7 * s0);
        }
    }
}
