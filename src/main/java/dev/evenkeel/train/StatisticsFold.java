package dev.evenkeel.train;

import dev.evenkeel.reduce.Fold;
import dev.evenkeel.reduce.Moments;
import dev.evenkeel.reduce.Partition;
import dev.evenkeel.reduce.Subtree;
import java.util.List;

/**
 * Statistics by channel, folded in the shape of the reduction trees: first by each member for itself, then everybody's together,
 * in the same order for all.
 *
 * @param partition the trees, and who holds what of them
 */
record StatisticsFold(Partition partition, int channels, Merge merge) {
    /** How two slots become one: {@link Moments#merge} or {@link Moments#add}. */
    interface Merge {
        void apply(long[] counts, double[] first, double[] second, int channels, int left, int right);
    }

    /**
     * Folds a member's leaves in place; returns its nodes, as they are sent.
     *
     * @param firstLeaf its first micro-batch
     * @param leaves one for each of its micro-batches
     */
    Part.Statistics nodes(int member, int firstLeaf, Part.Statistics leaves) {
        List<Subtree> own = partition.nodes().get(member);
        int size = own.size() * channels;
        Part.Statistics nodes = new Part.Statistics(new long[own.size()], new double[size], new double[size]);
        for (int k = 0; k < own.size(); k++) {
            int slot = own.get(k).from() - firstLeaf;
            fold(partition.leaves().get(member).get(k), slot, leaves);
            copy(leaves, slot, nodes, k, 1);
        }
        return nodes;
    }

    /** Folds all members' nodes, by rank: the root of tree g is the first of its {@link Partition#firstSlots}. */
    Part.Statistics roots(Part.Payload[] parts) {
        int slots = partition.slots();
        Part.Statistics all =
                new Part.Statistics(new long[slots], new double[slots * channels], new double[slots * channels]);
        int slot = 0;
        for (int member = 0; member < parts.length; member++) {
            int nodes = partition.nodes().get(member).size();
            copy((Part.Statistics) parts[member], 0, all, slot, nodes);
            slot += nodes;
        }
        for (int g = 0; g < partition.folds().size(); g++) {
            fold(partition.folds().get(g), partition.firstSlots().get(g), all);
        }
        return all;
    }

    private void fold(Fold fold, int firstSlot, Part.Statistics values) {
        for (Fold.Pair pair : fold.pairs()) {
            merge.apply(
                    values.counts(),
                    values.first(),
                    values.second(),
                    channels,
                    firstSlot + pair.left(),
                    firstSlot + pair.right());
        }
    }

    private void copy(Part.Statistics from, int at, Part.Statistics to, int slot, int slots) {
        System.arraycopy(from.counts(), at, to.counts(), slot, slots);
        System.arraycopy(from.first(), at * channels, to.first(), slot * channels, slots * channels);
        System.arraycopy(from.second(), at * channels, to.second(), slot * channels, slots * channels);
    }
}
