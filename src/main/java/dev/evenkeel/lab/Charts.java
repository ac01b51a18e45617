package dev.evenkeel.lab;

import dev.evenkeel.report.LineChart.Point;
import java.util.List;
import java.util.Optional;

/** Points of charts from several seeds. */
final class Charts {
    private Charts() {}

    /** Mean and range. */
    static Point mean(double x, List<Double> values) {
        Spread spread = Spread.of(values);
        return new Point(x, spread.mean(), spread.least(), spread.most());
    }

    /** Geometric mean and range of those that are positive; empty where none is. */
    static Optional<Point> geometric(double x, List<Double> values) {
        List<Double> positive = values.stream().filter(value -> value > 0).toList();
        if (positive.isEmpty()) {
            return Optional.empty();
        }
        Spread logs = Spread.of(positive.stream().map(StrictMath::log10).toList());
        Spread spread = Spread.of(positive);
        return Optional.of(new Point(x, StrictMath.pow(10, logs.mean()), spread.least(), spread.most()));
    }
}
