package dev.evenkeel.optim;

import dev.evenkeel.optim.OptimizerSpec.Adam;
import dev.evenkeel.optim.OptimizerSpec.Lars;
import dev.evenkeel.optim.OptimizerSpec.Sgd;
import java.util.Arrays;

/** Optimizers as their papers define them, in float64, on one weight tensor. */
final class ReferenceOptimizer {
    private final OptimizerSpec spec;
    private final double[] w;
    private final double[] first;
    private final double[] second;
    private int steps;

    ReferenceOptimizer(OptimizerSpec spec, double[] weights) {
        this.spec = spec;
        this.w = weights.clone();
        this.first = new double[w.length];
        this.second = new double[w.length];
    }

    double[] weights() {
        return w;
    }

    void step(double[] g, double rate) {
        steps++;
        double local = spec instanceof Lars lars ? local(lars, g) : 1;
        for (int i = 0; i < w.length; i++) {
            if (spec instanceof Sgd sgd) {
                double d = g[i] + sgd.weightDecay() * w[i];
                first[i] = sgd.momentum() * first[i] + d;
                w[i] -= rate * (sgd.nesterov() ? d + sgd.momentum() * first[i] : first[i]);
            } else if (spec instanceof Adam adam) {
                adam(adam, i, g[i], rate);
            } else if (spec instanceof Lars lars) {
                double d = g[i] + lars.weightDecay() * w[i];
                first[i] = lars.momentum() * first[i] + rate * local * d;
                w[i] -= first[i];
            }
        }
    }

    private void adam(Adam adam, int i, double g, double rate) {
        double d = adam.decoupled() ? g : g + adam.weightDecay() * w[i];
        first[i] = adam.beta1() * first[i] + (1 - adam.beta1()) * d;
        second[i] = adam.beta2() * second[i] + (1 - adam.beta2()) * d * d;
        double mean = first[i] / (1 - Math.pow(adam.beta1(), steps));
        double variance = second[i] / (1 - Math.pow(adam.beta2(), steps));
        double shrunk = adam.decoupled() ? w[i] * (1 - rate * adam.weightDecay()) : w[i];
        w[i] = shrunk - rate * mean / (Math.sqrt(variance) + adam.epsilon());
    }

    private double local(Lars lars, double[] g) {
        double denominator = norm(g) + lars.weightDecay() * norm(w) + lars.epsilon();
        return norm(w) == 0 || norm(g) == 0 ? 1 : lars.trustCoefficient() * norm(w) / denominator;
    }

    static double norm(double[] values) {
        return Math.sqrt(Arrays.stream(values).map(v -> v * v).sum());
    }
}
