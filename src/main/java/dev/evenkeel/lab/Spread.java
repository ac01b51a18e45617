package dev.evenkeel.lab;

import dev.evenkeel.report.Figures;
import java.util.List;

/**
 * Several measurements of one quantity.
 *
 * @param deviation of a sample: over n − 1; 0 for a single one
 */
public record Spread(int count, double mean, double deviation, double least, double most) {
    /** @param values at least one */
    public static Spread of(List<Double> values) {
        if (values.isEmpty()) {
            throw new IllegalArgumentException("no values to take the mean of");
        }
        double sum = 0;
        double least = Double.POSITIVE_INFINITY;
        double most = Double.NEGATIVE_INFINITY;
        for (double value : values) {
            sum += value;
            least = Math.min(least, value);
            most = Math.max(most, value);
        }
        double mean = sum / values.size();
        double squares = 0;
        for (double value : values) {
            squares += (value - mean) * (value - mean);
        }
        double deviation = values.size() == 1 ? 0 : Math.sqrt(squares / (values.size() - 1));
        return new Spread(values.size(), mean, deviation, least, most);
    }

    /** {@code 1.21 ± 0.012}. */
    public String text() {
        return Figures.text(mean) + " ± " + Figures.text(deviation, 2);
    }

    /** {@code 1.21 ± 0.012 (1.2 to 1.22, 3 seeds)}. */
    public String text(String of) {
        return text() + " (" + Figures.text(least) + " to " + Figures.text(most) + ", " + count + " " + of + ")";
    }
}
