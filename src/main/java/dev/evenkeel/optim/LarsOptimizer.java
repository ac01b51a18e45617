package dev.evenkeel.optim;

import dev.evenkeel.math.ParameterKernels;
import dev.evenkeel.nn.Parameter;

/**
 * LARS, as {@link OptimizerSpec.Lars} and {@link ParameterKernels#lars} state it. One slot: the velocity, which holds the rate.
 * The local rate is computed in double from the tensor's norms, and rounded once, multiplied by the learning rate.
 */
record LarsOptimizer(OptimizerSpec.Lars spec) implements Optimizer {
    @Override
    public int slots() {
        return 1;
    }

    @Override
    public boolean measuresWeights() {
        return true;
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
        kernels.lars(
                weights,
                gradient,
                slots[0],
                from,
                to,
                rate(step),
                (float) spec.momentum(),
                (float) decay(step),
                step.scale());
    }

    private double decay(TensorStep step) {
        return spec.decays(step.parameter()) ? spec.weightDecay() : 0.0;
    }

    private float rate(TensorStep step) {
        double weights = step.weightNorm();
        double gradient = step.gradientNorm();
        boolean adapts = step.parameter().role() == Parameter.Role.WEIGHT && weights > 0 && gradient > 0;
        double local =
                adapts ? spec.trustCoefficient() * weights / (gradient + decay(step) * weights + spec.epsilon()) : 1.0;
        return (float) (step.rate() * local);
    }

    @Override
    public double[] bounds(double[] bounds, TensorStep step) {
        double direction = step.gradientNorm() + decay(step) * step.weightNorm();
        double velocity = (float) spec.momentum() * bounds[1] + rate(step) * direction;
        return new double[] {bounds[0] + velocity, velocity};
    }
}
