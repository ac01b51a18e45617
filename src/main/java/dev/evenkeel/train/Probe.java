package dev.evenkeel.train;

import dev.evenkeel.data.Dataset;
import dev.evenkeel.job.JobSpec;
import dev.evenkeel.math.Kernels;
import dev.evenkeel.math.Lanes;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * Looks into a job's network at some state, alone and without training: the step after the state's is computed up to its
 * update, which is not made. What a run's workers had in that step is what is seen here, bit for bit. One thread.
 */
public final class Probe {
    private final JobSpec job;
    private final Dataset data;
    private final Kernels kernels;

    public Probe(JobSpec job, Dataset data, Kernels kernels) {
        this.job = job;
        this.data = data;
        this.kernels = kernels;
    }

    /**
     * What was seen.
     *
     * @param gradient of the mini-batch's mean loss, flat, in the order of the network's parameters, before clipping
     * @param inputs of the layers that were asked for, by layer: {@code [feature][sample]}, samples in the order of the mini-batch
     */
    public record Look(float[] gradient, Map<Integer, float[][]> inputs) {}

    /** How the step is left before its update. */
    private static final class Seen extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private Seen() {
            super("seen", null, false, false);
        }
    }

    /**
     * Computes the mini-batch after the state's step.
     *
     * @param state is not changed
     * @param layers whose inputs are wanted
     * @throws TrainingException if a loss, statistic or gradient is not finite
     */
    public Look look(TrainingState state, Set<Integer> layers) {
        Replica replica = new Replica(job, data, kernels, state.copy());
        Map<Integer, float[][]> inputs = new HashMap<>();
        StepObserver observer = (point, step, rank, layer) -> {
            if (point == ProtocolPoint.FORWARD && layers.contains(layer)) {
                inputs.put(layer, input(replica, layer));
            } else if (point == ProtocolPoint.COMMIT) {
                throw new Seen();
            }
        };
        try {
            new StepRunner(replica, new Alone(), observer).run();
            throw new IllegalStateException("a step was committed that was only to be looked at");
        } catch (Seen seen) {
            return new Look(gradient(replica), inputs);
        }
    }

    /** A member that is alone folds all micro-batches into one node; γ and β have theirs from the statistics. */
    private static float[] gradient(Replica replica) {
        float[] gradient = replica.gradientNodes(1)[0].clone();
        replica.network().parameters().stream()
                .filter(parameter -> parameter.role().fromStatistics())
                .forEach(parameter -> System.arraycopy(
                        replica.reduced(), parameter.from(), gradient, parameter.from(), parameter.size()));
        return gradient;
    }

    private static float[][] input(Replica replica, int layer) {
        Lanes lanes = replica.pass().lanes();
        float[] values = replica.pass().value(replica.network().source(layer));
        int features = replica.network().layers().get(layer).input().features();
        int samples = 0;
        for (int j = 0; j < lanes.microBatches(); j++) {
            samples += lanes.samples(j);
        }
        float[][] input = new float[features][samples];
        int first = 0;
        for (int j = 0; j < lanes.microBatches(); j++) {
            for (int f = 0; f < features; f++) {
                int at = features * lanes.start(j) + f * lanes.width(j);
                System.arraycopy(values, at, input[f], first, lanes.samples(j));
            }
            first += lanes.samples(j);
        }
        return input;
    }
}
