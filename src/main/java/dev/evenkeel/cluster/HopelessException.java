package dev.evenkeel.cluster;

import dev.evenkeel.health.Verdict;
import java.util.Optional;

/** A job can't go on. Its message is the sentence that tells the user why; thrown in the coordinator only, which ends the job. */
final class HopelessException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Optional<Verdict> verdict;

    HopelessException(String sentence) {
        this(sentence, Optional.empty());
    }

    /** @param verdict the one that ends it, if it was one */
    HopelessException(String sentence, Optional<Verdict> verdict) {
        super(sentence);
        this.verdict = verdict;
    }

    Optional<Verdict> verdict() {
        return verdict;
    }
}
