package dev.evenkeel.reduce;

import java.util.ArrayList;
import java.util.List;

/**
 * Which micro-batches of a mini-batch share their batch-norm statistics: consecutive runs, each with a reduction tree of its
 * own over its micro-batches.
 */
public record StatisticsGroups(List<Subtree> groups) {
    public StatisticsGroups {
        groups = List.copyOf(groups);
    }

    /**
     * Groups of {@code size} micro-batches; the last one holds what is left, and joins the one before if it would hold a
     * single sample, which has no variance.
     *
     * @param samples of each micro-batch of the mini-batch
     */
    public static StatisticsGroups of(int[] samples, int size) {
        List<Subtree> groups = new ArrayList<>();
        for (int from = 0; from < samples.length; from += Math.min(size, samples.length - from)) {
            groups.add(new Subtree(from, from + Math.min(size, samples.length - from)));
        }
        int last = groups.size() - 1;
        if (last > 0 && groups.get(last).leaves() == 1 && samples[samples.length - 1] == 1) {
            groups.set(last - 1, new Subtree(groups.get(last - 1).from(), samples.length));
            groups.remove(last);
        }
        return new StatisticsGroups(groups);
    }

    /** The group of every micro-batch. */
    public int[] groupOf(int from, int to) {
        int[] of = new int[to - from];
        for (int g = 0; g < groups.size(); g++) {
            for (int m = Math.max(from, groups.get(g).from());
                    m < Math.min(to, groups.get(g).to());
                    m++) {
                of[m - from] = g;
            }
        }
        return of;
    }
}
