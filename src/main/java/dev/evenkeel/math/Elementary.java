package dev.evenkeel.math;

/**
 * exp, log, sigmoid and tanh of a float, by + − × ÷, {@code fma}, max, min and bit manipulation only, so that every JVM and
 * processor gives the same bits; {@code Math.exp} and the vector transcendentals do not promise that. The formulas are part of
 * the arithmetic contract: the vector kernels follow them step by step, with the constants here. Every operation rounds to
 * float. Errors, over all floats: log below 1 ulp, exp below 1.1, sigmoid and tanh below 3.
 *
 * <p>The reduction of exp, x = n·ln 2 + r with the polynomial on r, and that of log are those of Tang (1989, 1990).
 */
public final class Elementary {
    /** 1.5·2²³: adding it rounds a float below 2²² to an integer, which then stands in the low bits. */
    public static final float ROUNDER = 0x1.8p23f;

    public static final float LOG2_E = 0x1.715476p0f;
    /** ln 2 = LN2_HI + LN2_LO; LN2_HI has 9 zero bits at its end, so that its product with an exponent is exact. */
    public static final float LN2_HI = 0x1.62e4p-1f;

    public static final float LN2_LO = 0x1.7f7d1cp-20f;

    /** exp is +∞ above and 0 below already before these bounds. */
    public static final float EXP_MAX = 89f;

    public static final float EXP_MIN = -104f;

    /** tanh is 1 from half of this on. */
    public static final float TANH_MAX = 20f;

    public static final float SQRT_HALF = 0x1.6a09e6p-1f;
    public static final int EXPONENT_BIAS = 127;
    public static final int MANTISSA_BITS = 23;

    private Elementary() {}

    /**
     * eˣ. <ol>
     * <li>{@code c = max(min(x, 89), −104)}
     * <li>{@code t = fma(c, LOG2_E, ROUNDER)}, {@code n = t − ROUNDER}, and as an integer {@code i = bits(t) − bits(ROUNDER)}
     * <li>{@code r = fma(−n, LN2_LO, fma(−n, LN2_HI, c))}, {@code p = } {@link #expPolynomial} of r
     * <li>{@code y = (p · 2^h) · 2^(i − h)}, h = i &gt;&gt; 1: the first product is exact, the second rounds once, also to a
     *     subnormal
     * </ol>
     * exp(±0) = 1, exp(−∞) = 0, exp(+∞) = +∞.
     */
    public static float exp(float x) {
        float c = Math.max(Math.min(x, EXP_MAX), EXP_MIN);
        float t = Math.fma(c, LOG2_E, ROUNDER);
        float n = t - ROUNDER;
        int i = Float.floatToRawIntBits(t) - Float.floatToRawIntBits(ROUNDER);
        float r = Math.fma(-n, LN2_LO, Math.fma(-n, LN2_HI, c));
        float p = expPolynomial(r);
        int h = i >> 1;
        return (p * powerOfTwo(h)) * powerOfTwo(i - h);
    }

    /** {@code fma(q, r·r, r) + 1}, where {@code q = } {@link #expTail} of r. */
    private static float expPolynomial(float r) {
        return Math.fma(expTail(r), r * r, r) + 1f;
    }

    /**
     * (eʳ − 1 − r) / r² for |r| ≤ ln 2 / 2: its Taylor polynomial of degree 5 by Horner's rule,
     * {@code fma(… fma(fma(1/5040, r, 1/720), r, 1/120) …, r, 1/2)}.
     */
    private static float expTail(float r) {
        float q = 1 / 5040f;
        q = Math.fma(q, r, 1 / 720f);
        q = Math.fma(q, r, 1 / 120f);
        q = Math.fma(q, r, 1 / 24f);
        q = Math.fma(q, r, 1 / 6f);
        return Math.fma(q, r, 1 / 2f);
    }

    /** 2ⁱ by its bits; i from −126 to 127. */
    private static float powerOfTwo(int i) {
        return Float.intBitsToFloat((i + EXPONENT_BIAS) << MANTISSA_BITS);
    }

    /**
     * The natural logarithm. <ol>
     * <li>A subnormal x is taken times 2²³, and e below less 23. {@code x = m·2^e} with {@code √½ ≤ m < √2}: as integers,
     *     {@code d = bits(x) − bits(SQRT_HALF)}, {@code e = d >> 23}, {@code bits(m) = (d & 0x7fffff) + bits(SQRT_HALF)}
     * <li>{@code f = m − 1}, {@code s = f / (2 + f)}, {@code z = s·s}; ln(1 + f) = 2s + s·R with R the series
     *     {@code R = z·fma(fma(fma(2/9, z, 2/7), z, 2/5), z, 2/3)}
     * <li>{@code h = (½·f)·f}, {@code y = fma(e, LN2_HI, f − (h − fma(s, h + R, e·LN2_LO)))}
     * </ol>
     * log(±0) = −∞, log(+∞) = +∞, not a number below 0.
     */
    public static float log(float x) {
        if (!(x > 0) || x == Float.POSITIVE_INFINITY) {
            return x == 0 ? Float.NEGATIVE_INFINITY : x > 0 ? x : Float.NaN;
        }
        boolean subnormal = x < Float.MIN_NORMAL;
        int d = Float.floatToRawIntBits(subnormal ? x * 0x1p23f : x) - Float.floatToRawIntBits(SQRT_HALF);
        float e = (d >> MANTISSA_BITS) - (subnormal ? MANTISSA_BITS : 0);
        float m = Float.intBitsToFloat((d & 0x7fffff) + Float.floatToRawIntBits(SQRT_HALF));
        float f = m - 1;
        float s = f / (2 + f);
        float z = s * s;
        float series = z * Math.fma(Math.fma(Math.fma(2 / 9f, z, 2 / 7f), z, 2 / 5f), z, 2 / 3f);
        float h = (0.5f * f) * f;
        return Math.fma(e, LN2_HI, f - (h - Math.fma(s, h + series, e * LN2_LO)));
    }

    /** {@code 1 / (1 + exp(−x))}. 0 below −88.8, where the true value is subnormal. */
    public static float sigmoid(float x) {
        return 1f / (1f + exp(-x));
    }

    /**
     * tanh. <ol>
     * <li>{@code a = min(2·|x|, 20)}; n, i and r from a as in {@link #exp}
     * <li>{@code q = fma(expTail(r), r·r, r)}, {@code g = 2^i}, {@code v = fma(g, q, g − 1)}: v = e^a − 1, accurate also near 0
     * <li>{@code y = v / (v + 2)} with the sign of x
     * </ol>
     * tanh(±0) = ±0, tanh(±∞) = ±1.
     */
    public static float tanh(float x) {
        float a = Math.min(2f * Math.abs(x), TANH_MAX);
        float t = Math.fma(a, LOG2_E, ROUNDER);
        float n = t - ROUNDER;
        int i = Float.floatToRawIntBits(t) - Float.floatToRawIntBits(ROUNDER);
        float r = Math.fma(-n, LN2_LO, Math.fma(-n, LN2_HI, a));
        float q = Math.fma(expTail(r), r * r, r);
        float g = powerOfTwo(i);
        float v = Math.fma(g, q, g - 1f);
        int sign = Float.floatToRawIntBits(x) & 0x80000000;
        return Float.intBitsToFloat(Float.floatToRawIntBits(v / (v + 2f)) | sign);
    }
}
