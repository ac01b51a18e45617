package dev.evenkeel.run;

import dev.evenkeel.health.Figures;
import dev.evenkeel.health.Verdict;
import java.util.List;
import java.util.OptionalDouble;

/**
 * What one line of {@code metrics.jsonl} says. All numbers are finite. The lines of a step follow one another: what it measured, its
 * health where it was watched, verdicts where there are any.
 */
public sealed interface MetricsLine {
    /** From 1. */
    int epoch();

    /** A line about one step. */
    sealed interface OfStep extends MetricsLine {
        /** From 1, over the whole run. */
        long step();
    }

    /**
     * A committed step.
     *
     * @param epoch from 1
     * @param step from 1, over the whole run
     * @param loss mean over the mini-batch
     * @param gradientNorms per layer with parameters, from the input on; may be empty
     */
    record Step(int epoch, long step, double loss, double learningRate, List<LayerNorm> gradientNorms)
            implements OfStep {
        public Step {
            gradientNorms = List.copyOf(gradientNorms);
        }
    }

    /** Instead of the line of a step that was skipped, since its loss or gradient was not finite. */
    record Skipped(int epoch, long step) implements OfStep {}

    /** Gradient health at a watched step. */
    record Health(int epoch, long step, Figures figures) implements OfStep {}

    /** Something is found to be wrong. */
    record Judged(int epoch, Verdict verdict) implements OfStep {
        @Override
        public long step() {
            return verdict.step();
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
