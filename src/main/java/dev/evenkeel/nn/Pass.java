package dev.evenkeel.nn;

import dev.evenkeel.math.Kernels;
import dev.evenkeel.math.Lanes;
import dev.evenkeel.math.PackedMatrix;
import dev.evenkeel.math.Workspace;
import java.util.List;

/**
 * One replica's way through the network, forward and backward: the buffers, and what a layer needs to know about the shard at
 * hand. All memory is kept from step to step. Only the replica's compute thread uses it.
 *
 * <p>The owner drives it layer by layer, since a batch-norm layer has to wait for the other workers in between:
 * {@link #begin}, {@link #input}, {@link #forward} from first to last, {@link #backward} from last to first.
 */
public final class Pass {
    private final Network network;
    private final Kernels kernels;
    private final Weights weights;
    private final Randomness randomness;
    private final boolean training;
    private final Workspace workspace = new Workspace();
    private final Buffers buffers;
    private final float[][] values;
    private final float[][] gradients = new float[2][];
    private final PackedMatrix[][] packed;
    private final boolean[][] fresh;
    private final NormalizationBuffers[] normalizations;
    private Lanes lanes = Lanes.of();
    private int[] subtreeBounds = {};
    private float[][] gradientNodes = {};

    /** The replica's tensors that layers read: the flat parameters and the running statistics. */
    public record Weights(float[] parameters, float[] runningMean, float[] runningVariance) {}

    public Pass(Network network, Kernels kernels, Weights weights, Randomness randomness, boolean training) {
        this.network = network;
        this.kernels = kernels;
        this.weights = weights;
        this.randomness = randomness;
        this.training = training;
        this.buffers = Buffers.assign(network);
        this.values = new float[buffers.features().size()][0];
        List<Layer> layers = network.layers();
        this.packed = new PackedMatrix[layers.size()][2];
        this.fresh = new boolean[layers.size()][2];
        this.normalizations = new NormalizationBuffers[layers.size()];
        for (BatchNorm norm : network.norms()) {
            normalizations[norm.index()] = new NormalizationBuffers(norm.channels());
        }
        gradients[0] = new float[0];
        gradients[1] = new float[0];
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
        for (int b = 0; b < values.length; b++) {
            int size = Math.multiplyExact(buffers.features().get(b), lanes.total());
            if (values[b].length < size) {
                values[b] = new float[size];
            }
        }
    }

    /** Tells that the parameters have changed since weights were last packed. */
    public void parametersChanged() {
        for (boolean[] each : fresh) {
            each[0] = false;
            each[1] = false;
        }
    }

    /** The buffer for the network's input, to be filled after {@link #begin}. */
    public float[] input() {
        return value(0);
    }

    /** A value's buffer: 0 is the input, i + 1 the output of layer i. */
    public float[] value(int value) {
        return values[buffers.of().get(value)];
    }

    /** Runs layer i forward. */
    public void forward(int layer) {
        network.layers().get(layer).forward(this, value(layer), value(layer + 1));
    }

    /** The gradient of the network's output, to be filled before the first {@link #backward}. */
    public float[] outputGradient() {
        int widest = 0;
        for (Layer layer : network.layers()) {
            widest = Math.max(
                    widest, Math.max(layer.input().features(), layer.output().features()));
        }
        int size = Math.multiplyExact(widest, lanes.total());
        for (int i = 0; i < 2; i++) {
            if (gradients[i].length < size) {
                gradients[i] = new float[size];
            }
        }
        return gradients[0];
    }

    /** The gradient of layer i's output: valid between the backward of the layer above and of this one. */
    public float[] gradient() {
        return gradients[0];
    }

    /** Runs layer i backward; afterwards {@link #gradient} is that of its input. */
    public void backward(int layer) {
        Layer l = network.layers().get(layer);
        float[] dy = gradients[0];
        float[] dx = l.backwardInPlace() ? dy : gradients[1];
        l.backward(this, value(layer), value(layer + 1), dy, dx);
        if (dx != dy) {
            gradients[0] = dx;
            gradients[1] = dy;
        }
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

    Workspace workspace() {
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

    boolean wantsInputGradient(int layer) {
        return layer > network.firstTrained();
    }

    /** A dense layer's weights in the kernels' order, packed at first use after they changed. */
    PackedMatrix packed(Dense layer, boolean transposed) {
        int side = transposed ? 1 : 0;
        PackedMatrix[] sides = packed[layer.index()];
        if (sides[side] == null) {
            int inputs = layer.input().features();
            sides[side] = transposed
                    ? kernels.matrix().packing(inputs, layer.units())
                    : kernels.matrix().packing(layer.units(), inputs);
        }
        if (!fresh[layer.index()][side]) {
            kernels.matrix().pack(parameters(), layer.weight().from(), transposed, sides[side]);
            fresh[layer.index()][side] = true;
        }
        return sides[side];
    }

    int[] randomWords(int count) {
        return randomness.words(count);
    }

    void random(int[] words, int sample, int layer) {
        randomness.fill(words, sample, layer);
    }
}
