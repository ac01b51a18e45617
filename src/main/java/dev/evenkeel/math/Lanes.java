package dev.evenkeel.math;

import java.util.Arrays;

/**
 * Where the micro-batches of one shard stand in the shard's buffers: the sample-innermost layout.
 *
 * <p>A buffer for a value of {@code features} features holds the micro-batches one after another; micro-batch
 * {@code j} is a block {@code [feature][lane]} of {@code features × width(j)} floats that begins at
 * {@code features × start(j)}. Its first {@code samples(j)} lanes are samples, the rest up to the next multiple of
 * {@value #MULTIPLE} is padding, which holds zeros. For maps a feature is {@code (channel, row, column)}, column fastest.
 *
 * <p>Immutable; any thread.
 */
public final class Lanes {
    /** Samples of a micro-batch are padded to a multiple of this: the number of virtual lanes of the contract. */
    public static final int MULTIPLE = 16;

    private final int[] samples;
    private final int[] starts;

    private Lanes(int[] samples) {
        this.samples = samples;
        this.starts = new int[samples.length + 1];
        for (int j = 0; j < samples.length; j++) {
            if (samples[j] < 1) {
                throw new IllegalArgumentException(
                        "a micro-batch needs a sample: micro-batch=" + j + ", samples=" + samples[j]);
            }
            starts[j + 1] = starts[j] + padded(samples[j]);
        }
    }

    /** The lanes of a shard whose micro-batches hold this many samples each; none for an empty shard. */
    public static Lanes of(int... samples) {
        return new Lanes(samples.clone());
    }

    /** The next multiple of {@value #MULTIPLE} at or above {@code samples}. */
    public static int padded(int samples) {
        return (samples + MULTIPLE - 1) / MULTIPLE * MULTIPLE;
    }

    public int microBatches() {
        return samples.length;
    }

    public int samples(int microBatch) {
        return samples[microBatch];
    }

    /** Lanes of a micro-batch, padding included. */
    public int width(int microBatch) {
        return starts[microBatch + 1] - starts[microBatch];
    }

    /** First lane of a micro-batch, counted over the shard. */
    public int start(int microBatch) {
        return starts[microBatch];
    }

    /** Lanes of the whole shard, padding included: a buffer of f features holds f × total() floats. */
    public int total() {
        return starts[samples.length];
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Lanes lanes && Arrays.equals(samples, lanes.samples);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(samples);
    }

    @Override
    public String toString() {
        return "Lanes" + Arrays.toString(samples);
    }
}
