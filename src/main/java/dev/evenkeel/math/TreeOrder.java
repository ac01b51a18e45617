package dev.evenkeel.math;

/** The shape of the binary tree in which everything is summed over micro-batches. */
public final class TreeOrder {
    private TreeOrder() {}

    /** Leaves in the left part of a tree of {@code n ≥ 2}: the largest power of two below n. */
    public static int left(int n) {
        return Integer.highestOneBit(n - 1);
    }

    /** Inner levels of a tree of n leaves: the largest number of partial sums beside the current one. */
    public static int depth(int n) {
        return n < 2 ? 0 : Integer.SIZE - Integer.numberOfLeadingZeros(n - 1);
    }
}
