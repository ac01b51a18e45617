package dev.evenkeel;

import dev.evenkeel.health.Verdict;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalDouble;

/**
 * What a finished job gives. Immutable; any thread.
 *
 * @param fingerprint SHA-256 of the file {@code model.safetensors}, 64 hex digits
 * @param loss mean over the whole test part, after the last step; empty where there is no test part
 * @param accuracy share of the test part that is classified right; empty for regression, or without a test part
 * @param verdicts of gradient health, in order of the steps; of a resumed run those since
 */
public record TrainingResult(
        String fingerprint,
        OptionalDouble loss,
        OptionalDouble accuracy,
        TrainedModel model,
        Path runDirectory,
        List<Verdict> verdicts) {
    public TrainingResult {
        verdicts = List.copyOf(verdicts);
    }

    /**
     * Mean loss over the test part.
     *
     * @throws IllegalStateException if the data has no test part
     */
    public double testLoss() {
        return loss.orElseThrow(() -> new IllegalStateException("the data has no test part"));
    }

    /**
     * Share of the test part that is classified right, from 0 to 1.
     *
     * @throws IllegalStateException for regression, which has no classes, or if the data has no test part
     */
    public double testAccuracy() {
        return accuracy.orElseThrow(
                () -> new IllegalStateException("there is no accuracy: the data has no classes or no test part"));
    }
}
