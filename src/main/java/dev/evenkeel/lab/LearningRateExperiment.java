package dev.evenkeel.lab;

import static dev.evenkeel.job.Optimizers.sgd;

import dev.evenkeel.lab.Findings.Quantity;
import dev.evenkeel.lab.Findings.Words;
import dev.evenkeel.lab.LearningRateClaims.AtRate;
import dev.evenkeel.lab.LearningRateClaims.Stable;
import dev.evenkeel.report.Chart.Axis;
import java.util.List;
import java.util.OptionalDouble;

/** Which learning rates work, what they bring, and whether gradients are the reason. */
public final class LearningRateExperiment extends GridExperiment {
    static final String NAME = "learning-rate";

    private final Grid grid;

    public LearningRateExperiment(Scale scale) {
        super(NAME, "Learning rates", scale);
        grid = train(activationsOver("rate times", "multiples"), new LearningMeasure(), setting -> job(setting)
                .layers(plain(setting))
                .optimizer(sgd(rate(setting.x())).momentum(0)));
    }

    private double rate(double multiple) {
        return parameters().getDouble("learning-rate") * multiple;
    }

    private double highest() {
        return grid.factors().xs().stream().mapToDouble(this::rate).max().orElseThrow();
    }

    @Override
    public String description() {
        return hiddenLayers()
                + ", with sigmoid and with relu, trained at a rate of "
                + parameters().getDouble("learning-rate") + " and at multiples of it.";
    }

    @Override
    public Conclusion conclude(Observations seen) {
        Findings found = new Findings(grid, seen);
        List<String> nets = grid.factors().nets();
        List<Claim> claims = List.of(
                LearningRateClaims.higherRates(nets.stream()
                        .map(net -> new Stable(
                                net,
                                largestStable(found, net, Grid.WITH),
                                largestStable(found, net, Grid.WITHOUT),
                                highest()))
                        .toList()),
                LearningRateClaims.faster(
                        nets.stream().map(net -> atRates(found, net)).toList()),
                LearningRateClaims.smallerGradients(
                        found.compared(Learning::firstGradient), found.compared(Learning::gradient)));
        Axis multiples = Axis.log("multiple of the rate");
        return new Conclusion(
                claims,
                List.of(
                        found.over(
                                new Words(
                                        "learning-rate-accuracy",
                                        "Accuracy against the rate",
                                        "Test accuracy after the last epoch; a net that broke down counts as guessing."),
                                multiples,
                                Axis.linear("test accuracy"),
                                Quantity.of(Learning::accuracy)),
                        found.over(
                                new Words(
                                        "learning-rate-steps",
                                        "Steps against the rate",
                                        "Steps until the test accuracy is first reached, of the runs that do reach it."),
                                multiples,
                                Axis.log("steps"),
                                run -> steps(run)),
                        found.over(
                                new Words(
                                        "learning-rate-gradient",
                                        "Gradients against the rate",
                                        "Norm of the whole gradient, mean over the first epoch, as far as a run came."),
                                multiples,
                                Axis.log("gradient norm"),
                                Learning::gradient),
                        found.over(
                                new Words(
                                        "learning-rate-update",
                                        "Updates against the rate",
                                        "The largest ratio of update to weight of any layer, median over the run."),
                                multiples,
                                Axis.log("update ratio"),
                                Learning::update)),
                List.of(
                        "Ioffe and Szegedy 2015 found 14.8 times fewer steps on ImageNet at 5 times the rate, 11.5 times fewer at"
                                + " 30 times; without batch normalization 5 times the rate broke their network down."));
    }

    private OptionalDouble steps(Learning run) {
        return run.stepsTo(accuracy()).stream().asDoubleStream().findFirst();
    }

    private double accuracy() {
        return parameters().getDouble("accuracy");
    }

    private OptionalDouble largestStable(Findings found, String net, String arm) {
        return grid.factors().xs().stream()
                .filter(x -> found.runs(net, arm, x).stream().allMatch(run -> run.accuracy() >= accuracy()))
                .mapToDouble(this::rate)
                .max();
    }

    private List<AtRate> atRates(Findings found, String net) {
        return grid.factors().xs().stream()
                .map(x -> new AtRate(
                        x,
                        new Reach.Pair(
                                net,
                                found.reach(net, Grid.WITH, x, accuracy()),
                                found.reach(net, Grid.WITHOUT, x, accuracy()))))
                .toList();
    }
}
