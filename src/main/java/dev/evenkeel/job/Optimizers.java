package dev.evenkeel.job;

import dev.evenkeel.optim.OptimizerSpec;
import java.util.OptionalInt;

/** The optimizers of a job, for code, with the defaults of a job file: {@code sgd(0.1).nesterov(true)}. */
public final class Optimizers {
    private Optimizers() {}

    public static OptimizerSpec.Sgd sgd(double learningRate) {
        return new OptimizerSpec.Sgd(
                learningRate, Defaults.MOMENTUM, Defaults.NESTEROV, Defaults.WEIGHT_DECAY, Defaults.DECAY_ALL);
    }

    /** Adam; 0.001 is the usual learning rate. */
    public static OptimizerSpec.Adam adam(double learningRate) {
        return adam(learningRate, Defaults.WEIGHT_DECAY, false);
    }

    /** Adam with decoupled weight decay. */
    public static OptimizerSpec.Adam adamW(double learningRate) {
        return adam(learningRate, Defaults.ADAMW_WEIGHT_DECAY, true);
    }

    private static OptimizerSpec.Adam adam(double learningRate, double weightDecay, boolean decoupled) {
        return new OptimizerSpec.Adam(
                learningRate,
                OptionalInt.empty(),
                Defaults.ADAM_BETA1,
                Defaults.ADAM_BETA2,
                Defaults.ADAM_EPSILON,
                weightDecay,
                decoupled,
                Defaults.DECAY_ALL);
    }

    /** Layer-wise adaptive rate scaling, for large mini-batches; weights want a larger rate than under SGD. */
    public static OptimizerSpec.Lars lars(double learningRate) {
        return new OptimizerSpec.Lars(
                learningRate,
                OptionalInt.empty(),
                Defaults.MOMENTUM,
                Defaults.LARS_TRUST_COEFFICIENT,
                Defaults.LARS_EPSILON,
                Defaults.WEIGHT_DECAY,
                Defaults.DECAY_ALL);
    }
}
