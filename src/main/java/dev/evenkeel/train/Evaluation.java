package dev.evenkeel.train;

import dev.evenkeel.data.Dataset;
import dev.evenkeel.data.MicroBatches;
import dev.evenkeel.math.Kernels;
import dev.evenkeel.math.Lanes;
import dev.evenkeel.nn.Loss;
import dev.evenkeel.nn.Network;
import dev.evenkeel.nn.Pass;
import dev.evenkeel.nn.Randomness;
import dev.evenkeel.reduce.Partition;
import dev.evenkeel.reduce.Shards;
import dev.evenkeel.reduce.Subtree;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Exact evaluation of the whole test part with running statistics: each sample once, no padding, no dropping. The test part
 * counts as one mini-batch, cut into micro-batches and summed in the tree like any other, so the figures do not depend on who
 * computed what. Members do not exchange anything; the coordinator folds what they report.
 */
public final class Evaluation {
    /** Micro-batches that run at once: bounds memory, changes no bit. */
    private static final int CHUNK = 8;

    private final Network network;
    private final Dataset.Part part;
    private final int microBatch;
    private final Pass pass;
    private final Targets targets;

    /** Of a replica's state, on the test part of its data. */
    public Evaluation(Replica replica) {
        this(
                replica.network(),
                replica.kernels(),
                new Pass.Weights(
                        replica.state().parameters(),
                        replica.state().runningMean(),
                        replica.state().runningVariance()),
                replica.job().loss(),
                replica.data(),
                replica.job().microBatch());
    }

    public Evaluation(Network network, Kernels kernels, Pass.Weights weights, Loss loss, Dataset data, int microBatch) {
        this.network = network;
        this.part = data.test();
        this.microBatch = microBatch;
        this.pass = new Pass(network, kernels, weights, new Randomness(0), false);
        this.targets = new Targets(loss, network.output().features(), data.classes());
    }

    /**
     * What a test part comes to.
     *
     * @param loss mean over its samples
     * @param accuracy share of right predictions
     */
    public record Result(double loss, double accuracy) {}

    /** How a test part is dealt to members. */
    public static Partition partition(int samples, int microBatch, int members) {
        int microBatches = MicroBatches.split(samples, microBatch).length;
        return Partition.of(List.of(new Subtree(0, microBatches)), Shards.deal(microBatches, members));
    }

    /** Lanes that run at once, at most. */
    static int lanes(int samples, int microBatch) {
        int[] sizes = MicroBatches.split(samples, microBatch);
        return Lanes.of(Arrays.copyOf(sizes, Math.min(CHUNK, sizes.length))).total();
    }

    /** {@link #run(int, int, Runnable)}, observed by nobody. */
    public double[] run(int rank, int members) {
        return run(rank, members, () -> {});
    }

    /**
     * Evaluates one member's shard: (loss sum, right predictions) of each of its tree nodes.
     *
     * @param progress called every few micro-batches
     */
    public double[] run(int rank, int members, Runnable progress) {
        pass.parametersChanged();
        int[] sizes = MicroBatches.split(part.size(), microBatch);
        Shards shards = Shards.deal(sizes.length, members);
        int from = shards.from(rank);
        int to = shards.to(rank);
        double[] leaves = new double[2 * (to - from)];
        int sample = IntStream.range(0, from).map(m -> sizes[m]).sum();
        for (int m = from; m < to; m += CHUNK) {
            int end = Math.min(to, m + CHUNK);
            progress.run();
            sample += chunk(Lanes.of(Arrays.copyOfRange(sizes, m, end)), sample, leaves, 2 * (m - from));
        }
        return StepRunner.foldPairs(partition(part.size(), microBatch, members), rank, from, leaves);
    }

    private int chunk(Lanes lanes, int firstSample, double[] sums, int at) {
        pass.begin(lanes, new int[] {0}, new float[0][]);
        int count = 0;
        for (int j = 0; j < lanes.microBatches(); j++) {
            count += lanes.samples(j);
        }
        int[] ids = IntStream.range(firstSample, firstSample + count).toArray();
        int features = network.input().features();
        int first = 0;
        for (int j = 0; j < lanes.microBatches(); j++) {
            part.gather(ids, first, lanes.samples(j), pass.input(), features * lanes.start(j), lanes.width(j));
            first += lanes.samples(j);
        }
        targets.read(part, ids, 0, count);
        pass.forward();
        float[] gradient = pass.outputGradient();
        first = 0;
        for (int j = 0; j < lanes.microBatches(); j++) {
            targets.loss(pass, j, first, 1f, gradient, sums, at + 2 * j);
            first += lanes.samples(j);
        }
        return count;
    }

    /** Folds all members' nodes, by rank, into the result. */
    public static Result fold(List<double[]> nodes, int samples, int microBatch) {
        Partition partition = partition(samples, microBatch, nodes.size());
        double[] sums = new double[2 * partition.slots()];
        int at = 0;
        for (double[] part : nodes) {
            System.arraycopy(part, 0, sums, at, part.length);
            at += part.length;
        }
        StepRunner.addPairs(partition.folds().get(0), 0, sums);
        return new Result(sums[0] / samples, sums[1] / samples);
    }
}
