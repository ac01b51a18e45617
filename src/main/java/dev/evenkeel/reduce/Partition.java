package dev.evenkeel.reduce;

import java.util.ArrayList;
import java.util.List;

/**
 * Who folds what of a mini-batch, and in which order the parts are put together: one or several trees over its micro-batches,
 * and the members' shards. The nodes of all members, in member order, are the slots of the final fold.
 *
 * @param trees consecutive, covering all micro-batches: one for gradients and loss, one per statistics group otherwise
 * @param nodes per member, the subtrees it folds by itself
 * @param leaves per member and node, the fold of the node's own leaves, over slots counted from its first
 * @param firstSlots the first slot of each tree, then the number of slots
 * @param folds per tree, over slots counted from the tree's first
 */
public record Partition(
        List<Subtree> trees,
        List<List<Subtree>> nodes,
        List<List<Fold>> leaves,
        List<Integer> firstSlots,
        List<Fold> folds) {
    public Partition {
        trees = List.copyOf(trees);
        nodes = nodes.stream().map(List::copyOf).toList();
        leaves = leaves.stream().map(List::copyOf).toList();
        firstSlots = List.copyOf(firstSlots);
        folds = List.copyOf(folds);
    }

    public static Partition of(List<Subtree> trees, Shards shards) {
        List<List<Subtree>> nodes = new ArrayList<>();
        List<Subtree> all = new ArrayList<>();
        for (int member = 0; member < shards.members(); member++) {
            List<Subtree> own = new ArrayList<>();
            for (Subtree tree : trees) {
                // A tree's shape depends on its own leaves alone, so it is cut as if it began at 0.
                for (Subtree node : ReductionTree.cover(
                        new Subtree(0, tree.leaves()),
                        shards.from(member) - tree.from(),
                        shards.to(member) - tree.from())) {
                    own.add(new Subtree(node.from() + tree.from(), node.to() + tree.from()));
                }
            }
            nodes.add(own);
            all.addAll(own);
        }
        List<Integer> firstSlots = new ArrayList<>();
        List<Fold> folds = new ArrayList<>();
        int slot = 0;
        for (Subtree tree : trees) {
            firstSlots.add(slot);
            int end = slot;
            while (end < all.size() && all.get(end).to() <= tree.to()) {
                end++;
            }
            folds.add(Fold.of(tree, all.subList(slot, end)));
            slot = end;
        }
        firstSlots.add(slot);
        List<List<Fold>> leaves = nodes.stream()
                .map(own -> own.stream().map(Partition::leaves).toList())
                .toList();
        return new Partition(trees, nodes, leaves, firstSlots, folds);
    }

    /** Number of slots: nodes of all members. */
    public int slots() {
        return firstSlots.get(trees.size());
    }

    /** The fold of a node's leaves. */
    public static Fold leaves(Subtree node) {
        List<Subtree> leaves = new ArrayList<>();
        for (int leaf = node.from(); leaf < node.to(); leaf++) {
            leaves.add(new Subtree(leaf, leaf + 1));
        }
        return Fold.of(node, leaves);
    }
}
