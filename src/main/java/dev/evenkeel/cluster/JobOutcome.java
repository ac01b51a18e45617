package dev.evenkeel.cluster;

import dev.evenkeel.run.Model;
import dev.evenkeel.train.Evaluation;
import java.util.Optional;

/** How a job ended. */
public sealed interface JobOutcome {
    /**
     * @param fingerprint SHA-256 of the model's file
     * @param test the last evaluation
     * @param model empty where another node of the job wrote it
     */
    record Succeeded(String fingerprint, Optional<Evaluation.Result> test, Optional<Model> model)
            implements JobOutcome {}

    /** @param step the step of the checkpoint behind which it stopped */
    record Stopped(long step) implements JobOutcome {}

    /**
     * It has not: its coordinator gives way to another one.
     *
     * @param sentence why
     */
    record Interrupted(String sentence) implements JobOutcome {}

    /**
     * @param sentence why
     * @param goBack whether the job would go on from a checkpoint: there is no state left that is known to be right
     */
    record Failed(String sentence, boolean goBack) implements JobOutcome {
        public Failed(String sentence) {
            this(sentence, false);
        }
    }
}
