package dev.evenkeel.optim;

import dev.evenkeel.math.ParameterKernels;
import dev.evenkeel.nn.Parameter;

/**
 * Moves parameters by their gradient. Stateless itself: what it remembers between steps lies in the replica's slots, flat arrays
 * beside the parameters. Compute thread only.
 */
public interface Optimizer {
    /** How many flat arrays of state it keeps. */
    int slots();

    /**
     * Updates the elements [from, to) of one parameter.
     *
     * @param weights the flat parameters
     * @param gradient flat, complete and finite in that range
     * @param rate of this step
     * @param scale what gradient clipping multiplies the gradient by, 1 without
     */
    void update(
            ParameterKernels kernels,
            Parameter parameter,
            float[] weights,
            float[] gradient,
            float[][] slots,
            int from,
            int to,
            double rate,
            float scale);

    /**
     * How large weights and slots can be after an update, in absolute value.
     *
     * @param bound on both before it
     * @param gradient bound on the gradient, clipping included
     */
    double bound(double bound, double gradient, double rate);

    static Optimizer of(OptimizerSpec spec) {
        return new SgdOptimizer((OptimizerSpec.Sgd) spec);
    }
}
