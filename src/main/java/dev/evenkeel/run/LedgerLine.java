package dev.evenkeel.run;

import java.util.List;
import java.util.Optional;

/**
 * What one line of the ledger says. A ledger is one {@link Start}, a {@link Step} for every committed step, and an
 * {@link End} once there is a model. The hash of the line before is no part of it: {@link Ledger} adds it.
 */
public sealed interface LedgerLine {
    /**
     * What the run is about.
     *
     * @param job {@link dev.evenkeel.job.JobDigest#resumable}: the job's identity apart from its epochs, which may grow
     * @param data digest of the data set
     * @param arithmetic version of the arithmetic contract
     * @param samples size of the training part
     */
    record Start(String job, String data, int arithmetic, int samples, int batchSize, int microBatch)
            implements LedgerLine {}

    /**
     * A committed step.
     *
     * @param epoch from 1
     * @param step from 1, over the whole run
     * @param attempt the attempt that succeeded, from 1
     * @param skipped whether it changed neither weights nor statistics, since something was not finite
     * @param aborted why each attempt before it was called off, in order
     * @param samples the mini-batch, as positions in the epoch's order
     * @param shares who computed what, in order of the micro-batches; members without work have an empty share
     * @param traffic what crossed between the workers, where it was counted
     * @param state digest of the training state after the step, the head of this chain left out: equal for every number of
     *     workers
     */
    record Step(
            int epoch,
            long step,
            int attempt,
            boolean skipped,
            List<String> aborted,
            Range samples,
            List<Share> shares,
            Optional<Traffic> traffic,
            long state)
            implements LedgerLine {
        public Step {
            aborted = List.copyOf(aborted);
            shares = List.copyOf(shares);
        }
    }

    /**
     * The end of the run.
     *
     * @param model SHA-256 of {@code model.safetensors}
     */
    record End(String model) implements LedgerLine {}

    /** One worker's part of a step: a contiguous run of micro-batches, and their samples as positions in the epoch's order. */
    record Share(int worker, Range microBatches, Range samples) {}

    /** Messages and their bytes, summed over all workers. */
    record Traffic(long messages, long bytes) {}

    /** From {@code from} on, up to but not with {@code to}. */
    record Range(int from, int to) {
        public Range {
            if (from < 0 || to < from) {
                throw new IllegalArgumentException("not a range: from=" + from + ", to=" + to);
            }
        }

        public int size() {
            return to - from;
        }

        @Override
        public String toString() {
            return "[" + from + ", " + to + ")";
        }
    }
}
