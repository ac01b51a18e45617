package dev.evenkeel.report;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Locale;

/** Numbers as people read them, the same on every Java. */
public final class Figures {
    /** More than any chart or table shows. */
    private static final MathContext SHOWN = new MathContext(5, RoundingMode.HALF_EVEN);

    private static final int READ = 3;
    private static final String SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹";

    private Figures() {}

    /** To five significant digits. */
    static BigDecimal rounded(double value) {
        return new BigDecimal(value).round(SHOWN).stripTrailingZeros();
    }

    /** To three significant digits: {@code 0.123}, {@code 12.3}, {@code 1.23·10⁻⁷}; whole numbers in full. */
    public static String text(double value) {
        return text(value, READ);
    }

    /** To that many significant digits; whole numbers in full. */
    public static String text(double value, int significant) {
        if (!Double.isFinite(value)) {
            return Double.isNaN(value) ? "not a number" : value > 0 ? "∞" : "−∞";
        }
        if (value == 0) {
            return "0";
        }
        double size = Math.abs(value);
        if (size < 1e9 && value == Math.rint(value)) {
            return count((long) value);
        }
        BigDecimal rounded = new BigDecimal(value).round(new MathContext(significant, RoundingMode.HALF_EVEN));
        if (size >= 1e3 && size < 1e6 && rounded.scale() <= 0) {
            return count(rounded.longValueExact());
        }
        if (size >= 1e-3 && size < 1e6) {
            return minus(rounded.stripTrailingZeros().toPlainString());
        }
        int exponent = rounded.precision() - rounded.scale() - 1;
        String digits = rounded.movePointLeft(exponent).stripTrailingZeros().toPlainString();
        return minus(digits) + "·10" + superscript(exponent);
    }

    /** With separators: {@code 1,437}. */
    public static String count(long value) {
        return minus(String.format(Locale.ROOT, "%,d", value));
    }

    /** A share as a percentage with two decimals: {@code 96.39 %}. */
    public static String percent(double share) {
        return minus(String.format(Locale.ROOT, "%.2f %%", 100 * share));
    }

    private static String minus(String text) {
        return text.replace('-', '−');
    }

    private static String superscript(int exponent) {
        StringBuilder raised = new StringBuilder(exponent < 0 ? "⁻" : "");
        for (char digit : String.valueOf(Math.abs(exponent)).toCharArray()) {
            raised.append(SUPERSCRIPTS.charAt(digit - '0'));
        }
        return raised.toString();
    }
}
