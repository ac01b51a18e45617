package dev.evenkeel.train;

import dev.evenkeel.optim.Optimizer;
import dev.evenkeel.optim.TensorStep;
import java.util.Arrays;
import java.util.List;

/**
 * Sees before an update that it can't lead out of the range of floats, since an infinity in the state could not be taken back.
 * Whether it allows an update depends on state, gradient and rate alone: it carries bounds from step to step, which costs
 * nothing, and looks at every number of the state when those have grown too large to tell. Compute thread only; nobody
 * else may write the state meanwhile.
 */
final class UpdateGuard {
    /** Half the largest float, for what rounding adds. */
    private static final double LIMIT = Float.MAX_VALUE / 2;

    private final TrainingState state;
    private final Optimizer optimizer;
    private double[] bounds;

    UpdateGuard(TrainingState state, Optimizer optimizer) {
        this.state = state;
        this.optimizer = optimizer;
        this.bounds = new double[1 + optimizer.slots()];
        Arrays.fill(bounds, Double.NaN);
    }

    /** Whether the update may be made; it is taken to be made then. */
    boolean allows(List<TensorStep> steps) {
        double[] next = after(bounds, steps);
        if (!inRange(next)) {
            next = after(largest(), steps);
        }
        if (!inRange(next)) {
            return false;
        }
        bounds = next;
        return true;
    }

    private double[] after(double[] before, List<TensorStep> steps) {
        double[] after = before.clone();
        for (TensorStep step : steps) {
            double[] tensor = optimizer.bounds(before, step);
            for (int i = 0; i < after.length; i++) {
                after[i] = Math.max(after[i], tensor[i]);
            }
        }
        return after;
    }

    /** Written so that not-a-number, the bound of a rate that is infinite as a float, is out of range as well. */
    private static boolean inRange(double[] bounds) {
        return Arrays.stream(bounds).allMatch(bound -> bound <= LIMIT);
    }

    private double[] largest() {
        double[] largest = new double[bounds.length];
        largest[0] = largest(state.parameters());
        for (int slot = 0; slot < state.slots().length; slot++) {
            largest[1 + slot] = largest(state.slots()[slot]);
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
