package dev.evenkeel.lab;

import dev.evenkeel.lab.Findings.Words;
import dev.evenkeel.lab.Grid.Factors;
import dev.evenkeel.report.Chart.Axis;
import dev.evenkeel.report.LineChart;
import dev.evenkeel.report.LineChart.Point;
import dev.evenkeel.report.LineChart.Series;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;

/** Charts of grids, and their points from several seeds. */
final class Charts {
    private Charts() {}

    /** A line per net and arm: colours tell arms apart, dashes nets. */
    static LineChart lines(
            Factors factors, Words words, Axis x, Axis y, BiFunction<String, String, List<Point>> points) {
        List<Series> lines = new ArrayList<>();
        for (int net = 0; net < factors.nets().size(); net++) {
            for (int arm = 0; arm < factors.arms().size(); arm++) {
                String netName = factors.nets().get(net);
                String armName = factors.arms().get(arm);
                lines.add(new Series(netName + ", " + armName, arm + 1, net, points.apply(netName, armName)));
            }
        }
        return new LineChart(words.id(), words.title(), words.caption(), x, y, lines);
    }

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
