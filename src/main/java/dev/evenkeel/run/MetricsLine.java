package dev.evenkeel.run;

import java.util.List;
import java.util.OptionalDouble;

/** What one line of {@code metrics.jsonl} says. All numbers are finite. */
public sealed interface MetricsLine {
    /**
     * A committed step.
     *
     * @param epoch from 1
     * @param step from 1, over the whole run
     * @param loss mean over the mini-batch
     * @param gradientNorms per layer with parameters, from the input on; may be empty
     */
    record Step(int epoch, long step, double loss, double learningRate, List<LayerNorm> gradientNorms)
            implements MetricsLine {
        public Step {
            gradientNorms = List.copyOf(gradientNorms);
        }
    }

    /**
     * A finished epoch.
     *
     * @param epoch from 1
     * @param trainLoss mean over the epoch's samples, as they were met
     * @param testLoss mean over the whole test part; empty where this epoch was not evaluated
     * @param testAccuracy share of the test part that was classified right; empty also for regression
     */
    record Epoch(int epoch, double trainLoss, OptionalDouble testLoss, OptionalDouble testAccuracy)
            implements MetricsLine {}

    /** The Euclidean norm of a layer's gradient. */
    record LayerNorm(String layer, double norm) {}
}
