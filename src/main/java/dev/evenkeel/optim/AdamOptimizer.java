package dev.evenkeel.optim;

import dev.evenkeel.math.AdamTerms;
import dev.evenkeel.math.ParameterKernels;

/**
 * Adam and AdamW, as {@link ParameterKernels#adam} states it. Two slots, the moments, in float. The running products β₁ᵗ and
 * β₂ᵗ, in double, are part of the state: a power would need a function whose last bit is not specified.
 */
record AdamOptimizer(OptimizerSpec.Adam spec) implements Optimizer {
    @Override
    public int slots() {
        return 2;
    }

    @Override
    public int products() {
        return 2;
    }

    @Override
    public double[] advance(double[] products) {
        return new double[] {products[0] * spec.beta1(), products[1] * spec.beta2()};
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
        kernels.adam(weights, gradient, slots[0], slots[1], from, to, terms(step));
    }

    private AdamTerms terms(TensorStep step) {
        double decay = spec.decays(step.parameter()) ? spec.weightDecay() : 0.0;
        return new AdamTerms(
                (float) spec.beta1(),
                (float) (1.0 - spec.beta1()),
                (float) spec.beta2(),
                (float) (1.0 - spec.beta2()),
                (float) (step.rate() / (1.0 - step.products()[0])),
                (float) (1.0 / Math.sqrt(1.0 - step.products()[1])),
                (float) spec.epsilon(),
                spec.decoupled() ? 0f : (float) decay,
                spec.decoupled() ? (float) (1.0 - step.rate() * decay) : 1f,
                step.scale());
    }

    @Override
    public double[] bounds(double[] bounds, TensorStep step) {
        AdamTerms terms = terms(step);
        double direction = step.gradientNorm() + terms.decay() * bounds[0];
        // Both moments are means, so none is larger than the largest of what they are means of.
        double first = Math.max(bounds[1], direction);
        double second = Math.max(bounds[2], direction * direction);
        double move = terms.rate() * (first / terms.epsilon());
        return new double[] {Math.abs(terms.shrink()) * bounds[0] + move, first, second};
    }
}
