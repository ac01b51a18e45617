package dev.evenkeel.lab;

import com.fasterxml.jackson.databind.JsonNode;
import dev.evenkeel.lab.Findings.Quantity;
import dev.evenkeel.lab.Findings.Words;
import dev.evenkeel.lab.RegularizationClaims.Noise;
import dev.evenkeel.nn.BatchNormSpec.Scope;
import dev.evenkeel.report.Chart;
import dev.evenkeel.report.Chart.Axis;
import dev.evenkeel.report.Figures;
import dev.evenkeel.report.LineChart;
import dev.evenkeel.report.LineChart.Point;
import dev.evenkeel.report.LineChart.Series;
import java.util.ArrayList;
import java.util.List;

/** Whether nets overfit less, and whether the noise of batch statistics is what does it. */
public final class RegularizationExperiment extends GridExperiment {
    static final String NAME = "regularization";

    private static final String NOISIER = "with, noisier";

    private final Grid grid;

    public RegularizationExperiment(Scale scale) {
        super(NAME, "Regularization", scale);
        grid = train(
                activationsIn(Grid.WITH, Grid.WITHOUT, NOISIER),
                new NoiseMeasure(parameters().getInt("noise-samples"), batches()),
                setting -> job(setting)
                        .layers(plain(setting))
                        .batchNormScope(setting.arm().equals(NOISIER) ? Scope.microBatch() : Scope.global()));
    }

    private List<Integer> batches() {
        return parameters().getIntList("noise-batches");
    }

    @Override
    public String description() {
        return hiddenLayers()
                + ", trained for " + parameters().getInt("epochs")
                + " epochs: without batch normalization, with it, and with statistics of only "
                + parameters().getInt("micro-batch") + " samples, which are noisier.";
    }

    @Override
    public Conclusion conclude(Observations seen) {
        Findings found = new Findings(grid, seen);
        int batch = parameters().getInt("batch-size");
        Quantity gap = Learning::gap;
        Quantity accuracy = Quantity.of(Learning::accuracy);
        List<Noise> noise = grid.factors().nets().stream()
                .map(net -> new Noise(net, noise(seen, net, NoiseMeasure.OF_MEANS)))
                .toList();
        return new Conclusion(
                List.of(
                        RegularizationClaims.addsNoise(batch, noise),
                        RegularizationClaims.preventsOverfitting(
                                found.compared(Grid.WITH, Grid.WITHOUT, gap),
                                found.compared(Grid.WITH, Grid.WITHOUT, accuracy)),
                        RegularizationClaims.moreNoiseHelpsMore(
                                parameters().getInt("micro-batch"),
                                batch,
                                found.compared(NOISIER, Grid.WITH, gap),
                                found.compared(NOISIER, Grid.WITH, accuracy))),
                List.of(
                        noiseChart(seen),
                        found.byEpoch(
                                new Words(
                                        "regularization-test",
                                        "Test loss",
                                        "On the whole test part after every epoch."),
                                Axis.log("test loss"),
                                Learning::testLoss),
                        found.byEpoch(
                                new Words(
                                        "regularization-train",
                                        "Training loss",
                                        "Mean over an epoch's samples, as they were met: with the statistics of their batch."),
                                Axis.log("training loss"),
                                Learning::trainLoss),
                        found.byEpoch(
                                new Words(
                                        "regularization-accuracy",
                                        "Test accuracy",
                                        "On the whole test part after every epoch."),
                                Axis.linear("test accuracy"),
                                Learning::testAccuracy)),
                List.of("For the noise, " + Figures.count(parameters().getInt("noise-samples"))
                        + " samples of the test part go through the trained net together, and what goes into the last batch"
                        + " normalization is cut into batches."));
    }

    /** By batch, mean and range of the seeds; none where nets broke down. */
    private List<Point> noise(Observations seen, String net, String quantity) {
        List<JsonNode> runs = grid.cells(net, Grid.WITH)
                .map(cell -> seen.of(cell.trial()).figures().path(quantity))
                .filter(JsonNode::isArray)
                .toList();
        List<Point> points = new ArrayList<>();
        for (int i = 0; i < batches().size() && !runs.isEmpty(); i++) {
            int at = i;
            points.add(Charts.mean(
                    batches().get(i),
                    runs.stream().map(run -> run.get(at).doubleValue()).toList()));
        }
        return points;
    }

    private Chart noiseChart(Observations seen) {
        List<Series> lines = new ArrayList<>();
        for (String net : grid.factors().nets()) {
            int dash = grid.factors().nets().indexOf(net);
            lines.add(new Series(net + ", batch means", 1, dash, noise(seen, net, NoiseMeasure.OF_MEANS)));
            lines.add(new Series(net + ", batch variances", 2, dash, noise(seen, net, NoiseMeasure.OF_VARIANCES)));
        }
        return new LineChart(
                "regularization-noise",
                "The noise itself",
                "How much a batch's mean and variance vary from batch to batch, as a share of the variance of all samples and of its"
                        + " square; mean over the units of the last hidden layer. Mean and range of the seeds.",
                Axis.log("samples of a batch"),
                Axis.log("relative variance"),
                lines);
    }
}
