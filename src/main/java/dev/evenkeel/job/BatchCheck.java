package dev.evenkeel.job;

import dev.evenkeel.nn.BatchNormSpec.Scope;
import java.util.stream.IntStream;

/**
 * Whether the training samples can be cut into mini-batches, and those be normalized. A last mini-batch that is smaller is
 * fine, but no group of samples that batch normalization takes statistics over may hold a single one.
 */
record BatchCheck(JobSpec job, int samples, Source source) {
    private static final String SINGLE = "batch normalization cannot normalize a single sample";

    /** @param normalized whether the job has a batch norm that minds */
    void check(boolean normalized) {
        int size = job.batchSize();
        if (size > samples) {
            throw source.refuse(
                    "batch-size",
                    "batch-size is " + size + ", more than the " + samples + " training samples: take " + samples
                            + " or less");
        }
        if (!normalized) {
            return;
        }
        if (samples == 1) {
            throw source.refuse(
                    "data", "data has a single training sample, and " + SINGLE + ": it must have 2 or more");
        }
        if (size == 1) {
            throw source.refuse("batch-size", "batch-size is 1, and " + SINGLE + ": take " + nearest());
        }
        if (samples % size == 1) {
            throw source.refuse(
                    "batch-size",
                    "batch-size is " + size + ", which leaves 1 of the " + samples
                            + " training samples to the last mini-batch, and " + SINGLE + ": take " + nearest());
        }
        checkScope();
    }

    /** Micro-batches of 2 or more are cut so that at most the last holds one sample; its group joins the one before. */
    private void checkScope() {
        Scope scope = job.batchNorm().scope();
        boolean single =
                scope instanceof Scope.MicroBatch || scope instanceof Scope.Group group && group.microBatches() == 1;
        if (single && job.microBatch() == 1) {
            throw source.refuse(
                    "micro-batch",
                    "micro-batch is 1, batch-norm.scope takes each by itself, and " + SINGLE
                            + ": take a micro-batch of 2 or more, or scope global");
        }
    }

    /** The batch size nearest to the job's that leaves no single sample; there is one: all samples. */
    private int nearest() {
        return IntStream.range(1, samples)
                .flatMap(distance -> IntStream.of(job.batchSize() + distance, job.batchSize() - distance))
                .filter(size -> size >= 2 && size <= samples && samples % size != 1)
                .findFirst()
                .orElse(samples);
    }
}
