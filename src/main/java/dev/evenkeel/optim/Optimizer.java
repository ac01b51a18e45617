package dev.evenkeel.optim;

import dev.evenkeel.math.ParameterKernels;

/**
 * Moves parameters by their gradient. Stateless itself: what it remembers between steps lies in the replica's state, in slots,
 * which are flat arrays beside the parameters, and in running products, a few numbers. Compute thread only.
 */
public interface Optimizer {
    /** How many flat arrays of state it keeps; they begin as zeros. */
    int slots();

    /** How many running products it keeps, such as β₁ᵗ; they begin as 1. */
    default int products() {
        return 0;
    }

    /** The running products after one more step: a new array. */
    default double[] advance(double[] products) {
        return products;
    }

    /** Whether an update depends on the norm of the tensor's weights. */
    default boolean measuresWeights() {
        return false;
    }

    /**
     * Updates the elements [from, to) of one tensor.
     *
     * @param weights the flat parameters
     * @param gradient flat, complete and finite in that range
     */
    void update(
            ParameterKernels kernels,
            TensorStep step,
            float[] weights,
            float[] gradient,
            float[][] slots,
            int from,
            int to);

    /**
     * How large weights and slots can be after an update of that tensor, in absolute value.
     *
     * @param bounds on the weights, then on each slot, before it
     * @return the same after it: infinite or not a number where something on the way could be
     */
    double[] bounds(double[] bounds, TensorStep step);

    static Optimizer of(OptimizerSpec spec) {
        if (spec instanceof OptimizerSpec.Adam adam) {
            return new AdamOptimizer(adam);
        } else if (spec instanceof OptimizerSpec.Lars lars) {
            return new LarsOptimizer(lars);
        }
        return new SgdOptimizer((OptimizerSpec.Sgd) spec);
    }
}
