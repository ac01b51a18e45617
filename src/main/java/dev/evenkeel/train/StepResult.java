package dev.evenkeel.train;

import dev.evenkeel.health.Figures;
import dev.evenkeel.health.Judge;
import dev.evenkeel.health.Verdict;
import java.util.List;
import java.util.Optional;

/**
 * What a member knows after it has committed a step. Apart from {@code pause}, the same on every member.
 *
 * @param skipped whether the step changed nothing, since something was not finite; loss and norms are left out then
 * @param loss mean over the mini-batch, before the update
 * @param rate the learning rate of the step
 * @param gradientNorms Euclidean norm of the gradient, before clipping, of every layer that has weights, in order
 * @param figures where the step was watched
 * @param verdicts that were found at this step
 * @param digest of the state after the step
 * @param counters of the state after the step
 * @param pause whether a member was asked to stop: all stop here
 */
public record StepResult(
        Timeline.Batch batch,
        boolean skipped,
        double loss,
        double rate,
        List<Double> gradientNorms,
        Optional<Figures> figures,
        List<Verdict> verdicts,
        long digest,
        TrainingState.Counters counters,
        boolean pause) {
    public StepResult {
        gradientNorms = List.copyOf(gradientNorms);
        verdicts = List.copyOf(verdicts);
    }

    /** The sentence of a verdict that ends the job behind this step. */
    public Optional<String> stop() {
        return Judge.stop(verdicts);
    }
}
