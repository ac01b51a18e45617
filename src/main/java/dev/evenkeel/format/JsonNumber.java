package dev.evenkeel.format;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.List;

/**
 * Numbers as text that is the same on every Java ({@code Double.toString} is not: it changed in JDK 19).
 *
 * <p>Integers are written in full, whatever their size. A double (a float counts as the double of equal value) is written by the
 * fewest decimal digits that read back as it, of those the nearest to it, in the notation of ECMAScript that RFC 8785 asks
 * for: 0.000001 to below 1e+21 without an exponent, 1 for 1.0. Negative zero is {@code -0.0}, since −0 would read back as the
 * integer 0.
 */
final class JsonNumber {
    /** Enough digits for every double. */
    private static final int MOST_DIGITS = 17;

    private JsonNumber() {}

    static String write(JsonNode number) {
        if (number.isIntegralNumber()) {
            return number.bigIntegerValue().toString();
        }
        if (number.isBigDecimal()) {
            return ecmaScript(number.decimalValue());
        }
        double value = number.doubleValue();
        if (!Double.isFinite(value)) {
            throw new IllegalArgumentException("JSON has finite numbers only: " + value);
        }
        if (value == 0) {
            return Double.doubleToLongBits(value) == 0 ? "0" : "-0.0";
        }
        return ecmaScript(shortest(value));
    }

    /** The shortest decimal that reads back as this number, and of those the nearest. */
    private static BigDecimal shortest(double value) {
        BigDecimal exact = new BigDecimal(value);
        for (int digits = 1; digits < MOST_DIGITS; digits++) {
            // Next to a power of two the nearest one may lie too far below while its neighbour above does not.
            for (RoundingMode rounding : List.of(RoundingMode.HALF_EVEN, RoundingMode.DOWN, RoundingMode.UP)) {
                BigDecimal rounded = exact.round(new MathContext(digits, rounding));
                if (Double.parseDouble(rounded.toString()) == value) {
                    return rounded;
                }
            }
        }
        return exact.round(new MathContext(MOST_DIGITS, RoundingMode.HALF_EVEN));
    }

    /** ECMAScript 2023, Number::toString: digits d and n such that the number is 0.d × 10ⁿ. */
    private static String ecmaScript(BigDecimal number) {
        if (number.signum() == 0) {
            return "0";
        }
        if (number.signum() < 0) {
            return "-" + ecmaScript(number.negate());
        }
        BigDecimal stripped = number.stripTrailingZeros();
        String d = stripped.unscaledValue().toString();
        long n = (long) d.length() - stripped.scale();
        if (d.length() <= n && n <= 21) {
            return d + "0".repeat((int) n - d.length());
        }
        if (0 < n && n <= 21) {
            return d.substring(0, (int) n) + "." + d.substring((int) n);
        }
        if (-6 < n && n <= 0) {
            return "0." + "0".repeat((int) -n) + d;
        }
        String fraction = d.length() == 1 ? "" : "." + d.substring(1);
        return d.charAt(0) + fraction + "e" + (n > 0 ? "+" : "") + (n - 1);
    }
}
