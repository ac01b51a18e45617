package dev.evenkeel.lab;

import com.fasterxml.jackson.databind.JsonNode;
import dev.evenkeel.lab.Findings.Words;
import dev.evenkeel.report.Chart;
import dev.evenkeel.report.Chart.Axis;
import dev.evenkeel.report.LineChart;
import dev.evenkeel.report.LineChart.Point;
import dev.evenkeel.report.LineChart.Series;
import java.util.ArrayList;
import java.util.List;

/** What {@link CovariateShiftExperiment} has to show. */
final class ShiftCharts {
    private final ShiftFindings found;

    ShiftCharts(ShiftFindings found) {
        this.found = found;
    }

    List<Chart> all() {
        List<Chart> charts = new ArrayList<>();
        for (String net : found.grid().factors().nets()) {
            for (String arm : found.grid().factors().arms()) {
                found.runs(net, arm).stream().findFirst().ifPresent(run -> charts.add(unit(net, arm, run)));
            }
        }
        charts.add(compared(
                "drift",
                "Drift of the inputs",
                "How far the percentiles of what goes into the activations moved since the look before, in units of the"
                        + " distribution's width; mean over units and layers.",
                ShiftMeasure.DRIFT,
                Axis.log("drift between looks")));
        charts.add(compared(
                "gradient-change",
                "Change of a gradient by the updates below",
                "The difference that the updates of the layers below make to a layer's gradient, as a share of it; mean over"
                        + " layers.",
                ShiftMeasure.CHANGE,
                Axis.log("relative change")));
        charts.add(compared(
                "gradient-cosine",
                "Angle between both gradients",
                "The cosine of the angle between the gradient before and after the updates of the layers below: 1 where the"
                        + " direction stays. Mean over layers.",
                ShiftMeasure.COSINE,
                Axis.linear("cosine")));
        charts.add(compared(
                "shift-loss",
                "Training loss",
                "The loss of the mini-batches at which the runs were looked at.",
                ShiftMeasure.LOSS,
                Axis.log("loss")));
        return charts;
    }

    /** Of the first run that came to its end. */
    private static Chart unit(String net, String arm, JsonNode figures) {
        JsonNode unit = figures.get(ShiftMeasure.UNIT);
        List<Point> points = new ArrayList<>();
        for (int look = 0; look < unit.get("50").size(); look++) {
            points.add(new Point(
                    figures.get(ShiftMeasure.STEPS).get(look).doubleValue(),
                    unit.get("50").get(look).doubleValue(),
                    unit.get("15").get(look).doubleValue(),
                    unit.get("85").get(look).doubleValue()));
        }
        return new LineChart(
                "unit-" + net + "-" + arm,
                "What goes into one unit: " + net + ", " + arm + " batch normalization",
                "The 15th, 50th and 85th percentile of the input of the last hidden layer's first unit, over the samples that"
                        + " are looked at, of one seed: the figure of the paper.",
                Axis.linear("step"),
                Axis.linear("input"),
                List.of(Series.solid("median and 15 % to 85 %", arm.equals(Grid.WITH) ? 1 : 2, points)));
    }

    private Chart compared(String id, String title, String caption, String figure, Axis y) {
        return Charts.lines(
                found.grid().factors(),
                new Words(id, title, caption).ofSeeds(),
                Axis.linear("step"),
                y,
                (net, arm) -> points(found.runs(net, arm), figure));
    }

    private static List<Point> points(List<JsonNode> runs, String figure) {
        if (runs.isEmpty()) {
            return List.of();
        }
        JsonNode steps = runs.get(0).get(ShiftMeasure.STEPS);
        int looks = looks(runs.get(0).get(figure));
        // A drift belongs to the later of its two looks.
        int later = steps.size() - looks;
        List<Point> points = new ArrayList<>();
        for (int look = 0; look < looks; look++) {
            int at = look;
            points.add(Charts.mean(
                    steps.get(look + later).doubleValue(),
                    runs.stream().map(run -> at(run.get(figure), at)).toList()));
        }
        return points;
    }

    private static int looks(JsonNode figure) {
        return figure.path(0).isArray() ? figure.get(0).size() : figure.size();
    }

    /** Mean over layers, where there are several. */
    private static double at(JsonNode figure, int look) {
        if (!figure.path(0).isArray()) {
            return figure.get(look).doubleValue();
        }
        List<Double> layers = new ArrayList<>();
        figure.forEach(layer -> layers.add(layer.get(look).doubleValue()));
        return Spread.of(layers).mean();
    }
}
