package dev.evenkeel.optim;

import dev.evenkeel.math.ParameterKernels;
import dev.evenkeel.nn.Parameter;

/** Stochastic gradient descent with momentum, as {@link ParameterKernels#sgd} states it. One slot: the velocity. */
record SgdOptimizer(OptimizerSpec.Sgd spec) implements Optimizer {
    @Override
    public int slots() {
        return 1;
    }

    @Override
    public void update(
            ParameterKernels kernels,
            Parameter parameter,
            float[] weights,
            float[] gradient,
            float[][] slots,
            int from,
            int to,
            double rate,
            float scale) {
        boolean decays = spec.decayAll() || parameter.role() == Parameter.Role.WEIGHT;
        float decay = decays ? (float) spec.weightDecay() : 0f;
        kernels.sgd(
                weights,
                gradient,
                slots[0],
                from,
                to,
                (float) rate,
                (float) spec.momentum(),
                spec.nesterov(),
                decay,
                scale);
    }

    @Override
    public double bound(double bound, double gradient, double rate) {
        double direction = gradient + (float) spec.weightDecay() * bound;
        double velocity = (float) spec.momentum() * bound + direction;
        double step = spec.nesterov() ? (float) spec.momentum() * velocity + direction : velocity;
        return Math.max(velocity, bound + (float) rate * step);
    }
}
