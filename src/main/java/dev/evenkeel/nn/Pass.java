package dev.evenkeel.nn;

import dev.evenkeel.math.Kernels;
import dev.evenkeel.math.Lanes;
import dev.evenkeel.math.Workspace;

/**
 * One replica's way through the network, forward and backward: the buffers, and what a layer needs to know about the shard at
 * hand. All memory is kept from step to step. Only the replica's compute thread uses it.
 *
 * <p>The owner drives it layer by layer, since a batch-norm layer has to wait for the other workers in between:
 * {@link #begin}, {@link #input}, {@link #forward(int)} from first to last, {@link #outputGradient}, {@link #backward} from last
 * to first. Values and gradients share memory (see {@link BufferPlanner}): a value is there from its layer's forward pass until
 * its last reader has read it, a gradient between the backward passes of the value's first reader and of its own layer.
 */
public final class Pass {
    private final Network network;
    private final Kernels kernels;
    private final Weights weights;
    private final Randomness randomness;
    private final boolean training;
    private final Workspace workspace = new Workspace();
    private final Buffers buffers;
    private final float[][] memory;
    private final PackedWeights packed;
    private final NormalizationBuffers[] normalizations;
    private Lanes lanes = Lanes.of();
    private int[] subtreeBounds = {};
    private float[][] gradientNodes = {};

    /** The replica's tensors that layers read: the flat parameters and the running statistics. */
    public record Weights(float[] parameters, float[] runningMean, float[] runningVariance) {}

    /** @param training whether it will run backward, and dropout and batch norm as they do in training */
    public Pass(Network network, Kernels kernels, Weights weights, Randomness randomness, boolean training) {
        this.network = network;
        this.kernels = kernels;
        this.weights = weights;
        this.randomness = randomness;
        this.training = training;
        this.buffers = BufferPlanner.plan(network, training);
        this.memory = new float[buffers.features().size()][0];
        this.packed = new PackedWeights(kernels, weights.parameters());
        this.normalizations = new NormalizationBuffers[network.layers().size()];
        for (BatchNorm norm : network.norms()) {
            normalizations[norm.index()] = new NormalizationBuffers(norm.channels());
        }
    }

    /**
     * Starts on a shard.
     *
     * @param subtreeBounds the local micro-batches' subtrees of the reduction tree: k begins at {@code subtreeBounds[k]}
     * @param gradientNodes where each subtree's gradients go: flat arrays, one per subtree
     */
    public void begin(Lanes lanes, int[] subtreeBounds, float[][] gradientNodes) {
        this.lanes = lanes;
        this.subtreeBounds = subtreeBounds;
        this.gradientNodes = gradientNodes;
        for (int b = 0; b < memory.length; b++) {
            int size = Math.multiplyExact(buffers.features().get(b), lanes.total());
            if (memory[b].length < size) {
                memory[b] = new float[size];
            }
        }
    }

    /** Tells that the parameters have changed since weights were last packed. */
    public void parametersChanged() {
        packed.changed();
    }

    /** The buffer for the network's input, to be filled after {@link #begin}. */
    public float[] input() {
        return value(0);
    }

    /** The network's output. */
    public float[] output() {
        return value(network.layers().size());
    }

    /** A value's buffer: 0 is the input, i + 1 the output of layer i. */
    public float[] value(int value) {
        return memory[buffers.values().get(value)];
    }

    /**
     * Whether a value is still there when the forward pass has ended, perhaps as what element-wise layers made of it, or gone.
     */
    public boolean kept(int value) {
        return buffers.kept().get(value);
    }

    /** Runs layer i forward. */
    public void forward(int layer) {
        network.layers().get(layer).forward(this, value(network.source(layer)), value(layer + 1));
    }

    /** Runs all layers forward; outside training, where none waits for other workers. */
    public void forward() {
        for (int i = 0; i < network.layers().size(); i++) {
            forward(i);
        }
    }

    /** The gradient of the network's output, to be filled before the first {@link #backward}. */
    public float[] outputGradient() {
        return gradient(network.layers().size());
    }

    /** A value's gradient; only of one that is {@linkplain Network#differentiable differentiable}, or of the output. */
    public float[] gradient(int value) {
        return memory[buffers.gradients().get(value)];
    }

    /** Runs layer i backward, if its output is {@linkplain Network#differentiable differentiable}. */
    public void backward(int layer) {
        Layer l = network.layers().get(layer);
        float[] x = value(network.source(layer));
        float[] dy = gradient(layer + 1);
        l.parameterGradient(this, x, dy);
        int into = buffers.inputGradients().get(layer);
        if (into != Buffers.NONE) {
            l.inputGradient(this, x, value(layer + 1), dy, memory[into]);
        }
        for (Buffers.Sum sum : buffers.sums().get(layer)) {
            add(memory[sum.before()], memory[sum.now()], memory[sum.into()], l.input());
        }
    }

    /** {@code y = a + b}, element by element. */
    void add(float[] a, float[] b, float[] y, Shape shape) {
        kernels.parameter().add(a, b, y, 0, length(shape));
    }

    public Network network() {
        return network;
    }

    public Kernels kernels() {
        return kernels;
    }

    public boolean training() {
        return training;
    }

    public Lanes lanes() {
        return lanes;
    }

    public NormalizationBuffers normalization(BatchNorm norm) {
        return normalizations[norm.index()];
    }

    public Workspace workspace() {
        return workspace;
    }

    int[] subtreeBounds() {
        return subtreeBounds;
    }

    float[][] gradientNodes() {
        return gradientNodes;
    }

    float[] parameters() {
        return weights.parameters();
    }

    float[] runningMean() {
        return weights.runningMean();
    }

    float[] runningVariance() {
        return weights.runningVariance();
    }

    /** Floats that values of that shape take in this shard. */
    int length(Shape shape) {
        return shape.features() * lanes.total();
    }

    /** The weights in the kernels' order. */
    PackedWeights weights() {
        return packed;
    }

    int[] randomWords(int count) {
        return randomness.words(count);
    }

    void random(int[] words, int sample, int layer) {
        randomness.fill(words, sample, layer);
    }
}
