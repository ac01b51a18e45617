package dev.evenkeel.cluster;

import dev.evenkeel.health.Verdict;
import java.util.Optional;

/** A job can't go on. Its message is the sentence that tells the user why; thrown in the coordinator only, which ends the job. */
final class HopelessException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Optional<Verdict> verdict;
    private final boolean goBack;

    HopelessException(String sentence) {
        this(sentence, Optional.empty(), false);
    }

    /** @param verdict the one that ends it, if it was one */
    HopelessException(String sentence, Optional<Verdict> verdict) {
        this(sentence, verdict, false);
    }

    HopelessException(Resolution.GiveUp decision) {
        this(decision.reason(), Optional.empty(), decision.goBack());
    }

    private HopelessException(String sentence, Optional<Verdict> verdict, boolean goBack) {
        super(sentence);
        this.verdict = verdict;
        this.goBack = goBack;
    }

    /** Whether it could from a checkpoint: there is no state left that is known to be right. */
    boolean goBack() {
        return goBack;
    }

    Optional<Verdict> verdict() {
        return verdict;
    }
}
