package dev.evenkeel.lab;

import static dev.evenkeel.job.Layers.batchNorm;
import static dev.evenkeel.job.Layers.dense;

import dev.evenkeel.lab.Findings.Quantity;
import dev.evenkeel.lab.Findings.Words;
import dev.evenkeel.lab.PlacementClaims.Place;
import dev.evenkeel.lab.PlacementClaims.Places;
import dev.evenkeel.nn.LayerSpec;
import dev.evenkeel.report.Chart.Axis;
import java.util.List;

/** Batch normalization after the activation, as the article has it, before it, as the paper has it, and nowhere. */
public final class PlacementExperiment extends GridExperiment {
    static final String NAME = "placement";

    private static final String AFTER = "after";
    private static final String BEFORE = "before";

    private final Grid grid;

    public PlacementExperiment(Scale scale) {
        super(NAME, "Placement", scale);
        grid = train(activationsIn(AFTER, BEFORE, Grid.WITHOUT), new LearningMeasure(), setting -> job(setting)
                .layers(setting.arm().equals(AFTER) ? after(setting) : plain(setting)));
    }

    /** Here a layer needs its bias: nothing takes it out before the activation. */
    private List<LayerSpec> after(Grid.Setting setting) {
        return CommonJob.plain(
                parameters().getInt("hidden-layers"),
                dense(parameters().getInt("width")),
                CommonJob.activation(setting.net()),
                batchNorm());
    }

    @Override
    public String description() {
        return hiddenLayers()
                + " with several activations, and batch normalization after each of them, before each of them, or nowhere.";
    }

    @Override
    public Conclusion conclude(Observations seen) {
        Findings found = new Findings(grid, seen);
        List<Places> nets = grid.factors().nets().stream()
                .map(net -> new Places(
                        net, place(found, net, AFTER), place(found, net, BEFORE), place(found, net, Grid.WITHOUT)))
                .toList();
        return new Conclusion(
                List.of(PlacementClaims.after(nets), PlacementClaims.before(nets)),
                List.of(
                        found.byEpoch(
                                new Words(
                                        "placement-accuracy",
                                        "Test accuracy",
                                        "On the whole test part after every epoch."),
                                Axis.linear("test accuracy"),
                                Learning::testAccuracy),
                        found.byEpoch(
                                new Words(
                                        "placement-loss",
                                        "Training loss",
                                        "Mean over an epoch's samples, as they were met."),
                                Axis.log("training loss"),
                                Learning::trainLoss)),
                List.of("Both sentences can hold at once, where the place makes no difference."));
    }

    private Place place(Findings found, String net, String arm) {
        double x = grid.factors().xs().get(0);
        return new Place(
                found.values(net, arm, x, Quantity.of(Learning::accuracy)),
                found.reach(net, arm, x, parameters().getDouble("accuracy")));
    }
}
