package dev.evenkeel.reduce;

import java.util.ArrayList;
import java.util.List;

/**
 * The flat gradient cut into blocks of at most {@code size} floats that never cross a tensor: the unit in which norms are
 * summed, and along whose edges owners and buckets are cut, so that a norm does not depend on who owns what.
 *
 * @param edges block b holds the floats {@code edges[b] … edges[b + 1] − 1}
 * @param tensors tensor t holds the blocks {@code tensors[t] … tensors[t + 1] − 1}
 */
public record Blocks(int[] edges, int[] tensors) {
    /** Cuts tensors of these sizes, which follow one another without gaps. */
    public static Blocks of(List<Integer> sizes, int size) {
        List<Integer> edges = new ArrayList<>();
        int[] tensors = new int[sizes.size() + 1];
        int at = 0;
        for (int t = 0; t < sizes.size(); t++) {
            tensors[t] = edges.size();
            for (int from = 0; from < sizes.get(t); from += size) {
                edges.add(at + from);
            }
            at += sizes.get(t);
        }
        tensors[sizes.size()] = edges.size();
        edges.add(at);
        return new Blocks(edges.stream().mapToInt(Integer::intValue).toArray(), tensors);
    }

    public int count() {
        return edges.length - 1;
    }

    /** The sum of one tensor's block sums, folded by the reduction tree over its blocks. */
    public double tensorSum(double[] blockSums, int tensor) {
        return treeSum(blockSums, tensors[tensor], tensors[tensor + 1]);
    }

    /** The sum of {@code values[from … to − 1]} in the shape of the reduction tree; +0 of none. */
    public static double treeSum(double[] values, int from, int to) {
        if (to <= from) {
            return 0.0;
        }
        if (to - from == 1) {
            return values[from];
        }
        int middle = from + ReductionTree.split(to - from);
        return treeSum(values, from, middle) + treeSum(values, middle, to);
    }
}
