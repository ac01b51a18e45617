package dev.evenkeel.train;

import dev.evenkeel.health.Memory;
import dev.evenkeel.math.KeyedRandom;
import dev.evenkeel.math.ParameterKernels;
import dev.evenkeel.nn.BatchNorm;
import dev.evenkeel.nn.Layer;
import dev.evenkeel.nn.Network;
import dev.evenkeel.nn.Parameter;
import dev.evenkeel.nn.Weighted;
import dev.evenkeel.optim.Optimizer;
import java.util.Arrays;

/**
 * Everything a replica carries from step to step. It moves from one step to the next as one, or not at all: only
 * {@link StepRunner} writes it, at the end of a step whose reduced inputs are all there and finite, and {@link #adopt} between steps. Owned by the replica's
 * compute thread; {@link #copy} is what others get.
 */
public final class TrainingState {
    private final float[] parameters;
    private final float[][] slots;
    private final float[] runningMean;
    private final float[] runningVariance;
    private double[] products;
    private Counters counters;
    private Memory memory;

    /**
     * The numbers beside the tensors.
     *
     * @param step steps committed so far
     * @param batchesTracked mini-batches in the running statistics
     * @param lossSum of the samples of the epoch at hand, so far
     * @param correct right predictions among them
     * @param samples of the epoch at hand, so far
     */
    public record Counters(long step, long batchesTracked, double lossSum, long correct, long samples) {
        public static final Counters START = new Counters(0, 0, 0.0, 0, 0);

        private static final int WORDS = 5;

        private long[] words() {
            return new long[] {step, batchesTracked, Double.doubleToRawLongBits(lossSum), correct, samples};
        }

        private static Counters of(long[] words) {
            return new Counters(words[0], words[1], Double.longBitsToDouble(words[2]), words[3], words[4]);
        }
    }

    public TrainingState(
            float[] parameters,
            float[][] slots,
            float[] runningMean,
            float[] runningVariance,
            double[] products,
            Counters counters,
            Memory memory) {
        this.parameters = parameters;
        this.slots = slots;
        this.runningMean = runningMean;
        this.runningVariance = runningVariance;
        this.products = products;
        this.counters = counters;
        this.memory = memory;
    }

    /**
     * The state before the first step: weights by (seed, parameter), biases and β 0, γ 1 (0 where a residual block starts as
     * its shortcut), running mean 0 and variance 1. Weight
     * tensors are keyed by their order among the weights, so that taking batch normalization out leaves them as they are.
     */
    public static TrainingState initial(Network network, Optimizer optimizer, long seed) {
        TrainingState state = new TrainingState(
                new float[network.size()],
                new float[optimizer.slots()][network.size()],
                new float[network.normChannels()],
                new float[network.normChannels()],
                new double[optimizer.products()],
                Counters.START,
                Memory.START);
        Arrays.fill(state.products, 1.0);
        Arrays.fill(state.runningVariance, 1f);
        int stream = 0;
        for (Layer layer : network.layers()) {
            if (layer instanceof Weighted weighted) {
                double deviation = weighted.initializer().deviation(weighted.fanIn(), weighted.fanOut());
                Parameter w = weighted.weight();
                KeyedRandom.normals(seed, stream++, state.parameters, w.from(), w.size(), deviation);
            }
        }
        for (BatchNorm norm : network.norms()) {
            float start = norm.zeroStart() ? 0f : 1f;
            Arrays.fill(state.parameters, norm.gamma().from(), norm.gamma().to(), start);
        }
        return state;
    }

    /** A copy that nobody else writes. */
    public TrainingState copy() {
        float[][] copied = new float[slots.length][];
        for (int i = 0; i < slots.length; i++) {
            copied[i] = slots[i].clone();
        }
        return new TrainingState(
                parameters.clone(), copied, runningMean.clone(), runningVariance.clone(), products, counters, memory);
    }

    /** A copy that nobody else writes, to be sent to a member that is behind. */
    public Part.State part() {
        long[] words = memory.words();
        long[] numbers = Arrays.copyOf(counters.words(), Counters.WORDS + words.length);
        System.arraycopy(words, 0, numbers, Counters.WORDS, words.length);
        TrainingState copy = copy();
        return new Part.State(
                numbers, products.clone(), copy.parameters, copy.slots, copy.runningMean, copy.runningVariance);
    }

    /** Becomes the state that another replica sent; weights that were packed for the old one are stale then. */
    void adopt(Part.State other) {
        copy(other.parameters(), parameters);
        for (int i = 0; i < slots.length; i++) {
            copy(other.slots()[i], slots[i]);
        }
        copy(other.runningMean(), runningMean);
        copy(other.runningVariance(), runningVariance);
        products = other.products().clone();
        counters = Counters.of(other.numbers());
        memory = Memory.of(Arrays.copyOfRange(other.numbers(), Counters.WORDS, other.numbers().length));
    }

    private static void copy(float[] from, float[] to) {
        System.arraycopy(from, 0, to, 0, to.length);
    }

    /** A checksum over every bit of it, to tell replicas apart and to write into the ledger. */
    public long digest(ParameterKernels kernels) {
        long digest = counters.step();
        digest = slots.length == 0
                ? kernels.digest(parameters, 0, parameters.length, digest)
                : kernels.digest(parameters, slots[0], 0, parameters.length, digest);
        for (int i = 1; i < slots.length; i++) {
            digest = kernels.digest(slots[i], 0, slots[i].length, digest);
        }
        digest = kernels.digest(runningMean, 0, runningMean.length, digest);
        digest = kernels.digest(runningVariance, 0, runningVariance.length, digest);
        long[] numbers = {
            counters.batchesTracked(),
            Double.doubleToRawLongBits(counters.lossSum()),
            counters.correct(),
            counters.samples()
        };
        for (long number : numbers) {
            digest = chained(digest, number);
        }
        for (double product : products) {
            digest = chained(digest, Double.doubleToRawLongBits(product));
        }
        for (long word : memory.words()) {
            digest = chained(digest, word);
        }
        return digest;
    }

    private static long chained(long digest, long number) {
        long mixed = (digest ^ number) * 0x9E3779B97F4A7C15L;
        return mixed ^ mixed >>> 29;
    }

    public float[] parameters() {
        return parameters;
    }

    /** The optimizer's flat arrays. */
    public float[][] slots() {
        return slots;
    }

    public float[] runningMean() {
        return runningMean;
    }

    public float[] runningVariance() {
        return runningVariance;
    }

    /** The optimizer's running products; nobody writes to the array. */
    public double[] products() {
        return products;
    }

    void products(double[] products) {
        this.products = products;
    }

    public Counters counters() {
        return counters;
    }

    void counters(Counters counters) {
        this.counters = counters;
    }

    /** What gradient health remembers: it may act on the training. */
    public Memory memory() {
        return memory;
    }

    void memory(Memory memory) {
        this.memory = memory;
    }
}
