package dev.evenkeel.lab;

import dev.evenkeel.report.Figures;
import java.util.ArrayList;
import java.util.List;

/** Whether what goes into a layer drifts less with batch normalization, and whether that steadies gradients. */
public final class CovariateShiftExperiment extends GridExperiment {
    static final String NAME = "covariate-shift";

    private final Grid grid;

    public CovariateShiftExperiment(Scale scale) {
        super(NAME, "Internal covariate shift", scale);
        ShiftMeasure measure = new ShiftMeasure(
                parameters().getInt("probe-samples"), parameters().getInt("probes"));
        grid = train(activationsIn(Grid.WITH, Grid.WITHOUT), measure, setting -> job(setting)
                .layers(plain(setting))
                .evaluateEveryEpochs(parameters().getInt("epochs")));
    }

    @Override
    public String description() {
        return "The network of the paper's section 4.1, " + hiddenLayers()
                + ", with sigmoid and with relu, with and without batch normalization, at the"
                + " same rate. Each run is computed a second time by a single worker, its states held against the run's"
                + " ledger, and looked into at " + parameters().getInt("probes") + " steps with the same "
                + Figures.count(parameters().getInt("probe-samples")) + " samples of the test part.";
    }

    @Override
    public Conclusion conclude(Observations seen) {
        ShiftFindings found = new ShiftFindings(grid, seen);
        List<Claim> claims = List.of(
                ShiftClaims.reducesShift(found.compared(ShiftMeasure.DRIFT)),
                ShiftClaims.steadiesGradients(
                        found.compared(ShiftMeasure.CHANGE), found.compared(ShiftMeasure.COSINE)));
        return new Conclusion(
                claims,
                new ShiftCharts(found).all(),
                List.of(
                        "Inputs are looked at as training sees them: batch normalization takes its statistics from the"
                                + " samples that are looked at. It sets their mean and variance, so that they drift less is so"
                                + " by construction; the second sentence is the one to be found out.",
                        "All nets train at the same rate, and a net that does not learn has nothing that could shift. Mean"
                                + " loss at the last look: " + losses(found) + "."));
    }

    private String losses(ShiftFindings found) {
        List<String> texts = new ArrayList<>();
        for (String net : grid.factors().nets()) {
            for (String arm : grid.factors().arms()) {
                List<Double> last = found.runs(net, arm).stream()
                        .map(run -> run.get(ShiftMeasure.LOSS))
                        .map(losses -> losses.get(losses.size() - 1).doubleValue())
                        .toList();
                texts.add(net + " " + arm + " "
                        + (last.isEmpty() ? "none" : Spread.of(last).text()));
            }
        }
        return String.join(", ", texts);
    }
}
