package dev.evenkeel.math;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;

class ElementaryTest {
    private interface FloatFunction {
        float of(float x);
    }

    /** Steps through all floats, both signs; a prime stride meets every exponent and all low bits. */
    private static double worstUlps(FloatFunction function, DoubleUnaryOperator exact, float from, float to) {
        double worst = 0;
        for (long bits = 0; bits < 1L << 32; bits += 4099) {
            float x = Float.intBitsToFloat((int) bits);
            if (x >= from && x <= to) {
                double truth = exact.applyAsDouble(x);
                float nearest = (float) truth;
                if (Float.isInfinite(nearest)) {
                    assertEquals(nearest, function.of(x), "at " + x);
                } else {
                    worst = Math.max(worst, Math.abs(function.of(x) - truth) / Math.ulp(nearest));
                }
            }
        }
        return worst;
    }

    private static void assertWithin(double limit, double ulps) {
        assertTrue(ulps < limit, "worst error " + ulps + " ulp, allowed " + limit);
    }

    @Test
    void shouldComputeExpWithinAnUlp() {
        float all = Float.MAX_VALUE;
        assertWithin(1.1, worstUlps(Elementary::exp, StrictMath::exp, -all, all));
        assertEquals(1f, Elementary.exp(0f));
        assertEquals(1f, Elementary.exp(-0f));
        assertEquals(0f, Elementary.exp(Float.NEGATIVE_INFINITY));
        assertEquals(Float.POSITIVE_INFINITY, Elementary.exp(Float.POSITIVE_INFINITY));
        assertTrue(Float.isNaN(Elementary.exp(Float.NaN)));
        assertEquals(Float.MIN_VALUE, Elementary.exp(-103.5f));
    }

    @Test
    void shouldComputeLogWithinAnUlp() {
        assertWithin(1, worstUlps(Elementary::log, StrictMath::log, Float.MIN_VALUE, Float.MAX_VALUE));
        assertEquals(0f, Elementary.log(1f));
        assertEquals(Float.NEGATIVE_INFINITY, Elementary.log(0f));
        assertEquals(Float.NEGATIVE_INFINITY, Elementary.log(-0f));
        assertEquals(Float.POSITIVE_INFINITY, Elementary.log(Float.POSITIVE_INFINITY));
        assertTrue(Float.isNaN(Elementary.log(-1f)));
        assertTrue(Float.isNaN(Elementary.log(Float.NEGATIVE_INFINITY)));
        assertTrue(Float.isNaN(Elementary.log(Float.NaN)));
    }

    @Test
    void shouldComputeSigmoidWithinThreeUlps() {
        DoubleUnaryOperator exact = x -> 1 / (1 + StrictMath.exp(-x));
        assertWithin(3, worstUlps(Elementary::sigmoid, exact, -87f, Float.MAX_VALUE));
        assertEquals(0.5f, Elementary.sigmoid(0f));
        assertEquals(0f, Elementary.sigmoid(-1000f));
        assertEquals(0f, Elementary.sigmoid(Float.NEGATIVE_INFINITY));
        assertEquals(1f, Elementary.sigmoid(Float.POSITIVE_INFINITY));
        assertTrue(Float.isNaN(Elementary.sigmoid(Float.NaN)));
    }

    @Test
    void shouldComputeTanhWithinThreeUlps() {
        assertWithin(3, worstUlps(Elementary::tanh, StrictMath::tanh, -Float.MAX_VALUE, Float.MAX_VALUE));
        assertEquals(0, Float.floatToRawIntBits(Elementary.tanh(0f)));
        assertEquals(0x80000000, Float.floatToRawIntBits(Elementary.tanh(-0f)));
        assertEquals(1f, Elementary.tanh(Float.POSITIVE_INFINITY));
        assertEquals(-1f, Elementary.tanh(Float.NEGATIVE_INFINITY));
        assertTrue(Float.isNaN(Elementary.tanh(Float.NaN)));
    }
}
