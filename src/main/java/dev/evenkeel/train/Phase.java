package dev.evenkeel.train;

/** What a message of a step is part of. */
public enum Phase {
    /** Moments for a batch-norm layer's forward pass; index: layer. */
    FORWARD_STATISTICS,
    /** Loss and right predictions; index 0. */
    LOSS,
    /** Sums for a batch-norm layer's backward pass; index: layer. */
    BACKWARD_STATISTICS,
    /** One member's tree nodes of a gradient bucket, to the owner of a range; index: bucket. */
    GRADIENT,
    /** A range of a bucket, reduced, from its owner; index: bucket. */
    REDUCED_GRADIENT,
    /** Statistics of all activations, on watched steps; index 0. */
    ACTIVITY,
    /** A copy of the whole state, to a member that is behind or new; before the first step of an attempt, index 0. */
    STATE
}
