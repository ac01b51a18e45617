package dev.evenkeel.optim;

import dev.evenkeel.math.ParameterKernels;

/** Stochastic gradient descent with momentum, as {@link ParameterKernels#sgd} states it. One slot: the velocity. */
record SgdOptimizer(OptimizerSpec.Sgd spec) implements Optimizer {
    @Override
    public int slots() {
        return 1;
    }

    @Override
    public void update(
            ParameterKernels kernels,
            TensorStep step,
            float[] weights,
            float[] gradient,
            float[][] slots,
            int from,
            int to) {
        kernels.sgd(
                weights,
                gradient,
                slots[0],
                from,
                to,
                (float) step.rate(),
                (float) spec.momentum(),
                spec.nesterov(),
                decay(step),
                step.scale());
    }

    private float decay(TensorStep step) {
        return spec.decays(step.parameter()) ? (float) spec.weightDecay() : 0f;
    }

    @Override
    public double[] bounds(double[] bounds, TensorStep step) {
        double direction = step.gradientNorm() + decay(step) * bounds[0];
        double velocity = (float) spec.momentum() * bounds[1] + direction;
        double move = spec.nesterov() ? (float) spec.momentum() * velocity + direction : velocity;
        return new double[] {bounds[0] + (float) step.rate() * move, velocity};
    }
}
