package dev.evenkeel.train;

import dev.evenkeel.nn.Activation;
import dev.evenkeel.nn.BatchNorm;
import dev.evenkeel.reduce.GradientBuckets;
import dev.evenkeel.reduce.GradientBuckets.Bucket;
import dev.evenkeel.reduce.Portions;
import java.util.List;

/**
 * What crosses between P members in one step, worked out from its layout: what the ledger says of every committed step of that
 * size. Everyone sends everyone its part of each batch-norm layer's statistics, forward and backward, and of the loss:
 * {@code P·(P − 1)} messages each. Of each gradient bucket everyone sends each owner its nodes of the owner's range, and each
 * owner sends everyone the reduced range: {@code 2·P·(P − 1)} messages. On a watched step everyone sends everyone its part of the
 * activations' statistics: {@code P·(P − 1)} messages.
 */
public record StepTraffic(Volume statistics, Volume losses, Volume gradients, Volume health) {
    /** Messages, and the bytes of the values in them. */
    public record Volume(long messages, long bytes) {
        private Volume plus(long messages, long bytes) {
            return new Volume(this.messages + messages, this.bytes + bytes);
        }
    }

    private static final Volume NOTHING = new Volume(0, 0);

    /** The traffic of a step on a mini-batch of that many samples, among so many members. */
    public static StepTraffic of(Replica replica, int samples, int members) {
        StepLayout layout = replica.layout(samples, Portions.even(members));
        long others = members - 1L;
        long messages = members * others;
        Volume statistics = NOTHING;
        for (BatchNorm norm : replica.network().norms()) {
            if (norm.synchronizes(replica.pass())) {
                long values = layout.statistics().slots() * (1L + 2L * norm.channels());
                statistics = statistics.plus(2 * messages, 2 * others * Long.BYTES * values);
            }
        }
        long sums = 2L * layout.sums().slots();
        Volume losses = new Volume(messages, others * (Double.BYTES * sums + 5L * members));
        Volume gradients = NOTHING;
        for (Bucket bucket : replica.buckets().buckets()) {
            gradients = gradients.plus(2 * messages, bytes(replica.buckets(), bucket, layout, members));
        }
        return new StepTraffic(statistics, losses, gradients, health(replica, layout, messages, others));
    }

    private static Volume health(Replica replica, StepLayout layout, long messages, long others) {
        List<Activation> activations = ActivityWatch.of(replica.network());
        if (activations.isEmpty()) {
            return NOTHING;
        }
        long units = activations.stream().mapToInt(ActivityWatch::units).sum();
        long moments = layout.sums().slots() * (1L + 2L * activations.size());
        long counts = (others + 1) * (activations.size() + units);
        return new Volume(messages, others * Long.BYTES * (moments + counts));
    }

    private static long bytes(GradientBuckets buckets, Bucket bucket, StepLayout layout, int members) {
        int[] edges = buckets.blocks().edges();
        long whole = edges[bucket.toBlock()] - edges[bucket.fromBlock()];
        long bytes = 0;
        for (int member = 0; member < members; member++) {
            int fromBlock = buckets.ownedFrom(bucket, member, members);
            int toBlock = buckets.ownedFrom(bucket, member + 1, members);
            long owned = edges[toBlock] - edges[fromBlock];
            long nodes = layout.sums().nodes().get(member).size();
            bytes += Float.BYTES * nodes * (whole - owned);
            bytes += (members - 1L) * (Float.BYTES * owned + Double.BYTES * (long) (toBlock - fromBlock));
        }
        return bytes;
    }

    /** Of a step that is not watched. */
    public Volume total() {
        return statistics.plus(losses.messages(), losses.bytes()).plus(gradients.messages(), gradients.bytes());
    }

    /** Of a step that is watched. */
    public Volume watched() {
        return total().plus(health.messages(), health.bytes());
    }
}
