package dev.evenkeel.nn;

import java.util.OptionalDouble;

/**
 * The settings all batch-norm layers of a job share.
 *
 * @param enabled false takes every batch-norm layer out of the network: one key, two experiments
 * @param momentum weight of the batch in {@code running = (1 − momentum)·running + momentum·batch} (PyTorch's convention);
 *     empty: cumulative average
 * @param zeroInitResidual whether the last one in the body of every residual block starts with γ = 0, so that the block starts
 *     as its shortcut (Goyal et al. 2017, section 5.1)
 */
public record BatchNormSpec(
        boolean enabled, Scope scope, OptionalDouble momentum, double epsilon, boolean zeroInitResidual) {
    /** Over which samples statistics are taken, in units that the cluster cannot change. */
    public sealed interface Scope {
        static Scope global() {
            return new Global();
        }

        static Scope group(int microBatches) {
            return new Group(microBatches);
        }

        static Scope microBatch() {
            return new MicroBatch();
        }

        /** The whole mini-batch: synchronized batch normalization. */
        record Global() implements Scope {}

        /** This many consecutive micro-batches. */
        record Group(int microBatches) implements Scope {}

        /** Each micro-batch by itself: ghost batch normalization. */
        record MicroBatch() implements Scope {}
    }
}
