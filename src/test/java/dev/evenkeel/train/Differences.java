package dev.evenkeel.train;

import java.util.function.ToDoubleFunction;

/** The gradient of a function of many numbers, numerically. */
final class Differences {
    private Differences() {}

    /** Central differences of fourth order: exact to about 1e-11. */
    static double[] of(ToDoubleFunction<double[]> function, double[] at, int from, int to) {
        double h = 1e-4;
        double[] moved = at.clone();
        double[] slopes = new double[to - from];
        for (int i = from; i < to; i++) {
            double sum = 0;
            double[] weights = {1, -8, 8, -1};
            double[] places = {-2, -1, 1, 2};
            for (int k = 0; k < places.length; k++) {
                moved[i] = at[i] + places[k] * h;
                sum += weights[k] * function.applyAsDouble(moved);
            }
            moved[i] = at[i];
            slopes[i - from] = sum / (12 * h);
        }
        return slopes;
    }
}
