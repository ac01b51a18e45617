package dev.evenkeel.lab;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.evenkeel.math.KernelSets;
import dev.evenkeel.math.Kernels;
import dev.evenkeel.nn.BatchNorm;
import dev.evenkeel.nn.Network;
import dev.evenkeel.nn.Parameter;
import dev.evenkeel.train.Probe;
import dev.evenkeel.train.Replica;
import dev.evenkeel.train.TrainingState;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/**
 * How far γ, β, the running means and the running variances of a net of dense layers are from where they began, at evenly spread
 * steps; and by how much running statistics there miss the average of batches that they are said to be.
 *
 * @param probes steps at which the run is looked at
 */
record LearnedMeasure(int probes) implements Measure {
    static final String STEPS = "steps";
    static final String GAMMA = "gamma_moved";
    static final String BETA = "beta_moved";
    static final String MEAN = "running_mean_moved";
    static final String VARIANCE = "running_variance_moved";
    static final String MISSED = "average_missed_by";

    @Override
    public String id() {
        return "learned 1, " + probes + " probes";
    }

    @Override
    public ObjectNode of(TrialRun run) {
        ObjectNode figures = JsonNodeFactory.instance.objectNode();
        if (run.diverged() || !run.job().batchNorm().enabled()) {
            return figures;
        }
        Kernels kernels = KernelSets.best();
        Network network = Replica.network(run.job(), run.data());
        Probe probe = new Probe(run.job(), run.data(), kernels);
        Set<Integer> norms = network.norms().stream()
                .map(norm -> network.layers().indexOf(norm))
                .collect(Collectors.toSet());
        double momentum = run.job().batchNorm().momentum().orElseThrow();
        ArrayNode steps = figures.putArray(STEPS);
        Map<String, ToDoubleFunction<TrainingState>> moved = Map.of(
                GAMMA, state -> moved(network, state, Parameter.Role.GAMMA, 1),
                BETA, state -> moved(network, state, Parameter.Role.BETA, 0),
                MEAN, state -> distance(state.runningMean(), 0, state.runningMean().length, 0),
                VARIANCE, state -> distance(state.runningVariance(), 0, state.runningVariance().length, 1));
        moved.keySet().forEach(figures::putArray);
        double missed = 0;
        try (Rerun rerun = new Rerun(run.job(), run.data(), kernels, run.files().ledger())) {
            for (int look = 0; look < probes; look++) {
                long at = (rerun.steps() - 1) * look / (probes - 1);
                while (rerun.state().counters().step() < at) {
                    rerun.step();
                }
                TrainingState before = rerun.state().copy();
                Map<Integer, float[][]> inputs = probe.look(before, norms).inputs();
                rerun.step();
                missed = Math.max(missed, missed(network, inputs, before, rerun.state(), momentum));
                steps.add(at + 1);
                moved.forEach(
                        (name, figure) -> ((ArrayNode) figures.get(name)).add(figure.applyAsDouble(rerun.state())));
            }
        }
        return figures.put(MISSED, missed);
    }

    /** The mean distance of all parameters of a role from a value. */
    private static double moved(Network network, TrainingState state, Parameter.Role role, double start) {
        List<Double> layers = network.parameters().stream()
                .filter(parameter -> parameter.role() == role)
                .map(parameter -> distance(state.parameters(), parameter.from(), parameter.to(), start))
                .toList();
        return Spread.of(layers).mean();
    }

    private static double distance(float[] values, int from, int to, double start) {
        double sum = 0;
        for (int i = from; i < to; i++) {
            sum += Math.abs(values[i] - start);
        }
        return sum / (to - from);
    }

    /** The largest error of a step's running statistics, in units of a batch's deviation or variance. */
    private static double missed(
            Network network,
            Map<Integer, float[][]> inputs,
            TrainingState before,
            TrainingState after,
            double momentum) {
        double missed = 0;
        int channel = 0;
        for (BatchNorm norm : network.norms()) {
            for (float[] samples : inputs.get(network.layers().indexOf(norm))) {
                Moments batch = Moments.of(samples, 0, samples.length);
                double mean = (1 - momentum) * before.runningMean()[channel] + momentum * batch.mean();
                double variance = (1 - momentum) * before.runningVariance()[channel] + momentum * batch.unbiased();
                missed = Math.max(missed, Math.abs(after.runningMean()[channel] - mean) / Math.sqrt(variance));
                missed = Math.max(missed, Math.abs(after.runningVariance()[channel] - variance) / variance);
                channel++;
            }
        }
        return missed;
    }
}
