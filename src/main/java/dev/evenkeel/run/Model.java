package dev.evenkeel.run;

import dev.evenkeel.data.Dataset;
import dev.evenkeel.job.JobSpec;
import dev.evenkeel.job.NetworkSpec;
import dev.evenkeel.nn.Network;
import dev.evenkeel.nn.Pass;
import dev.evenkeel.nn.Shape;
import dev.evenkeel.train.TrainingState;
import java.util.List;

/**
 * A trained model with all that is needed to use it. Immutable; any thread.
 *
 * @param classNames in order of the outputs; empty for regression
 * @param parameters flat, placed as the network says; must not change
 * @param runningMean per batch-norm channel; likewise
 * @param runningVariance likewise
 */
public record Model(
        NetworkSpec spec,
        Shape input,
        List<String> classNames,
        Dataset.Normalization normalization,
        float[] parameters,
        float[] runningMean,
        float[] runningVariance) {
    public Model {
        classNames = List.copyOf(classNames);
    }

    /** The model in a state of training; shares its arrays. */
    public static Model of(JobSpec job, Dataset data, TrainingState state) {
        return new Model(
                new NetworkSpec(job.layers(), job.loss(), job.batchNorm()),
                new Shape(data.channels(), data.rows(), data.columns()),
                data.classNames(),
                data.normalization(),
                state.parameters(),
                state.runningMean(),
                state.runningVariance());
    }

    /** Its arrays as a pass through the network takes them. */
    public Pass.Weights weights() {
        return new Pass.Weights(parameters, runningMean, runningVariance);
    }

    public Network network() {
        return Network.build(spec.layers(), input, spec.batchNorm());
    }
}
