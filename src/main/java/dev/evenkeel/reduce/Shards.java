package dev.evenkeel.reduce;

import java.util.Arrays;

/**
 * Deals the micro-batches of a step to its members in contiguous runs, in given portions as nearly as whole micro-batches allow; among
 * the ways to deal them evenly, the one that cuts the fewest subtrees, so that fewer tree nodes cross the network.
 *
 * @param bounds member i has the micro-batches {@code bounds[i] … bounds[i + 1] − 1}, possibly none
 */
public record Shards(int[] bounds) {
    /** Deals them in those portions. */
    public static Shards deal(int microBatches, Portions portions) {
        if (portions.areEven()) {
            return deal(microBatches, portions.members());
        }
        int[] dealt = portions.of(microBatches);
        int[] bounds = new int[dealt.length + 1];
        for (int member = 0; member < dealt.length; member++) {
            bounds[member + 1] = bounds[member] + dealt[member];
        }
        return new Shards(bounds);
    }

    /** Deals {@code microBatches} evenly to {@code members}, which is 1 or more. */
    public static Shards deal(int microBatches, int members) {
        int small = microBatches / members;
        int extras = microBatches % members;
        Subtree tree = new Subtree(0, microBatches);
        // cost[i][e]: fewest nodes when the first i members hold e of the extra micro-batches.
        int[][] cost = new int[members + 1][extras + 1];
        boolean[][] extra = new boolean[members + 1][extras + 1];
        for (int[] row : cost) {
            Arrays.fill(row, Integer.MAX_VALUE / 2);
        }
        cost[0][0] = 0;
        for (int i = 1; i <= members; i++) {
            for (int e = Math.max(0, extras - (members - i)); e <= Math.min(i, extras); e++) {
                int to = i * small + e;
                int without = cost[i - 1][e] + nodes(tree, to - small, to);
                int with = e == 0 ? Integer.MAX_VALUE : cost[i - 1][e - 1] + nodes(tree, to - small - 1, to);
                // Among equals the extra ones go to the members in front.
                extra[i][e] = with < without;
                cost[i][e] = Math.min(with, without);
            }
        }
        int[] bounds = new int[members + 1];
        int e = extras;
        for (int i = members; i > 0; i--) {
            bounds[i] = i * small + e;
            e -= extra[i][e] ? 1 : 0;
        }
        return new Shards(bounds);
    }

    private static int nodes(Subtree tree, int from, int to) {
        return from < 0 || to <= from ? 0 : ReductionTree.cover(tree, from, to).size();
    }

    public int members() {
        return bounds.length - 1;
    }

    /** How many micro-batches a member has. */
    public int size(int member) {
        return bounds[member + 1] - bounds[member];
    }

    public int from(int member) {
        return bounds[member];
    }

    public int to(int member) {
        return bounds[member + 1];
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Shards shards && Arrays.equals(bounds, shards.bounds);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bounds);
    }

    @Override
    public String toString() {
        return "Shards" + Arrays.toString(bounds);
    }
}
