package dev.evenkeel.nn;

import java.util.ArrayList;
import java.util.List;

/**
 * A feed-forward network, built from its specification: layers in an order in which each finds its inputs done, and where each
 * one's tensors lie in the flat arrays. Immutable; any thread.
 *
 * <p><b>Values</b> are numbered: 0 is the input, i + 1 the output of layer i. A layer reads the one before it, except that the
 * first layer of a shortcut reads what the body's first reads, and a {@link Residual} reads the ends of both. The body stands
 * before the shortcut, both before their sum. Backward runs from the last layer to the first; the gradient of a value with
 * several readers is summed in that order, as they come.
 *
 * <p><b>The flat arrays</b> hold first all weights and biases, in order of the layers, then γ and β of all batch-norm layers: the
 * first part is what gradient buckets reduce, and the backward pass fills it from its end to its beginning.
 */
public final class Network {
    private final Shape input;
    private final List<Layer> layers;
    private final List<Integer> sources;
    private final List<Parameter> parameters;
    private final List<BatchNorm> norms;
    private final List<Boolean> differentiable;

    Network(Shape input, List<Layer> layers, List<Integer> sources, List<Parameter> parameters) {
        this.input = input;
        this.layers = List.copyOf(layers);
        this.sources = List.copyOf(sources);
        this.parameters = List.copyOf(parameters);
        this.norms = this.layers.stream()
                .filter(BatchNorm.class::isInstance)
                .map(BatchNorm.class::cast)
                .toList();
        List<Boolean> depends = new ArrayList<>(List.of(false));
        for (int i = 0; i < layers.size(); i++) {
            depends.add(layers.get(i).parameters().stream().anyMatch(Parameter::trainable)
                    || inputs(i).stream().anyMatch(depends::get));
        }
        this.differentiable = List.copyOf(depends);
    }

    /**
     * Builds the network for samples of that shape. Batch-norm layers are left out where the setting says so.
     *
     * @throws MisfitException where a layer does not fit what it is to read
     */
    public static Network build(List<LayerSpec> specs, Shape input, BatchNormSpec batchNorm) {
        return new NetworkBuilder(input, batchNorm).add(specs).build();
    }

    public Shape input() {
        return input;
    }

    public Shape output() {
        return shape(layers.size());
    }

    /** The shape of a value. */
    public Shape shape(int value) {
        return value == 0 ? input : layers.get(value - 1).output();
    }

    public List<Layer> layers() {
        return layers;
    }

    /** The value that a layer reads; the end of the body where it is a {@link Residual}. */
    public int source(int layer) {
        return sources.get(layer);
    }

    /** All values that a layer reads. */
    List<Integer> inputs(int layer) {
        return layers.get(layer) instanceof Residual sum
                ? List.of(source(layer), sum.shortcut())
                : List.of(source(layer));
    }

    /** Every tensor of the flat arrays, by position. */
    public List<Parameter> parameters() {
        return parameters;
    }

    /** Batch-norm layers in order, frozen ones too. */
    public List<BatchNorm> norms() {
        return norms;
    }

    /** Floats of the flat arrays. */
    public int size() {
        return parameters.isEmpty() ? 0 : parameters.get(parameters.size() - 1).to();
    }

    /** Channels of all batch-norm layers together: the length of the running statistics. */
    public int normChannels() {
        return norms.stream().mapToInt(BatchNorm::channels).sum();
    }

    /**
     * Whether a value depends on a trainable tensor. Only such values have a gradient, and only the layers that make them run
     * backward.
     */
    public boolean differentiable(int value) {
        return differentiable.get(value);
    }

    /** The buffers of a {@link Pass}: floats that each keeps for a lane. With gradients where it trains. */
    public List<Integer> passBuffers(boolean training) {
        return BufferPlanner.plan(this, training).features();
    }

    /** How messages name a layer: {@code layer 3 (batch-norm)}; layers count from 1 there. */
    public String describe(int layer) {
        return "layer " + (layer + 1) + " (" + layers.get(layer).type() + ")";
    }
}
