package dev.evenkeel.lab;

import dev.evenkeel.lab.GradientsExperiment.Net;
import dev.evenkeel.report.Chart;
import dev.evenkeel.report.Chart.Axis;
import dev.evenkeel.report.LineChart;
import dev.evenkeel.report.LineChart.Point;
import dev.evenkeel.report.LineChart.Series;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What {@link GradientsExperiment} has to show. */
final class GradientCharts {
    private static final String LINES =
            " Solid lines with batch normalization, broken ones without; geometric mean and range of the seeds.";

    private final GradientsExperiment experiment;
    private final Observations seen;

    GradientCharts(GradientsExperiment experiment, Observations seen) {
        this.experiment = experiment;
        this.seen = seen;
    }

    List<Chart> all() {
        List<Chart> charts = new ArrayList<>();
        for (String activation : experiment.activations()) {
            charts.add(byDepth(
                    activation,
                    GradientMeasure.INITIAL,
                    "initial",
                    "at initialization",
                    "Gradient norm of the first layer in the first step, by the network's depth." + LINES));
        }
        for (String activation : experiment.activations()) {
            charts.add(byDepth(
                    activation,
                    GradientMeasure.TRAINED,
                    "trained",
                    "in training",
                    "The same over the last epoch; nets that broke down before are missing, and norms that are 0."
                            + LINES));
        }
        for (String activation : experiment.activations()) {
            charts.add(byLayer(activation));
        }
        charts.add(lastUpdates());
        return charts;
    }

    /** The largest update ratio of any layer in the last steps of the runs that broke down and of those that did not. */
    private Chart lastUpdates() {
        Map<Double, List<Double>> brokeDown = new TreeMap<>();
        Map<Double, List<Double>> without = new TreeMap<>();
        Map<Double, List<Double>> with = new TreeMap<>();
        for (Net net : experiment.nets()) {
            List<Double> ratios = GradientsExperiment.norms(seen, net, GradientMeasure.RATIOS);
            Map<Double, List<Double>> line =
                    seen.of(net.trial()).diverged() ? brokeDown : net.batchNorm() ? with : without;
            for (int i = 0; i < ratios.size(); i++) {
                line.computeIfAbsent(i + 1.0 - ratios.size(), step -> new ArrayList<>())
                        .add(ratios.get(i));
            }
        }
        return new LineChart(
                "gradients-updates",
                "Updates before a breakdown",
                "The largest ratio of update to weight of any layer, in the last committed steps of all runs: geometric mean"
                        + " and range. A run that broke down early has fewer of them.",
                Axis.linear("steps before the last one"),
                Axis.log("largest update ratio"),
                List.of(
                        Series.solid("with", 1, points(with)),
                        new Series("without", 2, 1, points(without)),
                        new Series("broke down", 6, 2, points(brokeDown))));
    }

    private static List<Point> points(Map<Double, List<Double>> values) {
        List<Point> points = new ArrayList<>();
        values.forEach((x, all) -> Charts.geometric(x, all).ifPresent(points::add));
        return points;
    }

    private Chart byDepth(String activation, String phase, String id, String when, String caption) {
        List<Series> lines = new ArrayList<>();
        for (String initializer : experiment.initializers()) {
            for (boolean batchNorm : List.of(true, false)) {
                Map<Double, List<Double>> norms = new TreeMap<>();
                for (Net net : experiment.nets(activation, initializer, batchNorm)) {
                    List<Double> all = GradientsExperiment.norms(seen, net, phase);
                    if (!all.isEmpty()) {
                        norms.computeIfAbsent((double) net.depth(), depth -> new ArrayList<>())
                                .add(all.get(0));
                    }
                }
                lines.add(series(initializer, batchNorm, norms));
            }
        }
        return new LineChart(
                "gradients-" + id + "-" + activation,
                activation + ", " + when,
                caption,
                Axis.linear("hidden layers"),
                Axis.log("gradient norm of the first layer"),
                lines);
    }

    private Chart byLayer(String activation) {
        int deepest = experiment.parameters().getIntList("depths").stream()
                .max(Integer::compare)
                .orElseThrow();
        List<Series> lines = new ArrayList<>();
        for (String initializer : experiment.initializers()) {
            for (boolean batchNorm : List.of(true, false)) {
                Map<Double, List<Double>> norms = new TreeMap<>();
                for (Net net : experiment.nets(activation, initializer, batchNorm)) {
                    List<Double> all = net.depth() == deepest
                            ? GradientsExperiment.norms(seen, net, GradientMeasure.INITIAL)
                            : List.of();
                    for (int layer = 0; layer < all.size(); layer++) {
                        norms.computeIfAbsent(layer + 1.0, l -> new ArrayList<>())
                                .add(all.get(layer));
                    }
                }
                lines.add(series(initializer, batchNorm, norms));
            }
        }
        return new LineChart(
                "gradients-layers-" + activation,
                activation + ", layer by layer",
                "Gradient norm of every layer with weights in the nets of " + deepest
                        + " hidden layers, at initialization." + LINES,
                Axis.linear("layer, from the input"),
                Axis.log("gradient norm"),
                lines);
    }

    private Series series(String initializer, boolean batchNorm, Map<Double, List<Double>> norms) {
        int colour = 1 + experiment.initializers().indexOf(initializer);
        return new Series(initializer + (batchNorm ? ", with" : ", without"), colour, batchNorm ? 0 : 1, points(norms));
    }
}
