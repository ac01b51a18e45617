package dev.evenkeel.lab;

import static dev.evenkeel.job.Layers.batchNorm;
import static dev.evenkeel.job.Layers.dense;

import dev.evenkeel.lab.Findings.Quantity;
import dev.evenkeel.lab.Findings.Words;
import dev.evenkeel.lab.Grid.Factors;
import dev.evenkeel.lab.InitializationClaims.OverScales;
import dev.evenkeel.nn.Initializer;
import dev.evenkeel.nn.LayerSpec;
import dev.evenkeel.report.Chart;
import dev.evenkeel.report.Chart.Axis;
import dev.evenkeel.report.Figures;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** What accuracy comes of which scale of initial weights, in shallow nets and in deep ones. */
public final class InitializationExperiment extends GridExperiment {
    static final String NAME = "initialization";

    /** A grid per depth; its nets are the activations. */
    private final List<Grid> byDepth = new ArrayList<>();

    public InitializationExperiment(Scale scale) {
        super(NAME, "Initialization", scale);
        for (int depth : depths()) {
            List<String> nets = parameters().getStringList("activations").stream()
                    .map(activation -> net(activation, depth))
                    .toList();
            Factors factors = new Factors(
                    nets,
                    List.of(Grid.WITH, Grid.WITHOUT),
                    "scale",
                    scales(),
                    parameters().getLongList("seeds"));
            byDepth.add(train(
                    factors, new LearningMeasure(), setting -> job(setting).layers(layers(setting, depth))));
        }
    }

    private static String net(String activation, int depth) {
        return activation + ", " + depth + " layers";
    }

    private List<LayerSpec> layers(Grid.Setting setting, int depth) {
        String activation = setting.net().substring(0, setting.net().indexOf(','));
        return CommonJob.plain(
                depth,
                dense(parameters().getInt("width"))
                        .bias(!setting.batchNorm())
                        .initializer(Initializer.normal(setting.x())),
                batchNorm(),
                CommonJob.activation(activation));
    }

    private List<Integer> depths() {
        return parameters().getIntList("depths");
    }

    private List<Double> scales() {
        return parameters().getDoubleList("scales");
    }

    @Override
    public String description() {
        return "Plain networks of " + CommonJob.counted(depths()) + " hidden layers of "
                + parameters().getInt("width")
                + ", whose hidden layers start from normal weights of " + scales().size()
                + " deviations. The output layer starts as usual: nothing normalizes what comes out of it.";
    }

    @Override
    public Conclusion conclude(Observations seen) {
        List<List<OverScales>> nets = new ArrayList<>();
        List<Chart> charts = new ArrayList<>();
        for (int depth = 0; depth < depths().size(); depth++) {
            Findings found = new Findings(byDepth.get(depth), seen);
            nets.add(overScales(found, seen));
            charts.add(found.over(
                    new Words(
                            "initialization-" + depths().get(depth),
                            "Accuracy, " + depths().get(depth) + " hidden layers",
                            "Test accuracy after the last epoch; a net that broke down counts as guessing."),
                    Axis.log("deviation of the initial weights"),
                    Axis.linear("test accuracy"),
                    Quantity.of(Learning::accuracy)));
        }
        List<OverScales> all = nets.stream().flatMap(List::stream).toList();
        return new Conclusion(
                List.of(
                        InitializationClaims.lessSensitive(scales(), all),
                        InitializationClaims.easesDepth(scales(), nets.get(nets.size() - 1))),
                charts,
                List.of(
                        "A scale works if its mean accuracy is at most "
                                + Figures.text(100 * parameters().getDouble("tolerance"))
                                + " points below the best mean of the activation, at any depth, with or without batch normalization."));
    }

    private List<OverScales> overScales(Findings found, Observations seen) {
        List<OverScales> nets = new ArrayList<>();
        for (int i = 0; i < found.grid().factors().nets().size(); i++) {
            String net = found.grid().factors().nets().get(i);
            double best = best(i, seen);
            nets.add(new OverScales(
                    net,
                    found.means(net, Grid.WITH, Learning::accuracy),
                    found.means(net, Grid.WITHOUT, Learning::accuracy),
                    best - parameters().getDouble("tolerance")));
        }
        return nets;
    }

    /** Of an activation, at any depth. */
    private double best(int activation, Observations seen) {
        return byDepth.stream()
                .flatMap(grid -> Stream.of(Grid.WITH, Grid.WITHOUT).flatMap(arm -> new Findings(grid, seen)
                        .means(grid.factors().nets().get(activation), arm, Learning::accuracy).stream()))
                .max(Double::compare)
                .orElseThrow();
    }
}
