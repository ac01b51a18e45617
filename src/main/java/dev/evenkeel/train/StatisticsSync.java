package dev.evenkeel.train;

import dev.evenkeel.math.Lanes;
import dev.evenkeel.math.Workspace;
import dev.evenkeel.nn.BatchNorm;
import dev.evenkeel.nn.NormalizationBuffers;
import dev.evenkeel.reduce.Blocks;
import dev.evenkeel.reduce.Moments;
import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * Synchronized batch normalization, one step of one member: leaves, their fold within the shard, the exchange in one hop, the
 * fold of all nodes, and what follows from it. Every member folds the same nodes in the same order, so every member has the
 * same statistics, those with an empty shard included.
 *
 * <p>The running statistics of the step are gathered here and become state only when the step commits.
 */
final class StatisticsSync {
    private final Exchange exchange;
    private final StepLayout layout;
    private final Replica replica;
    private final BooleanSupplier meanwhile;
    private final double[] batchMean;
    private final double[] batchVariance;

    StatisticsSync(Replica replica, StepLayout layout, Exchange exchange, BooleanSupplier meanwhile) {
        this.replica = replica;
        this.layout = layout;
        this.exchange = exchange;
        this.meanwhile = meanwhile;
        this.batchMean = new double[replica.network().normChannels()];
        this.batchVariance = new double[replica.network().normChannels()];
    }

    /** Statistics of the layer's input over the mini-batch: afterwards the pass can run it forward. */
    void forward(BatchNorm norm, float[] x) {
        Part.Statistics leaves = leaves(norm);
        norm.moments(replica.pass(), x, leaves.first(), leaves.second());
        Part.Statistics all = reduce(Phase.FORWARD_STATISTICS, norm, leaves, Moments::merge);
        NormalizationBuffers buffers = replica.pass().normalization(norm);
        buffers.useGroups(layout.groups().groups().size(), layout.groupOf(exchange.rank()));
        int channels = norm.channels();
        long total = 0;
        List<Integer> slots = layout.statistics().firstSlots();
        for (int g = 0; g < slots.size() - 1; g++) {
            total += all.counts()[slots.get(g)];
        }
        for (int c = 0; c < channels; c++) {
            double mean = 0.0;
            double variance = 0.0;
            for (int g = 0; g < slots.size() - 1; g++) {
                int slot = slots.get(g);
                long count = all.counts()[slot];
                double groupMean = all.first()[slot * channels + c];
                double m2 = all.second()[slot * channels + c];
                buffers.group(g).terms().set(c, groupMean, m2 / count, norm.epsilon());
                double weight = (double) count / (double) total;
                mean = mean + groupMean * weight;
                variance = variance + (m2 / Math.max(1, count - 1)) * weight;
            }
            // A group that is not finite shows in the average; finite in double is not enough, since it becomes floats
            // of the state.
            if (!Float.isFinite((float) mean) || !Float.isFinite((float) variance)) {
                throw notFinite("the statistics of", norm);
            }
            batchMean[norm.channelsFrom() + c] = mean;
            batchVariance[norm.channelsFrom() + c] = variance;
        }
    }

    /** Sums of the layer's output gradient: afterwards the pass can run it backward, and γ and β have their gradients. */
    void backward(BatchNorm norm, float[] x, float[] dy) {
        Part.Statistics leaves = leaves(norm);
        norm.backwardSums(replica.pass(), x, dy, leaves.first(), leaves.second());
        Part.Statistics all = reduce(Phase.BACKWARD_STATISTICS, norm, leaves, Moments::add);
        NormalizationBuffers buffers = replica.pass().normalization(norm);
        int channels = norm.channels();
        List<Integer> slots = layout.statistics().firstSlots();
        int groups = slots.size() - 1;
        double[] dBeta = new double[groups];
        double[] dGamma = new double[groups];
        for (int c = 0; c < channels; c++) {
            for (int g = 0; g < groups; g++) {
                int slot = slots.get(g);
                dBeta[g] = all.first()[slot * channels + c];
                dGamma[g] = all.second()[slot * channels + c];
                buffers.group(g).meanDy()[c] = (float) (dBeta[g] / all.counts()[slot]);
                buffers.group(g).meanDyXhat()[c] = (float) (dGamma[g] / all.counts()[slot]);
            }
            replica.reduced()[norm.beta().from() + c] = (float) Blocks.treeSum(dBeta, 0, groups);
            replica.reduced()[norm.gamma().from() + c] = (float) Blocks.treeSum(dGamma, 0, groups);
        }
    }

    /**
     * Moves the running statistics of all trainable layers, in double and rounded once:
     * {@code running = (1 − momentum)·running + momentum·batch}, the unbiased variance likewise. A cumulative average has
     * momentum 1 / (number of mini-batches so far).
     */
    void commit(long batchesTracked) {
        double momentum = replica.job().batchNorm().momentum().orElse(1.0 / batchesTracked);
        TrainingState state = replica.state();
        for (BatchNorm norm : replica.network().norms()) {
            for (int c = norm.channelsFrom(); norm.trainable() && c < norm.channelsFrom() + norm.channels(); c++) {
                state.runningMean()[c] = (float) ((1.0 - momentum) * state.runningMean()[c] + momentum * batchMean[c]);
                state.runningVariance()[c] =
                        (float) ((1.0 - momentum) * state.runningVariance()[c] + momentum * batchVariance[c]);
            }
        }
    }

    private Part.Statistics leaves(BatchNorm norm) {
        Lanes lanes = replica.pass().lanes();
        long[] counts = new long[lanes.microBatches()];
        for (int j = 0; j < counts.length; j++) {
            counts[j] = (long) lanes.samples(j) * norm.input().plane();
        }
        int size = counts.length * norm.channels();
        Workspace memory = replica.leaves();
        return new Part.Statistics(counts, memory.doubles(0, size), memory.doubles(1, size));
    }

    private Part.Statistics reduce(Phase phase, BatchNorm norm, Part.Statistics leaves, StatisticsFold.Merge merge) {
        StatisticsFold fold = new StatisticsFold(layout.statistics(), norm.channels(), merge);
        int rank = exchange.rank();
        exchange.toAll(phase, norm.index(), fold.nodes(rank, layout.shards().from(rank), leaves));
        return fold.roots(exchange.await(phase, norm.index(), meanwhile));
    }

    private NotFinite notFinite(String what, BatchNorm norm) {
        return new NotFinite(norm.index(), what + " " + replica.network().describe(norm.index()) + " are not finite");
    }
}
