package dev.evenkeel.train;

import dev.evenkeel.data.MicroBatches;
import dev.evenkeel.math.Lanes;
import dev.evenkeel.nn.BatchNormSpec.Scope;
import dev.evenkeel.reduce.Partition;
import dev.evenkeel.reduce.Portions;
import dev.evenkeel.reduce.Shards;
import dev.evenkeel.reduce.StatisticsGroups;
import dev.evenkeel.reduce.Subtree;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * How a mini-batch of some size is cut and dealt: micro-batches, shards, the reduction tree and the statistics groups. The same
 * for every step of that size as long as the members stay, so it is computed once. Its arrays must not be written.
 */
public final class StepLayout {
    private final Portions portions;
    private final int[] samplesBefore;
    private final Shards shards;
    private final Partition sums;
    private final StatisticsGroups groups;
    private final Partition statistics;
    private final List<Member> members = new ArrayList<>();

    /** What one member needs to know of its shard. */
    private record Member(Lanes lanes, int[] subtreeBounds, int[] groupOf) {}

    private StepLayout(Portions portions, int[] microBatches, Shards shards, StatisticsGroups groups) {
        this.portions = portions;
        this.shards = shards;
        this.groups = groups;
        this.sums = Partition.of(List.of(new Subtree(0, microBatches.length)), shards);
        this.statistics = Partition.of(groups.groups(), shards);
        this.samplesBefore = new int[microBatches.length + 1];
        for (int m = 0; m < microBatches.length; m++) {
            samplesBefore[m + 1] = samplesBefore[m] + microBatches[m];
        }
        for (int member = 0; member < shards.members(); member++) {
            int from = shards.from(member);
            int to = shards.to(member);
            members.add(new Member(
                    Lanes.of(Arrays.copyOfRange(microBatches, from, to)), bounds(member), groups.groupOf(from, to)));
        }
    }

    /** The layout of a mini-batch of that many samples, dealt evenly. */
    public static StepLayout of(int samples, int microBatch, Scope scope, int members) {
        return of(samples, microBatch, scope, Portions.even(members));
    }

    /** Likewise, dealt in those portions. */
    public static StepLayout of(int samples, int microBatch, Scope scope, Portions portions) {
        int[] sizes = MicroBatches.split(samples, microBatch);
        return new StepLayout(
                portions,
                sizes,
                Shards.deal(sizes.length, portions),
                StatisticsGroups.of(sizes, groupSize(scope, sizes.length)));
    }

    private static int groupSize(Scope scope, int microBatches) {
        if (scope instanceof Scope.Group group) {
            return group.microBatches();
        }
        return scope instanceof Scope.MicroBatch ? 1 : microBatches;
    }

    private int[] bounds(int member) {
        List<Subtree> nodes = sums.nodes().get(member);
        int[] bounds = new int[nodes.size() + 1];
        for (int k = 0; k < nodes.size(); k++) {
            bounds[k + 1] = nodes.get(k).to() - shards.from(member);
        }
        return bounds;
    }

    /** In what portions it is dealt. */
    Portions portions() {
        return portions;
    }

    public Shards shards() {
        return shards;
    }

    /** The partition for gradients and loss: one tree. */
    public Partition sums() {
        return sums;
    }

    public StatisticsGroups groups() {
        return groups;
    }

    /** The partition for batch-norm statistics: a tree per group. */
    public Partition statistics() {
        return statistics;
    }

    public Lanes lanes(int member) {
        return members.get(member).lanes();
    }

    /** Samples of the mini-batch before micro-batch {@code index}. */
    public int samplesBefore(int index) {
        return samplesBefore[index];
    }

    /** Where a member's gradient subtrees begin, in micro-batches of its shard, then the end. */
    public int[] subtreeBounds(int member) {
        return members.get(member).subtreeBounds();
    }

    /** The statistics group of each micro-batch of a member's shard. */
    public int[] groupOf(int member) {
        return members.get(member).groupOf();
    }
}
