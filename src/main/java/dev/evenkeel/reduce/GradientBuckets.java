package dev.evenkeel.reduce;

import java.util.ArrayList;
import java.util.List;

/**
 * The buckets in which gradients are all-reduced, in the order in which the backward pass fills them: from the last tensor to the
 * first, each bucket a run of whole tensors. Cost per bucket of S floats and P members, direct reduce-scatter and all-gather:
 * two hops, {@code 2·(P − 1)/P·S} floats sent by each member for every subtree it holds, {@code 2·(P − 1)} messages.
 *
 * @param buckets in the order of filling
 */
public record GradientBuckets(Blocks blocks, List<Bucket> buckets) {
    /**
     * @param index in order of filling
     * @param firstTensor the bucket is full when this tensor's gradient is there: it is the last to come
     * @param fromBlock first block
     * @param toBlock one past the last block
     */
    public record Bucket(int index, int firstTensor, int fromBlock, int toBlock) {}

    public GradientBuckets {
        buckets = List.copyOf(buckets);
    }

    /** Fills buckets with tensors from the last of {@code tensors} to the first until each holds at least {@code floats}. */
    public static GradientBuckets of(Blocks blocks, int tensors, int floats) {
        List<Bucket> buckets = new ArrayList<>();
        int end = tensors;
        for (int t = tensors - 1; t >= 0; t--) {
            int filled = blocks.edges()[blocks.tensors()[end]] - blocks.edges()[blocks.tensors()[t]];
            if (filled >= floats || t == 0) {
                buckets.add(new Bucket(buckets.size(), t, blocks.tensors()[t], blocks.tensors()[end]));
                end = t;
            }
        }
        return new GradientBuckets(blocks, buckets);
    }

    /** The first block of a bucket that member {@code member} of {@code members} owns; member {@code members} is its end. */
    public int ownedFrom(Bucket bucket, int member, int members) {
        int[] edges = blocks.edges();
        long floats = edges[bucket.toBlock()] - edges[bucket.fromBlock()];
        long wanted = edges[bucket.fromBlock()] + floats * member / members;
        int block = bucket.fromBlock();
        while (block < bucket.toBlock() && edges[block] < wanted) {
            block++;
        }
        return member == members ? bucket.toBlock() : block;
    }
}
