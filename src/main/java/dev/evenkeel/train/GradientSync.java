package dev.evenkeel.train;

import dev.evenkeel.math.ParameterKernels;
import dev.evenkeel.reduce.Fold;
import dev.evenkeel.reduce.GradientBuckets;
import dev.evenkeel.reduce.GradientBuckets.Bucket;
import java.util.ArrayList;
import java.util.List;

/**
 * The all-reduce of one step's gradients, seen from one member: direct reduce-scatter and all-gather in buckets. A bucket leaves as soon as
 * the backward pass has filled it; whoever owns a range of it folds all members' nodes in tree order and sends the result to
 * all. Folding happens while the compute thread would wait for something else, and at the end.
 */
final class GradientSync {
    /** Members' pieces of the finished gradient: [from, to) of a flat array. */
    record Piece(float[] values, int from, int to) {}

    private final Replica replica;
    private final GradientBuckets buckets;
    private final Exchange exchange;
    private final Fold fold;
    private final float[][] nodes;
    private final boolean[] folded;
    private int sent;

    GradientSync(Replica replica, StepLayout layout, Exchange exchange, float[][] nodes) {
        this.replica = replica;
        this.buckets = replica.buckets();
        this.exchange = exchange;
        this.fold = layout.sums().folds().get(0);
        this.nodes = nodes;
        this.folded = new boolean[buckets.buckets().size()];
    }

    /** Tells that the gradients of this tensor and all later ones are there. */
    void filled(int tensor) {
        while (sent < folded.length && buckets.buckets().get(sent).firstTensor() >= tensor) {
            Bucket bucket = buckets.buckets().get(sent);
            for (int member = 0; member < exchange.members(); member++) {
                exchange.to(
                        member,
                        Phase.GRADIENT,
                        bucket.index(),
                        new Part.Gradients(nodes, from(bucket, member), from(bucket, member + 1)));
            }
            sent++;
        }
    }

    /** Folds a bucket whose parts are all there, if there is one. Says whether there was. */
    boolean foldOne() {
        for (int b = 0; b < sent; b++) {
            if (!folded[b] && exchange.complete(Phase.GRADIENT, b)) {
                fold(buckets.buckets().get(b));
                return true;
            }
        }
        return false;
    }

    /** Waits for everything; afterwards the pieces make up the gradient, and the replica's block sums are complete for them. */
    List<Piece> finish() {
        for (Bucket bucket : buckets.buckets()) {
            if (!folded[bucket.index()]) {
                fold(bucket);
            }
        }
        List<Piece> pieces = new ArrayList<>();
        for (Bucket bucket : buckets.buckets()) {
            for (Part.Payload part : exchange.await(Phase.REDUCED_GRADIENT, bucket.index(), this::foldOne)) {
                Part.Reduced reduced = (Part.Reduced) part;
                pieces.add(new Piece(reduced.values(), reduced.from(), reduced.to()));
                int blocks = reduced.toBlock() - reduced.fromBlock();
                System.arraycopy(
                        reduced.blockSums(), reduced.fromBlock(), replica.blockSums(), reduced.fromBlock(), blocks);
            }
        }
        return pieces;
    }

    private int from(Bucket bucket, int member) {
        return buckets.blocks().edges()[buckets.ownedFrom(bucket, member, exchange.members())];
    }

    private void fold(Bucket bucket) {
        Part.Payload[] parts = exchange.await(Phase.GRADIENT, bucket.index(), () -> false);
        folded[bucket.index()] = true;
        List<float[]> sources = new ArrayList<>();
        for (Part.Payload part : parts) {
            sources.addAll(List.of(((Part.Gradients) part).nodes()));
        }
        int fromBlock = buckets.ownedFrom(bucket, exchange.rank(), exchange.members());
        int toBlock = buckets.ownedFrom(bucket, exchange.rank() + 1, exchange.members());
        int[] edges = buckets.blocks().edges();
        // Alone, the one node is the result. Among others it is copied: its owner may write it before all have read it.
        boolean alone = exchange.members() == 1 && sources.size() == 1;
        float[] result = alone ? sources.get(0) : replica.reduced();
        ParameterKernels kernels = replica.kernels().parameter();
        double[] blockSums = new double[replica.blocks().count()];
        for (int b = fromBlock; b < toBlock; b++) {
            if (!alone) {
                foldBlock(kernels, sources, edges[b], edges[b + 1]);
            }
            blockSums[b] = kernels.sumOfSquares(result, edges[b], edges[b + 1]);
        }
        exchange.toAll(
                Phase.REDUCED_GRADIENT,
                bucket.index(),
                new Part.Reduced(result, edges[fromBlock], edges[toBlock], blockSums, fromBlock, toBlock));
    }

    private void foldBlock(ParameterKernels kernels, List<float[]> sources, int from, int to) {
        float[] result = replica.reduced();
        List<Fold.Pair> pairs = fold.pairs();
        if (pairs.isEmpty()) {
            System.arraycopy(sources.get(0), from, result, from, to - from);
            return;
        }
        float[][] slots = sources.toArray(float[][]::new);
        for (int p = 0; p < pairs.size(); p++) {
            int left = pairs.get(p).left();
            float[] into = p == pairs.size() - 1 ? result : replica.scratch(left);
            kernels.add(slots[left], slots[pairs.get(p).right()], into, from, to);
            slots[left] = into;
        }
    }
}
