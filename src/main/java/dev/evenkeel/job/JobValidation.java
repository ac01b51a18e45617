package dev.evenkeel.job;

import dev.evenkeel.data.Dataset;
import dev.evenkeel.nn.Loss;
import dev.evenkeel.nn.Shape;

/** Whether a job fits its data: what cannot be known before the data is read, and must be known before anything starts. */
public final class JobValidation {
    private JobValidation() {}

    /**
     * Checks that the layers and the augmentation fit the data, and that the mini-batches can be made and normalized.
     *
     * @throws InvalidJobException one sentence: key path, rule and values
     */
    public static void check(JobSpec job, Dataset data) {
        check(job, data, Source.code());
    }

    static void check(JobSpec job, Dataset data, Source source) {
        checkValues(job, source);
        if (job.loss() == Loss.SOFTMAX_CROSS_ENTROPY && data.classes() == 0) {
            throw source.refuse(
                    "loss",
                    "loss is softmax-cross-entropy, but the data has numbers to predict: take mean-squared-error");
        }
        Shape input = new Shape(data.channels(), data.rows(), data.columns());
        new AugmentCheck(job, input, source).check();
        LayerWalk walk = LayerWalk.through(job, input, source);
        walk.checkEnd(data.classes());
        new BatchCheck(job, data.train().size(), source).check(walk.normalizesSingleValues());
    }

    /** Readers and builder keep the rules for values; a record's constructor does not. */
    private static void checkValues(JobSpec job, Source source) {
        if (!JobKeys.read(JobKeys.write(job), source).equals(job)) {
            throw source.refuse("", "the job leaves initializers open: take toBuilder().build() of it");
        }
    }
}
