package dev.evenkeel.reduce;

import java.util.ArrayList;
import java.util.List;

/**
 * The one binary tree in which everything summed over micro-batches is summed: n leaves split at the largest power of two
 * below n, both sides likewise. It depends on the number of leaves alone, never on the workers, and so neither do the bits of
 * a sum. Pure functions; any thread.
 */
public final class ReductionTree {
    private ReductionTree() {}

    /** Leaves on the left of a node of {@code leaves} ≥ 2: the largest power of two below. */
    public static int split(int leaves) {
        return Integer.highestOneBit(leaves - 1);
    }

    /**
     * The largest subtrees of {@code tree} that lie wholly in [from, to), left to right: what a worker with that shard folds
     * by itself. None where the range is empty.
     */
    public static List<Subtree> cover(Subtree tree, int from, int to) {
        List<Subtree> found = new ArrayList<>();
        cover(tree, from, to, found);
        return List.copyOf(found);
    }

    private static void cover(Subtree node, int from, int to, List<Subtree> found) {
        if (to <= node.from() || node.to() <= from) {
            return;
        }
        if (from <= node.from() && node.to() <= to) {
            found.add(node);
            return;
        }
        int middle = node.from() + split(node.leaves());
        cover(new Subtree(node.from(), middle), from, to, found);
        cover(new Subtree(middle, node.to()), from, to, found);
    }
}
