package dev.evenkeel.train;

import dev.evenkeel.health.Verdict;
import java.util.Optional;

/** Training cannot go on. The message is one sentence for the user. */
public final class TrainingException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Optional<Verdict> verdict;

    public TrainingException(String message) {
        this(message, Optional.empty());
    }

    public TrainingException(String message, Optional<Verdict> verdict) {
        super(message);
        this.verdict = verdict;
    }

    /** The health verdict behind it, if it is one. */
    public Optional<Verdict> verdict() {
        return verdict;
    }
}
