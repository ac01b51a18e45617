package dev.evenkeel.train;

import dev.evenkeel.optim.Optimizer;

/**
 * Sees before an update that it can't lead out of the range of floats, since an infinity in the state could not be taken back.
 * Whether it allows an update depends on state, gradient and rate alone: it carries a bound from step to step, which costs
 * nothing, and looks at every number of the state when that bound has grown too large to tell. Compute thread only; nobody
 * else may write the state meanwhile.
 */
final class UpdateGuard {
    /** Half the largest float, for what rounding adds. */
    private static final double LIMIT = Float.MAX_VALUE / 2;

    private final Replica replica;
    private double bound = Double.NaN;

    UpdateGuard(Replica replica) {
        this.replica = replica;
    }

    /** Whether the update may be made; it is taken to be made then. */
    boolean allows(double gradientNorm, double rate) {
        Optimizer optimizer = replica.optimizer();
        double next = optimizer.bound(bound, gradientNorm, rate);
        // Written so that not-a-number, the bound of a rate that is infinite as a float, is too large as well.
        if (!(next <= LIMIT)) {
            next = optimizer.bound(largest(replica.state()), gradientNorm, rate);
        }
        if (!(next <= LIMIT)) {
            return false;
        }
        bound = next;
        return true;
    }

    private static double largest(TrainingState state) {
        float largest = largest(state.parameters());
        for (float[] slot : state.slots()) {
            largest = Math.max(largest, largest(slot));
        }
        return largest;
    }

    private static float largest(float[] values) {
        float largest = 0f;
        for (float value : values) {
            largest = Math.max(largest, Math.abs(value));
        }
        return largest;
    }
}
