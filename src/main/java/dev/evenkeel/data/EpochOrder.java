package dev.evenkeel.data;

import dev.evenkeel.math.KeyedRandom;

/**
 * The order in which an epoch uses the training samples, cut into mini-batches: every sample exactly once, the last batch
 * smaller where the batch size does not divide. Any thread.
 *
 * @param ids all samples in the order of the epoch; shared, and nobody writes to it
 * @param batchSize samples of every mini-batch but perhaps the last
 */
public record EpochOrder(int[] ids, int batchSize) {
    public EpochOrder {
        if (batchSize < 1) {
            throw new IllegalArgumentException("a mini-batch needs a sample: batch-size=" + batchSize);
        }
    }

    /** The order of an epoch, a permutation keyed by (seed, epoch): the same whoever computes it, and when. */
    public static EpochOrder of(int samples, int batchSize, long seed, long epoch) {
        return new EpochOrder(KeyedRandom.permutation(samples, seed, epoch), batchSize);
    }

    /** Number of mini-batches, which is the number of steps of the epoch. */
    public int batches() {
        return ids.length / batchSize + (ids.length % batchSize == 0 ? 0 : 1);
    }

    /** Where a mini-batch, counted from 0, begins in {@link #ids}. */
    public int from(int batch) {
        if (batch < 0 || batch >= batches()) {
            throw new IndexOutOfBoundsException("no such mini-batch: batch=" + batch + ", batches=" + batches());
        }
        return batch * batchSize;
    }

    /** Number of samples of a mini-batch, counted from 0. */
    public int size(int batch) {
        return Math.min(batchSize, ids.length - from(batch));
    }
}
