package dev.evenkeel.lab;

import static dev.evenkeel.job.Optimizers.sgd;

import com.fasterxml.jackson.databind.JsonNode;
import dev.evenkeel.lab.Findings.Words;
import dev.evenkeel.lab.LearnedClaims.Found;
import dev.evenkeel.lab.LearnedClaims.Moves;
import dev.evenkeel.report.Chart;
import dev.evenkeel.report.Chart.Axis;
import dev.evenkeel.report.Figures;
import dev.evenkeel.report.LineChart.Point;
import java.util.ArrayList;
import java.util.List;

/** What backpropagation learns of batch normalization, and what is tracked. */
public final class LearnedExperiment extends GridExperiment {
    static final String NAME = "learned";

    private static final String LEARNING = "learning";
    private static final String STILL = "no rate";

    private final Grid grid;

    public LearnedExperiment(Scale scale) {
        super(NAME, "What is learned, and what is tracked", scale);
        grid = train(
                activationsIn(LEARNING, STILL),
                new LearnedMeasure(parameters().getInt("probes")),
                setting -> job(setting)
                        .layers(plain(setting))
                        .optimizer(sgd(rate(setting.arm())).momentum(0)));
    }

    private double rate(String arm) {
        return parameters().getDouble(arm.equals(LEARNING) ? "learning-rate" : "still-rate");
    }

    @Override
    public String description() {
        return hiddenLayers()
                + " with batch normalization, trained at a usual rate and at one of "
                + Figures.text(parameters().getDouble("still-rate"))
                + ", at which samples go by as ever and backpropagation moves nothing. Each run is computed a second time, held"
                + " against its ledger, and looked into at " + parameters().getInt("probes") + " steps.";
    }

    @Override
    public Conclusion conclude(Observations seen) {
        List<Found> nets = grid.factors().nets().stream()
                .map(net -> new Found(
                        net,
                        moves(seen, net, LearnedMeasure.GAMMA),
                        moves(seen, net, LearnedMeasure.BETA),
                        moves(seen, net, LearnedMeasure.MEAN),
                        moves(seen, net, LearnedMeasure.VARIANCE),
                        grid.cells(net, LEARNING)
                                .mapToDouble(cell -> figures(seen, cell)
                                        .path(LearnedMeasure.MISSED)
                                        .asDouble(1))
                                .max()
                                .orElseThrow()))
                .toList();
        return new Conclusion(
                List.of(LearnedClaims.learnsStatistics(nets), LearnedClaims.learnsScaleAndShift(nets)),
                List.of(
                        chart(seen, LearnedMeasure.GAMMA, "gamma", "Scale γ", "mean distance of γ from 1"),
                        chart(seen, LearnedMeasure.BETA, "beta", "Shift β", "mean distance of β from 0"),
                        chart(seen, LearnedMeasure.MEAN, "mean", "Running mean", "mean distance from 0"),
                        chart(seen, LearnedMeasure.VARIANCE, "variance", "Running variance", "mean distance from 1")),
                List.of(
                        "γ and β begin at 1 and 0, running mean and variance at 0 and 1; distances are means over all units. Of"
                                + " lines that lie on each other the upper one is seen."));
    }

    private static JsonNode figures(Observations seen, Grid.Cell cell) {
        return seen.of(cell.trial()).figures();
    }

    private Moves moves(Observations seen, String net, String quantity) {
        return new Moves(last(seen, net, LEARNING, quantity), last(seen, net, STILL, quantity));
    }

    /** At the last look, mean of the seeds; 0 where none came to its end. */
    private double last(Observations seen, String net, String arm, String quantity) {
        return grid.cells(net, arm)
                .map(cell -> figures(seen, cell).path(quantity))
                .filter(values -> !values.isEmpty())
                .mapToDouble(values -> values.get(values.size() - 1).doubleValue())
                .average()
                .orElse(0);
    }

    private Chart chart(Observations seen, String quantity, String id, String title, String label) {
        return Charts.lines(
                grid.factors(),
                new Words("learned-" + id, title, "How far it is from where it began.").ofSeeds(),
                Axis.linear("step"),
                Axis.linear(label),
                (net, arm) -> points(seen, net, arm, quantity));
    }

    private List<Point> points(Observations seen, String net, String arm, String quantity) {
        List<JsonNode> runs = grid.cells(net, arm)
                .map(cell -> figures(seen, cell))
                .filter(figures -> figures.has(quantity))
                .toList();
        List<Point> points = new ArrayList<>();
        int looks = runs.isEmpty() ? 0 : runs.get(0).get(quantity).size();
        for (int look = 0; look < looks; look++) {
            int at = look;
            points.add(Charts.mean(
                    runs.get(0).get(LearnedMeasure.STEPS).get(look).doubleValue(),
                    runs.stream()
                            .map(run -> run.get(quantity).get(at).doubleValue())
                            .toList()));
        }
        return points;
    }
}
