package dev.evenkeel.health;

import java.math.BigDecimal;
import java.math.MathContext;

/** Words and numbers of verdicts; the same on every JDK. */
final class Text {
    private static final MathContext DIGITS = new MathContext(3);

    private Text() {}

    /** Three significant digits: {@code 0.0123}, {@code 1.2e-12}, {@code 1e-7}, {@code 4210}. */
    static String number(double value) {
        BigDecimal rounded = new BigDecimal(value).round(DIGITS).stripTrailingZeros();
        int exponent = rounded.precision() - rounded.scale() - 1;
        return exponent >= -4 && exponent < 6
                ? rounded.toPlainString()
                : rounded.toString().replace("E+", "e").replace('E', 'e');
    }

    static String percent(double share) {
        return number(100 * share) + " %";
    }

    /** What usually helps. */
    static String help(Rule rule, boolean normalized) {
        String norm = "batch normalization";
        return switch (rule) {
            case VANISHING_GRADIENT, VANISHING_WITH_DEPTH ->
                normalized
                        ? norm + " behind every layer, relu instead of sigmoid or tanh, or fewer layers usually helps"
                        : norm
                                + " usually helps; so do relu instead of sigmoid or tanh, and the initializer that fits it";
            case EXPLODING_GRADIENT, NON_FINITE ->
                "a smaller learning rate, " + (normalized ? "" : norm + ", ")
                        + "gradient-clip or smaller initial weights usually help";
            case DEAD_RELU ->
                "a smaller learning rate, " + (normalized ? "" : norm + " before the activation, ")
                        + "or leaky-relu usually helps";
            case SATURATED_ACTIVATION ->
                (normalized ? "" : norm + " before the activation, ")
                        + "smaller initial weights or a smaller learning rate usually help";
            case POOR_INITIALIZATION ->
                "another initializer usually helps: he for relu, xavier for sigmoid and tanh"
                        + (normalized ? "" : "; or " + norm);
            case UPDATE_RATIO -> "another learning rate usually helps";
            case LOSS_NOT_DECREASING -> "another learning rate usually helps" + (normalized ? "" : "; so does " + norm);
        };
    }
}
