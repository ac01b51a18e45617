package dev.evenkeel.report;

import dev.evenkeel.report.Chart.Axis;
import dev.evenkeel.report.LineChart.Point;
import dev.evenkeel.report.LineChart.Series;
import dev.evenkeel.run.MetricsLine;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** How loss, accuracy and learning rate went, and the norms of the layers' gradients. */
final class Learning {
    private static final int POINTS = 1_000;

    private final Thinned losses = Thinned.linear(POINTS);
    private final Thinned rates = Thinned.linear(POINTS);
    private final List<Point> testLosses = new ArrayList<>();
    private final List<Point> accuracies = new ArrayList<>();
    private final Grid norms = new Grid(Axis.log("gradient norm"));
    private Optional<MetricsLine.Step> last = Optional.empty();
    private Optional<MetricsLine.Epoch> lastEpoch = Optional.empty();

    void add(MetricsLine.Step step) {
        last = Optional.of(step);
        losses.add(step.step(), step.loss());
        rates.add(step.step(), step.learningRate());
        step.gradientNorms().forEach(layer -> norms.add(layer.layer(), step.step(), layer.norm()));
    }

    void add(MetricsLine.Epoch epoch) {
        lastEpoch = Optional.of(epoch);
        long step = last.map(MetricsLine.Step::step).orElse(0L);
        epoch.testLoss().ifPresent(loss -> testLosses.add(Point.of(step, loss)));
        epoch.testAccuracy().ifPresent(share -> accuracies.add(Point.of(step, 100 * share)));
    }

    Optional<MetricsLine.Step> last() {
        return last;
    }

    Optional<MetricsLine.Epoch> lastEpoch() {
        return lastEpoch;
    }

    /** Charts of what there is to be drawn. */
    List<Chart> curves() {
        List<Chart> charts = new ArrayList<>();
        if (losses.points().isEmpty()) {
            return charts;
        }
        List<Series> lines = new ArrayList<>(List.of(Series.solid("training", 1, losses.points())));
        if (!testLosses.isEmpty()) {
            lines.add(Series.solid("test", 2, testLosses));
        }
        charts.add(new LineChart(
                "loss",
                "Loss",
                "Mean loss of each mini-batch before its update; where several steps share a point, their mean and range."
                        + (testLosses.isEmpty() ? "" : " The test part is evaluated with running statistics."),
                Axis.linear("step"),
                Axis.log("loss"),
                lines));
        if (!accuracies.isEmpty()) {
            charts.add(new LineChart(
                    "accuracy",
                    "Test accuracy",
                    "Share of the whole test part that is classified right.",
                    Axis.linear("step"),
                    Axis.linear("accuracy, %"),
                    List.of(Series.solid("test", 2, accuracies))));
        }
        charts.add(new LineChart(
                "learning-rate",
                "Learning rate",
                "The rate of each step, as the schedule has it.",
                Axis.linear("step"),
                Axis.linear("learning rate"),
                List.of(Series.solid("learning rate", 3, rates.points()))));
        return charts;
    }

    /** The heat map of gradient norms; none where no step told them. */
    Optional<Chart> gradients() {
        if (norms.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(norms.heatMap(
                "gradients",
                "Gradient norm by layer and step",
                "Each row is a layer with weights, the input's at the bottom. Rows that darken downwards are a gradient that"
                        + " vanishes on its way back, rows that brighten downwards one that explodes.",
                "layer"));
    }
}
