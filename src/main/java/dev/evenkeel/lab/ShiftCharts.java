package dev.evenkeel.lab;

import com.fasterxml.jackson.databind.JsonNode;
import dev.evenkeel.lab.CovariateShiftExperiment.Net;
import dev.evenkeel.report.Chart;
import dev.evenkeel.report.Chart.Axis;
import dev.evenkeel.report.LineChart;
import dev.evenkeel.report.LineChart.Point;
import dev.evenkeel.report.LineChart.Series;
import java.util.ArrayList;
import java.util.List;

/** What {@link CovariateShiftExperiment} has to show. */
final class ShiftCharts {
    private static final String BAND = " Mean and range of the seeds.";

    private final CovariateShiftExperiment experiment;
    private final Observations seen;

    ShiftCharts(CovariateShiftExperiment experiment, Observations seen) {
        this.experiment = experiment;
        this.seen = seen;
    }

    List<Chart> all() {
        List<Chart> charts = new ArrayList<>();
        for (String activation : experiment.activations()) {
            for (boolean batchNorm : List.of(true, false)) {
                charts.add(unit(activation, batchNorm));
            }
        }
        charts.add(compared(
                "drift",
                "Drift of the inputs",
                "How far the percentiles of what goes into the activations moved since the look before, in units of the"
                        + " distribution's width; mean over units and layers." + BAND,
                ShiftMeasure.DRIFT,
                Axis.log("drift between looks")));
        charts.add(compared(
                "gradient-change",
                "Change of a gradient by the updates below",
                "The difference that the updates of the layers below make to a layer's gradient, as a share of it; mean over"
                        + " layers." + BAND,
                ShiftMeasure.CHANGE,
                Axis.log("relative change")));
        charts.add(compared(
                "gradient-cosine",
                "Angle between both gradients",
                "The cosine of the angle between the gradient before and after the updates of the layers below: 1 where the"
                        + " direction stays. Mean over layers." + BAND,
                ShiftMeasure.COSINE,
                Axis.linear("cosine")));
        charts.add(compared(
                "shift-loss",
                "Training loss",
                "The loss of the mini-batches at which the runs were looked at." + BAND,
                ShiftMeasure.LOSS,
                Axis.log("loss")));
        return charts;
    }

    private Chart unit(String activation, boolean batchNorm) {
        Net net = experiment.nets(activation, batchNorm).get(0);
        JsonNode figures = seen.of(net.trial()).figures();
        JsonNode unit = figures.get(ShiftMeasure.UNIT);
        List<Point> points = new ArrayList<>();
        for (int look = 0; look < unit.get("50").size(); look++) {
            points.add(new Point(
                    figures.get(ShiftMeasure.STEPS).get(look).doubleValue(),
                    unit.get("50").get(look).doubleValue(),
                    unit.get("15").get(look).doubleValue(),
                    unit.get("85").get(look).doubleValue()));
        }
        String name = activation + (batchNorm ? ", with" : ", without") + " batch normalization";
        return new LineChart(
                "unit-" + activation + (batchNorm ? "-with" : "-without"),
                "What goes into one unit: " + name,
                "The 15th, 50th and 85th percentile of the input of the last hidden layer's first unit, over the samples that"
                        + " are looked at, seed " + net.seed() + ": the figure of the paper.",
                Axis.linear("step"),
                Axis.linear("input"),
                List.of(Series.solid("median and 15 % to 85 %", batchNorm ? 1 : 2, points)));
    }

    private Chart compared(String id, String title, String caption, String figure, Axis y) {
        List<Series> lines = new ArrayList<>();
        for (String activation : experiment.activations()) {
            for (boolean batchNorm : List.of(true, false)) {
                lines.add(new Series(
                        activation + (batchNorm ? ", with" : ", without"),
                        batchNorm ? 1 : 2,
                        experiment.activations().indexOf(activation),
                        points(activation, batchNorm, figure)));
            }
        }
        return new LineChart(id, title, caption, Axis.linear("step"), y, lines);
    }

    private List<Point> points(String activation, boolean batchNorm, String figure) {
        List<Net> nets = experiment.nets(activation, batchNorm);
        JsonNode steps = seen.of(nets.get(0).trial()).figures().get(ShiftMeasure.STEPS);
        int looks = looks(seen.of(nets.get(0).trial()).figures().get(figure));
        // A drift belongs to the later of its two looks.
        int later = steps.size() - looks;
        List<Point> points = new ArrayList<>();
        for (int look = 0; look < looks; look++) {
            List<Double> values = new ArrayList<>();
            for (Net net : nets) {
                values.add(at(seen.of(net.trial()).figures().get(figure), look));
            }
            points.add(Charts.mean(steps.get(look + later).doubleValue(), values));
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
