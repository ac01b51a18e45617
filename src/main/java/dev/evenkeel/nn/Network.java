package dev.evenkeel.nn;

import java.util.List;

/**
 * A feed-forward network, built from its specification: layers in order, and where each one's tensors lie in the flat arrays.
 * Immutable; any thread.
 *
 * <p>The flat arrays hold first all weights and biases, in order of the layers, then γ and β of all batch-norm layers: the
 * first part is what gradient buckets reduce.
 */
public final class Network {
    private final Shape input;
    private final List<Layer> layers;
    private final List<Parameter> parameters;
    private final List<BatchNorm> norms;

    Network(Shape input, List<Layer> layers, List<Parameter> parameters) {
        this.input = input;
        this.layers = List.copyOf(layers);
        this.parameters = List.copyOf(parameters);
        this.norms = this.layers.stream()
                .filter(BatchNorm.class::isInstance)
                .map(BatchNorm.class::cast)
                .toList();
    }

    /** Builds the network for samples of that shape. Batch-norm layers are left out where the setting says so. */
    public static Network build(List<LayerSpec> specs, Shape input, BatchNormSpec batchNorm) {
        return new NetworkBuilder(input, batchNorm).add(specs).build();
    }

    public Shape input() {
        return input;
    }

    public Shape output() {
        return layers.isEmpty() ? input : layers.get(layers.size() - 1).output();
    }

    public List<Layer> layers() {
        return layers;
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

    /** The lowest layer with a trainable tensor; gradients of values below it are nobody's. */
    public int firstTrained() {
        return parameters.stream()
                .filter(Parameter::trainable)
                .mapToInt(Parameter::layer)
                .min()
                .orElse(layers.size());
    }

    /** Floats that one sample takes in a {@link Pass} with its values and the two gradients that are kept at a time. */
    public int passFeatures() {
        int values = Buffers.assign(this).features().stream()
                .mapToInt(Integer::intValue)
                .sum();
        int widest = layers.stream()
                .mapToInt(layer ->
                        Math.max(layer.input().features(), layer.output().features()))
                .max()
                .orElse(0);
        return values + 2 * widest;
    }

    /** How messages name a layer: {@code layer 3 (batch-norm)}; layers count from 1 there. */
    public String describe(int layer) {
        return "layer " + (layer + 1) + " (" + layers.get(layer).type() + ")";
    }
}
