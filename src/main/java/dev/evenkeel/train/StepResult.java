package dev.evenkeel.train;

import java.util.List;

/**
 * What a member knows after it has committed a step. Apart from {@code pause}, the same on every member.
 *
 * @param loss mean over the mini-batch, before the update
 * @param rate the learning rate of the step
 * @param gradientNorms Euclidean norm of the gradient, before clipping, of every layer that has weights, in order
 * @param digest of the state after the step
 * @param counters of the state after the step
 * @param pause whether a member was asked to stop: all stop here
 */
public record StepResult(
        Timeline.Batch batch,
        double loss,
        double rate,
        List<Double> gradientNorms,
        long digest,
        TrainingState.Counters counters,
        boolean pause) {
    public StepResult {
        gradientNorms = List.copyOf(gradientNorms);
    }
}
