package dev.evenkeel.lab;

import static dev.evenkeel.job.Layers.batchNorm;
import static dev.evenkeel.job.Layers.conv2d;
import static dev.evenkeel.job.Layers.dense;
import static dev.evenkeel.job.Layers.maxPool;
import static dev.evenkeel.job.Layers.relu;
import static dev.evenkeel.job.Optimizers.sgd;

import dev.evenkeel.lab.Findings.Quantity;
import dev.evenkeel.lab.Findings.Words;
import dev.evenkeel.lab.Grid.Factors;
import dev.evenkeel.lab.SyncClaims.Errors;
import dev.evenkeel.nn.BatchNormSpec.Scope;
import dev.evenkeel.nn.LayerSpec;
import dev.evenkeel.optim.ScheduleSpec;
import dev.evenkeel.report.Chart.Axis;
import java.util.List;

/** Over how many samples statistics are taken: few, many, all. */
public final class SyncExperiment extends GridExperiment {
    static final String NAME = "sync";

    private static final String GROUPED = "per group";
    private static final String SYNCHRONIZED = "synchronized";

    private final Grid bySamples;
    private final Grid byBatch;

    public SyncExperiment(Scale scale) {
        super(NAME, "Synchronized statistics", scale);
        bySamples = train(factors("samples", "groups"), new LearningMeasure(), setting -> job(setting)
                .layers(layers(setting.net()))
                .microBatch((int) setting.x())
                .batchNormScope(scope(setting.arm())));
        byBatch = train(factors("mini-batch", "batches"), new LearningMeasure(), setting -> job(setting)
                .layers(layers(setting.net()))
                .batchSize((int) setting.x())
                .optimizer(sgd(rate(setting.x())).momentum(0))
                .schedule(new ScheduleSpec.Constant(parameters().getDouble("warmup-epochs")))
                .batchNormScope(scope(setting.arm())));
    }

    private Factors factors(String quantity, String sizes) {
        return new Factors(
                parameters().getStringList("nets"),
                List.of(GROUPED, SYNCHRONIZED),
                quantity,
                parameters().getDoubleList(sizes),
                parameters().getLongList("seeds"));
    }

    /** Proportional to the mini-batch. */
    private double rate(double batch) {
        return parameters().getDouble("learning-rate") * batch / parameters().getInt("batch-size");
    }

    /** Groups are micro-batches: units that no cluster can change. */
    private static Scope scope(String arm) {
        return arm.equals(GROUPED) ? Scope.microBatch() : Scope.global();
    }

    private List<LayerSpec> layers(String net) {
        if (net.equals("dense")) {
            return CommonJob.plain(
                    parameters().getInt("hidden-layers"), parameters().getInt("width"), "relu", true);
        }
        return List.of(
                conv2d(16, 3).bias(false),
                batchNorm(),
                relu(),
                maxPool(2),
                conv2d(32, 3).bias(false),
                batchNorm(),
                relu(),
                maxPool(2),
                new LayerSpec.Flatten(),
                dense(64).bias(false),
                batchNorm(),
                relu(),
                dense(10));
    }

    @Override
    public String description() {
        return "Networks trained in mini-batches of " + parameters().getInt("batch-size")
                + ", cut into pieces of fewer and fewer samples, with statistics per piece and over the whole mini-batch; and in"
                + " mini-batches that grow with the number of workers, cut into pieces of "
                + parameters().getInt("micro-batch")
                + ". Models are evaluated with running statistics, as always.";
    }

    @Override
    public Conclusion conclude(Observations seen) {
        Findings samples = new Findings(bySamples, seen);
        Findings batches = new Findings(byBatch, seen);
        List<Errors> fewer = errors(samples);
        return new Conclusion(
                List.of(
                        SyncClaims.smallGroupsCost(fewer),
                        SyncClaims.synchronizingMends(fewer),
                        SyncClaims.fixedGroupsKeepAccuracy(errors(batches))),
                List.of(
                        samples.over(
                                new Words(
                                        "sync-samples",
                                        "Error against the samples of a worker",
                                        "Test error after the last epoch, the mini-batch being the same."),
                                Axis.log("samples of a worker"),
                                Axis.linear("test error"),
                                Quantity.of(Learning::error)),
                        batches.over(
                                new Words(
                                        "sync-batch",
                                        "Error against the mini-batch",
                                        "Test error after the last epoch, the rate being proportional to the mini-batch."),
                                Axis.log("samples of a mini-batch"),
                                Axis.linear("test error"),
                                Quantity.of(Learning::error))),
                List.of(
                        "In a dense layer a unit has one value per sample: statistics of 2 samples are taken from 2 numbers. In a"
                                + " convolutional layer a channel has one per sample and position, as in the networks that Wu and"
                                + " He trained.",
                        "Either way the model depends on the job alone, not on the workers that computed it: a group is so many"
                                + " samples of a mini-batch, wherever they are."));
    }

    private static List<Errors> errors(Findings found) {
        return found.grid().factors().nets().stream()
                .map(net -> new Errors(
                        net,
                        found.grid().factors().xs(),
                        found.means(net, GROUPED, Learning::error),
                        found.means(net, SYNCHRONIZED, Learning::error)))
                .toList();
    }
}
