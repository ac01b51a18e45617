package dev.evenkeel.run;

import dev.evenkeel.job.Difference;
import java.util.Optional;

/**
 * Where two runs part: in what was asked, in what was fed, on the way, and in what came out.
 *
 * @param job the first key of the job, its name aside, which is no part of what it is
 * @param data the data set's digest
 * @param step the first step after which the states differ
 * @param tensor the first tensor of the models that differs, and its first element
 */
public record RunDiff(
        Optional<Divergence> job, Optional<Divergence> data, Optional<Divergence> step, Optional<Divergence> tensor) {
    /**
     * One difference.
     *
     * @param place the job key, the step, or the tensor's element
     * @param first what the first run has there
     * @param second what the second run has there
     */
    public record Divergence(String place, String first, String second) {}

    /**
     * @throws RunException where a file of either run cannot be read
     * @throws dev.evenkeel.format.FormatException where a model is damaged
     */
    public static RunDiff between(RunFiles a, RunFiles b) {
        return new RunDiff(job(a, b), data(a, b), StepDiff.first(a, b), TensorDiff.first(a, b));
    }

    /** Whether the runs differ in nothing. */
    public boolean isEmpty() {
        return job.isEmpty() && data.isEmpty() && step.isEmpty() && tensor.isEmpty();
    }

    private static Optional<Divergence> job(RunFiles a, RunFiles b) {
        return Difference.between(a.readJob(), b.readJob()).stream()
                .filter(difference -> !difference.key().equals("name"))
                .findFirst()
                .map(key -> new Divergence(key.key(), key.first(), key.second()));
    }

    private static Optional<Divergence> data(RunFiles a, RunFiles b) {
        String first = Ledger.start(a.ledger()).data();
        String second = Ledger.start(b.ledger()).data();
        return first.equals(second)
                ? Optional.empty()
                : Optional.of(new Divergence("digest", "sha256:" + first, "sha256:" + second));
    }
}
