package dev.evenkeel.reduce;

import java.util.ArrayList;
import java.util.List;

/**
 * In which order given subtrees are combined into their whole tree: a list of pairs, each meaning "slot {@code left} becomes
 * slot {@code left} combined with slot {@code right}". Slots are numbered like the nodes; the result ends up in slot 0. With
 * a single node there is nothing to combine: that node is the result, bits and all.
 */
public record Fold(List<Pair> pairs) {
    /** One combination; {@code left} stands left of {@code right} in the tree. */
    public record Pair(int left, int right) {}

    public Fold {
        pairs = List.copyOf(pairs);
    }

    /**
     * The fold of nodes that together make up {@code tree}, left to right.
     *
     * @throws IllegalArgumentException if they leave a gap, overlap, or are no nodes of the tree: a missing part is missing, not zero
     */
    public static Fold of(Subtree tree, List<Subtree> nodes) {
        List<Pair> pairs = new ArrayList<>();
        int used = new Builder(nodes, pairs).fold(tree, 0);
        if (used != nodes.size()) {
            throw new IllegalArgumentException("nodes beyond the tree: tree=" + tree + ", nodes=" + nodes);
        }
        return new Fold(pairs);
    }

    private record Builder(List<Subtree> nodes, List<Pair> pairs) {
        /** Folds the subtree whose first node is {@code slot}; returns the first slot behind it. */
        int fold(Subtree subtree, int slot) {
            if (slot < nodes.size() && nodes.get(slot).equals(subtree)) {
                return slot + 1;
            }
            if (subtree.leaves() == 1) {
                throw new IllegalArgumentException("no node for leaf " + subtree.from() + ": nodes=" + nodes);
            }
            int middle = subtree.from() + ReductionTree.split(subtree.leaves());
            int right = fold(new Subtree(subtree.from(), middle), slot);
            int end = fold(new Subtree(middle, subtree.to()), right);
            pairs.add(new Pair(slot, right));
            return end;
        }
    }
}
