package dev.evenkeel.lab;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.evenkeel.data.Dataset;
import dev.evenkeel.job.JobSpec;
import dev.evenkeel.math.KernelSets;
import dev.evenkeel.nn.BatchNorm;
import dev.evenkeel.nn.Network;
import dev.evenkeel.optim.Optimizer;
import dev.evenkeel.run.Model;
import dev.evenkeel.run.ModelFile;
import dev.evenkeel.train.Probe;
import dev.evenkeel.train.Replica;
import dev.evenkeel.train.TrainingState;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * What was learned, and the noise that batch statistics bring into the trained net: how much mean and variance of what goes into
 * the last batch-norm layer differ from one batch to the next.
 *
 * @param samples of the test part, that batches are drawn from; all of them go through the net together
 * @param batches sizes of batches
 */
record NoiseMeasure(int samples, List<Integer> batches) implements Measure {
    static final String OF_MEANS = "variance_of_batch_means";
    static final String OF_VARIANCES = "variance_of_batch_variances";

    private static final int MOST_OF_A_MICRO_BATCH = 256;

    NoiseMeasure {
        batches = List.copyOf(batches);
    }

    @Override
    public String id() {
        return "noise 1, " + samples + " samples, batches " + batches + ", " + new LearningMeasure().id();
    }

    @Override
    public ObjectNode of(TrialRun run) {
        ObjectNode figures = new LearningMeasure().of(run);
        if (!run.diverged() && run.job().batchNorm().enabled()) {
            float[][] inputs = inputs(run);
            ArrayNode ofMeans = figures.putArray(OF_MEANS);
            ArrayNode ofVariances = figures.putArray(OF_VARIANCES);
            for (int size : batches) {
                Noise noise = noise(inputs, size);
                ofMeans.add(noise.ofMeans());
                ofVariances.add(noise.ofVariances());
            }
        }
        return figures;
    }

    /** Of the last batch-norm layer. */
    private float[][] inputs(TrialRun run) {
        Dataset probing = OtherParts.probing(run.data(), samples);
        int all = probing.train().size();
        JobSpec look = run.job().toBuilder()
                .batchSize(all)
                .microBatch(Math.min(MOST_OF_A_MICRO_BATCH, all))
                .build();
        Network network = Replica.network(look, probing);
        TrainingState state = TrainingState.initial(network, Optimizer.of(look.optimizer()), look.seed());
        Model model = ModelFile.read(run.files().model());
        System.arraycopy(model.parameters(), 0, state.parameters(), 0, model.parameters().length);
        BatchNorm last = network.norms().get(network.norms().size() - 1);
        int layer = network.layers().indexOf(last);
        return new Probe(look, probing, KernelSets.best())
                .look(state, Set.of(layer))
                .inputs()
                .get(layer);
    }

    /**
     * Variance from batch to batch, mean of all units.
     *
     * @param ofMeans of the batches' means, as a share of the variance of all samples
     * @param ofVariances of the batches' variances, as a share of its square
     */
    record Noise(double ofMeans, double ofVariances) {}

    /** @param inputs {@code [unit][sample]}, in an order that has nothing to do with their classes */
    static Noise noise(float[][] inputs, int size) {
        double means = 0;
        double variances = 0;
        int units = 0;
        for (float[] unit : inputs) {
            Moments all = Moments.of(unit, 0, unit.length);
            if (all.variance() == 0) {
                continue;
            }
            List<Double> batchMeans = new ArrayList<>();
            List<Double> batchVariances = new ArrayList<>();
            for (int from = 0; from + size <= unit.length; from += size) {
                Moments batch = Moments.of(unit, from, from + size);
                batchMeans.add(batch.mean());
                batchVariances.add(batch.unbiased());
            }
            means += square(Spread.of(batchMeans).deviation()) / all.variance();
            variances += square(Spread.of(batchVariances).deviation() / all.variance());
            units++;
        }
        return units == 0 ? new Noise(0, 0) : new Noise(means / units, variances / units);
    }

    private static double square(double value) {
        return value * value;
    }
}
