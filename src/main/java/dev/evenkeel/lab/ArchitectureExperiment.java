package dev.evenkeel.lab;

import dev.evenkeel.lab.ArchitectureClaims.OverDepths;
import dev.evenkeel.lab.Findings.Quantity;
import dev.evenkeel.lab.Findings.Words;
import dev.evenkeel.report.Chart.Axis;
import java.util.List;

/** What becomes of a network when layers are added to it or taken out of it. */
public final class ArchitectureExperiment extends GridExperiment {
    static final String NAME = "architecture";

    private final Grid grid;

    public ArchitectureExperiment(Scale scale) {
        super(NAME, "Changes of the architecture", scale);
        grid = train(activationsOver("layers", "depths"), new LearningMeasure(), setting -> job(setting)
                .layers(CommonJob.plain(
                        (int) setting.x(), parameters().getInt("width"), setting.net(), setting.batchNorm())));
    }

    private List<Integer> depths() {
        return parameters().getIntList("depths");
    }

    @Override
    public String description() {
        return "A plain network of " + parameters().getInt("base") + " hidden layers of "
                + parameters().getInt("width")
                + ", and others that differ from it by layers that are taken out or added; all are trained alike.";
    }

    @Override
    public Conclusion conclude(Observations seen) {
        Findings found = new Findings(grid, seen);
        int base = depths().indexOf(parameters().getInt("base"));
        List<OverDepths> nets = grid.factors().nets().stream()
                .map(net -> new OverDepths(
                        net,
                        found.means(net, Grid.WITH, Learning::accuracy),
                        found.means(net, Grid.WITHOUT, Learning::accuracy),
                        base))
                .toList();
        Axis layers = Axis.log("hidden layers");
        return new Conclusion(
                List.of(ArchitectureClaims.robust(depths(), nets), ArchitectureClaims.layersComeAndGo(depths(), nets)),
                List.of(
                        found.over(
                                new Words(
                                        "architecture-accuracy",
                                        "Accuracy against depth",
                                        "Test accuracy after the last epoch; a net that broke down counts as guessing."),
                                layers,
                                Axis.linear("test accuracy"),
                                Quantity.of(Learning::accuracy)),
                        found.over(
                                new Words(
                                        "architecture-loss",
                                        "Training loss against depth",
                                        "Training loss of the last epoch, of the runs that did not break down."),
                                layers,
                                Axis.log("training loss"),
                                Learning::lastTrainLoss)),
                List.of("All networks train at the same rate and from the same seeds; none is tuned for its depth."));
    }
}
