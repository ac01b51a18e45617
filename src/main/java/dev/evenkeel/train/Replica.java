package dev.evenkeel.train;

import dev.evenkeel.data.Augmentation;
import dev.evenkeel.data.Dataset;
import dev.evenkeel.job.JobSpec;
import dev.evenkeel.math.Kernels;
import dev.evenkeel.math.KeyedRandom;
import dev.evenkeel.math.ParameterKernels;
import dev.evenkeel.math.Workspace;
import dev.evenkeel.nn.Network;
import dev.evenkeel.nn.Parameter;
import dev.evenkeel.nn.Pass;
import dev.evenkeel.nn.Randomness;
import dev.evenkeel.nn.Shape;
import dev.evenkeel.optim.Optimizer;
import dev.evenkeel.reduce.Blocks;
import dev.evenkeel.reduce.GradientBuckets;
import dev.evenkeel.reduce.Portions;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * One worker's replica of the model, with the buffers to train it: everything a step needs but the other workers. All memory is
 * allocated once and kept. Compute thread only.
 */
public final class Replica {
    /** Floats of a gradient bucket: small enough that the first leaves early, large enough to be worth a message. */
    private static final int BUCKET_FLOATS = 1 << 18;

    private final JobSpec job;
    private final Dataset data;
    private final Augmentation augmentation;
    private final Timeline timeline;
    private final Network network;
    private final Kernels kernels;
    private final Optimizer optimizer;
    private final TrainingState state;
    private final Randomness randomness;
    private final Pass pass;
    private final Targets targets;
    private final GradientBuckets buckets;
    private final Blocks blocks;
    private final float[] reduced;
    private final double[] blockSums;
    private final Workspace leaves = new Workspace();
    private final Map<Integer, StepLayout> layouts = new HashMap<>();
    private final Map<Integer, float[][]> gradientNodes = new HashMap<>();
    private float[][] scratch = {};
    private int orderedEpoch;
    private int[] order = {};

    public Replica(JobSpec job, Dataset data, Kernels kernels, TrainingState state) {
        this.job = job;
        this.data = data;
        this.augmentation = new Augmentation(data, job.augment(), job.seed());
        this.kernels = kernels;
        this.state = state;
        this.timeline = new Timeline(data.train().size(), job.batchSize(), job.epochs());
        this.network = network(job, data);
        this.optimizer = Optimizer.of(job.optimizer());
        this.randomness = new Randomness(job.seed());
        Pass.Weights weights = new Pass.Weights(state.parameters(), state.runningMean(), state.runningVariance());
        this.pass = new Pass(network, kernels, weights, randomness, true);
        this.targets = new Targets(job.loss(), network.output().features(), data.classes());
        List<Parameter> parameters = network.parameters();
        this.blocks = Blocks.of(parameters.stream().map(Parameter::size).toList(), ParameterKernels.BLOCK);
        int summed = (int)
                parameters.stream().filter(p -> !p.role().fromStatistics()).count();
        this.buckets = GradientBuckets.of(blocks, summed, BUCKET_FLOATS);
        this.reduced = new float[network.size()];
        this.blockSums = new double[blocks.count()];
    }

    /** The network a job describes for its data. */
    public static Network network(JobSpec job, Dataset data) {
        return Network.build(job.layers(), new Shape(data.channels(), data.rows(), data.columns()), job.batchNorm());
    }

    /** The layout of a mini-batch of that many samples in those portions; computed at first use. */
    StepLayout layout(int samples, Portions portions) {
        StepLayout layout = layouts.get(samples);
        if (layout == null || !layout.portions().equals(portions)) {
            layout = StepLayout.of(samples, job.microBatch(), job.batchNorm().scope(), portions);
            layouts.put(samples, layout);
        }
        return layout;
    }

    /** The order in which an epoch uses the training samples: a permutation keyed by (seed, epoch). */
    int[] order(int epoch) {
        if (orderedEpoch != epoch) {
            order = KeyedRandom.permutation(data.train().size(), job.seed(), epoch);
            orderedEpoch = epoch;
        }
        return order;
    }

    /** Flat gradient arrays, one per subtree that this member folds. */
    float[][] gradientNodes(int count) {
        // The last mini-batch of an epoch may have fewer: its arrays are the first ones of the others.
        return gradientNodes.computeIfAbsent(count, wanted -> {
            float[][] most = gradientNodes.values().stream()
                    .max(Comparator.comparing(nodes -> nodes.length))
                    .orElse(new float[0][]);
            float[][] nodes = Arrays.copyOf(most, wanted);
            for (int k = most.length; k < wanted; k++) {
                nodes[k] = new float[network.size()];
            }
            return nodes;
        });
    }

    /** A flat array for what a fold of gradients has in slot {@code slot} on its way. */
    float[] scratch(int slot) {
        if (scratch.length <= slot) {
            scratch = Arrays.copyOf(scratch, slot + 1);
        }
        if (scratch[slot] == null) {
            scratch[slot] = new float[network.size()];
        }
        return scratch[slot];
    }

    public JobSpec job() {
        return job;
    }

    public Dataset data() {
        return data;
    }

    Augmentation augmentation() {
        return augmentation;
    }

    public Timeline timeline() {
        return timeline;
    }

    public Network network() {
        return network;
    }

    public Kernels kernels() {
        return kernels;
    }

    public TrainingState state() {
        return state;
    }

    /** Takes over the state that another replica sent, between two steps. */
    public void adopt(Part.State other) {
        state.adopt(other);
        pass.parametersChanged();
    }

    Optimizer optimizer() {
        return optimizer;
    }

    Randomness randomness() {
        return randomness;
    }

    Pass pass() {
        return pass;
    }

    Targets targets() {
        return targets;
    }

    GradientBuckets buckets() {
        return buckets;
    }

    Blocks blocks() {
        return blocks;
    }

    /** The flat gradient: this member's own ranges of buckets, and γ and β. */
    float[] reduced() {
        return reduced;
    }

    double[] blockSums() {
        return blockSums;
    }

    /** Where the leaves of one layer's statistics stand until this member has folded them. */
    Workspace leaves() {
        return leaves;
    }
}
