package dev.evenkeel.lab;

import dev.evenkeel.lab.Findings.Words;
import dev.evenkeel.report.Chart.Axis;
import dev.evenkeel.report.Figures;
import dev.evenkeel.report.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/** How many steps it takes to an accuracy, and where runs end up. */
public final class ConvergenceExperiment extends GridExperiment {
    static final String NAME = "convergence";

    private final Grid grid;

    public ConvergenceExperiment(Scale scale) {
        super(NAME, "Convergence", scale);
        grid = train(activationsIn(Grid.WITH, Grid.WITHOUT), new LearningMeasure(), setting -> job(setting)
                .layers(plain(setting)));
    }

    @Override
    public String description() {
        return "The network of the paper's section 4.1, " + hiddenLayers()
                + ", with sigmoid as there and with relu, trained for "
                + parameters().getInt("epochs") + " epochs from "
                + parameters().getLongList("seeds").size() + " seeds, with and without batch normalization.";
    }

    @Override
    public Conclusion conclude(Observations seen) {
        Findings found = new Findings(grid, seen);
        double accuracy = parameters().getDouble("accuracy");
        List<Reach.Pair> nets = found.reached(accuracy);
        List<Claim> claims = List.of(
                ConvergenceClaims.speedsUp(accuracy, nets),
                ConvergenceClaims.avoidsSuboptimal(nets, found.compared(Learning::lastTrainLoss)));
        return new Conclusion(
                claims,
                List.of(
                        found.byEpoch(
                                new Words(
                                        "convergence-accuracy",
                                        "Test accuracy",
                                        "On the whole test part after every epoch."),
                                Axis.linear("test accuracy"),
                                Learning::testAccuracy),
                        found.byEpoch(
                                new Words(
                                        "convergence-loss",
                                        "Training loss",
                                        "Mean over an epoch's samples, as they were met."),
                                Axis.log("training loss"),
                                Learning::trainLoss)),
                List.of(
                        "With and without batch normalization at the same rate, as in the paper's section 4.1; what higher rates"
                                + " bring is measured by 'lab learning-rate'. Ioffe and Szegedy 2015, section 4.2, counted 2.3 times"
                                + " fewer steps on ImageNet at the same rate."),
                wallTimes(found, seen, accuracy));
    }

    /** A run's share of its wall time that it took to get there. */
    private Table wallTimes(Findings found, Observations seen, double accuracy) {
        List<List<String>> rows = new ArrayList<>();
        for (String net : grid.factors().nets()) {
            for (String arm : grid.factors().arms()) {
                List<Double> whole = new ArrayList<>();
                List<Double> toAccuracy = new ArrayList<>();
                grid.cells(net, arm).forEach(cell -> {
                    OptionalDouble seconds = seen.seconds(cell.trial());
                    seconds.ifPresent(whole::add);
                    Learning.of(seen.of(cell.trial()))
                            .stepsTo(accuracy)
                            .ifPresent(steps -> seconds.ifPresent(all -> toAccuracy.add(all * steps / found.budget())));
                });
                rows.add(List.of(net, arm, text(toAccuracy, "never"), text(whole, "unknown")));
            }
        }
        return new Table(
                List.of("net", "batch normalization", "seconds to " + Figures.percent(accuracy), "of the whole run"),
                rows);
    }

    private static String text(List<Double> seconds, String none) {
        return seconds.isEmpty() ? none : Spread.of(seconds).text("runs");
    }
}
