package dev.evenkeel.lab;

import java.util.Arrays;

/**
 * The 15th, 50th and 85th percentile of what goes into each unit of a layer, over a set of samples: what Ioffe and Szegedy 2015
 * draw in their figure 1.
 *
 * @param low per unit, and so on
 */
record Percentiles(double[] low, double[] middle, double[] high) {
    /** @param inputs {@code [unit][sample]} */
    static Percentiles of(float[][] inputs) {
        Percentiles found =
                new Percentiles(new double[inputs.length], new double[inputs.length], new double[inputs.length]);
        for (int unit = 0; unit < inputs.length; unit++) {
            float[] sorted = inputs[unit].clone();
            Arrays.sort(sorted);
            found.low[unit] = at(sorted, 0.15);
            found.middle[unit] = at(sorted, 0.50);
            found.high[unit] = at(sorted, 0.85);
        }
        return found;
    }

    private static double at(float[] sorted, double share) {
        return sorted[(int) Math.floor(share * (sorted.length - 1) + 0.5)];
    }

    /**
     * How far the distributions have moved since: the mean change of the percentiles, in units of the mean distance of the
     * outer two, then and now.
     */
    double drift(Percentiles since) {
        double moved = 0;
        double width = 0;
        for (int unit = 0; unit < low.length; unit++) {
            moved += Math.abs(low[unit] - since.low[unit])
                    + Math.abs(middle[unit] - since.middle[unit])
                    + Math.abs(high[unit] - since.high[unit]);
            width += high[unit] - low[unit] + (since.high[unit] - since.low[unit]);
        }
        return width == 0 ? 0 : moved / 3 / (width / 2);
    }
}
