package dev.evenkeel.math.vector;

import static dev.evenkeel.math.vector.Vectors.FLOATS;
import static dev.evenkeel.math.vector.Vectors.FLOAT_VECTOR;
import static dev.evenkeel.math.vector.Vectors.LENGTH;

import dev.evenkeel.math.VirtualLanes;
import jdk.incubator.vector.FloatVector;

/**
 * Gradients of one tap of some filters for some channels, over some positions: one vector of the 16 virtual lanes of each, held
 * in registers meanwhile. Every vector that is loaded serves several of them.
 */
final class FilterGradientTile {
    private static final boolean MANY_REGISTERS = LENGTH == 16;

    static final int FILTERS = 4;
    static final int CHANNELS = MANY_REGISTERS ? 4 : 2;

    private FilterGradientTile() {}

    /**
     * Carries the lanes on over some runs of neighbouring positions.
     *
     * @param dy of filter f, lane e of run i stands at {@code dyRuns[i] + d + min(f, lastFilter)·dyStride + e}
     * @param x of channel c, lane e of run i stands at {@code xRuns[i] + v + min(c, lastChannel)·xStride + e}
     * @param length lanes of a run
     * @param sums filter f's lanes for channel c, 16 of them, stand at {@code at + (f·CHANNELS + c)·16}
     */
    static void accumulate(
            float[] dy,
            int[] dyRuns,
            int d,
            int dyStride,
            int lastFilter,
            float[] x,
            int[] xRuns,
            int v,
            int xStride,
            int lastChannel,
            int runs,
            int length,
            float[] sums,
            int at) {
        int row = CHANNELS * VirtualLanes.COUNT;
        FloatVector c00 = FloatVector.fromArray(FLOATS, sums, at);
        FloatVector c01 = FloatVector.fromArray(FLOATS, sums, at + VirtualLanes.COUNT);
        FloatVector c10 = FloatVector.fromArray(FLOATS, sums, at + row);
        FloatVector c11 = FloatVector.fromArray(FLOATS, sums, at + row + VirtualLanes.COUNT);
        FloatVector c20 = FloatVector.fromArray(FLOATS, sums, at + 2 * row);
        FloatVector c21 = FloatVector.fromArray(FLOATS, sums, at + 2 * row + VirtualLanes.COUNT);
        FloatVector c30 = FloatVector.fromArray(FLOATS, sums, at + 3 * row);
        FloatVector c31 = FloatVector.fromArray(FLOATS, sums, at + 3 * row + VirtualLanes.COUNT);
        FloatVector c02 = c00;
        FloatVector c03 = c00;
        FloatVector c12 = c00;
        FloatVector c13 = c00;
        FloatVector c22 = c00;
        FloatVector c23 = c00;
        FloatVector c32 = c00;
        FloatVector c33 = c00;
        if (MANY_REGISTERS) {
            c02 = FloatVector.fromArray(FLOATS, sums, at + 2 * VirtualLanes.COUNT);
            c03 = FloatVector.fromArray(FLOATS, sums, at + 3 * VirtualLanes.COUNT);
            c12 = FloatVector.fromArray(FLOATS, sums, at + row + 2 * VirtualLanes.COUNT);
            c13 = FloatVector.fromArray(FLOATS, sums, at + row + 3 * VirtualLanes.COUNT);
            c22 = FloatVector.fromArray(FLOATS, sums, at + 2 * row + 2 * VirtualLanes.COUNT);
            c23 = FloatVector.fromArray(FLOATS, sums, at + 2 * row + 3 * VirtualLanes.COUNT);
            c32 = FloatVector.fromArray(FLOATS, sums, at + 3 * row + 2 * VirtualLanes.COUNT);
            c33 = FloatVector.fromArray(FLOATS, sums, at + 3 * row + 3 * VirtualLanes.COUNT);
        }
        int d1 = Math.min(1, lastFilter) * dyStride;
        int d2 = Math.min(2, lastFilter) * dyStride;
        int d3 = Math.min(3, lastFilter) * dyStride;
        int v1 = Math.min(1, lastChannel) * xStride;
        int v2 = Math.min(2, lastChannel) * xStride;
        int v3 = Math.min(3, lastChannel) * xStride;
        int steps = length / VirtualLanes.COUNT;
        int p = 0;
        int q = 0;
        int left = 0;
        int run = 0;
        for (int n = runs * steps; n > 0; n--) {
            if (left == 0) {
                p = dyRuns[run] + d;
                q = xRuns[run] + v;
                left = steps;
                run++;
            }
            FloatVector x0 = FloatVector.fromArray(FLOATS, x, q);
            FloatVector x1 = FloatVector.fromArray(FLOATS, x, q + v1);
            FloatVector d0 = FloatVector.fromArray(FLOATS, dy, p);
            c00 = d0.fma(x0, c00);
            c01 = d0.fma(x1, c01);
            FloatVector e1 = FloatVector.fromArray(FLOATS, dy, p + d1);
            c10 = e1.fma(x0, c10);
            c11 = e1.fma(x1, c11);
            FloatVector e2 = FloatVector.fromArray(FLOATS, dy, p + d2);
            c20 = e2.fma(x0, c20);
            c21 = e2.fma(x1, c21);
            FloatVector e3 = FloatVector.fromArray(FLOATS, dy, p + d3);
            c30 = e3.fma(x0, c30);
            c31 = e3.fma(x1, c31);
            if (MANY_REGISTERS) {
                FloatVector x2 = FloatVector.fromArray(FLOATS, x, q + v2);
                FloatVector x3 = FloatVector.fromArray(FLOATS, x, q + v3);
                c02 = d0.fma(x2, c02);
                c03 = d0.fma(x3, c03);
                c12 = e1.fma(x2, c12);
                c13 = e1.fma(x3, c13);
                c22 = e2.fma(x2, c22);
                c23 = e2.fma(x3, c23);
                c32 = e3.fma(x2, c32);
                c33 = e3.fma(x3, c33);
            }
            p += VirtualLanes.COUNT;
            q += VirtualLanes.COUNT;
            left--;
        }
        FLOAT_VECTOR.cast(c00).intoArray(sums, at);
        FLOAT_VECTOR.cast(c01).intoArray(sums, at + VirtualLanes.COUNT);
        FLOAT_VECTOR.cast(c10).intoArray(sums, at + row);
        FLOAT_VECTOR.cast(c11).intoArray(sums, at + row + VirtualLanes.COUNT);
        FLOAT_VECTOR.cast(c20).intoArray(sums, at + 2 * row);
        FLOAT_VECTOR.cast(c21).intoArray(sums, at + 2 * row + VirtualLanes.COUNT);
        FLOAT_VECTOR.cast(c30).intoArray(sums, at + 3 * row);
        FLOAT_VECTOR.cast(c31).intoArray(sums, at + 3 * row + VirtualLanes.COUNT);
        if (MANY_REGISTERS) {
            FLOAT_VECTOR.cast(c02).intoArray(sums, at + 2 * VirtualLanes.COUNT);
            FLOAT_VECTOR.cast(c03).intoArray(sums, at + 3 * VirtualLanes.COUNT);
            FLOAT_VECTOR.cast(c12).intoArray(sums, at + row + 2 * VirtualLanes.COUNT);
            FLOAT_VECTOR.cast(c13).intoArray(sums, at + row + 3 * VirtualLanes.COUNT);
            FLOAT_VECTOR.cast(c22).intoArray(sums, at + 2 * row + 2 * VirtualLanes.COUNT);
            FLOAT_VECTOR.cast(c23).intoArray(sums, at + 2 * row + 3 * VirtualLanes.COUNT);
            FLOAT_VECTOR.cast(c32).intoArray(sums, at + 3 * row + 2 * VirtualLanes.COUNT);
            FLOAT_VECTOR.cast(c33).intoArray(sums, at + 3 * row + 3 * VirtualLanes.COUNT);
        }
    }
}
