package dev.evenkeel.job;

import dev.evenkeel.optim.OptimizerSpec;

/** The optimizers of a job, for code, with the defaults of a job file: {@code sgd(0.1).nesterov(true)}. */
public final class Optimizers {
    private Optimizers() {}

    public static OptimizerSpec.Sgd sgd(double learningRate) {
        return new OptimizerSpec.Sgd(
                learningRate, Defaults.MOMENTUM, Defaults.NESTEROV, Defaults.WEIGHT_DECAY, Defaults.DECAY_ALL);
    }
}
