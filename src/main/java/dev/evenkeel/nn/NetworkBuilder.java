package dev.evenkeel.nn;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Turns layer specifications into layers: repeats unrolled, shapes followed, tensors placed. One use, one thread. */
final class NetworkBuilder {
    private final Shape input;
    private final BatchNormSpec settings;
    private final List<Layer> layers = new ArrayList<>();
    private final List<Parameter> summed = new ArrayList<>();
    private final List<Integer> normLayers = new ArrayList<>();
    private Shape shape;
    private int summedSize;
    private int channels;

    NetworkBuilder(Shape input, BatchNormSpec settings) {
        this.input = input;
        this.shape = input;
        this.settings = settings;
    }

    NetworkBuilder add(List<LayerSpec> specs) {
        specs.forEach(this::add);
        return this;
    }

    private void add(LayerSpec spec) {
        if (spec instanceof LayerSpec.Repeat repeat) {
            for (int i = 0; i < repeat.times(); i++) {
                add(repeat.body());
            }
        } else if (!(spec instanceof LayerSpec.BatchNorm) || settings.enabled()) {
            Layer layer = layer(spec);
            layers.add(layer);
            shape = layer.output();
        }
    }

    private Layer layer(LayerSpec spec) {
        // An if chain, for want of patterns in switch on JDK 17.
        if (spec instanceof LayerSpec.Dense dense) {
            return dense(dense);
        } else if (spec instanceof LayerSpec.BatchNorm norm) {
            return batchNorm(norm);
        } else if (spec instanceof LayerSpec.Dropout dropout) {
            return new Dropout(layers.size(), dropout.rate(), shape);
        } else if (spec instanceof LayerSpec.LeakyRelu leaky) {
            return new Activation(Activation.Function.LEAKY_RELU, (float) leaky.slope(), shape);
        } else if (spec instanceof LayerSpec.Flatten) {
            return new Flatten(shape);
        }
        return new Activation(function(spec), 0f, shape);
    }

    private static Activation.Function function(LayerSpec spec) {
        if (spec instanceof LayerSpec.Relu) {
            return Activation.Function.RELU;
        } else if (spec instanceof LayerSpec.Sigmoid) {
            return Activation.Function.SIGMOID;
        } else if (spec instanceof LayerSpec.Tanh) {
            return Activation.Function.TANH;
        } else if (spec instanceof LayerSpec.Gelu) {
            return Activation.Function.GELU;
        }
        throw new IllegalArgumentException("no layer for " + spec);
    }

    private Dense dense(LayerSpec.Dense spec) {
        int inputs = shape.features();
        Parameter weight = summed(Parameter.Role.WEIGHT, List.of(spec.units(), inputs));
        Optional<Parameter> bias =
                spec.bias() ? Optional.of(summed(Parameter.Role.BIAS, List.of(spec.units()))) : Optional.empty();
        return new Dense(layers.size(), shape, Shape.vector(spec.units()), weight, bias, spec.initializer());
    }

    private Parameter summed(Parameter.Role role, List<Integer> dimensions) {
        Parameter parameter = parameter("dense", layers.size(), role, dimensions, summedSize, true);
        summed.add(parameter);
        summedSize = parameter.to();
        return parameter;
    }

    /** Placed for the time being; γ and β find their place behind all summed tensors when those are known. */
    private BatchNorm batchNorm(LayerSpec.BatchNorm spec) {
        normLayers.add(layers.size());
        return placed(layers.size(), shape, spec.trainable(), 0, 0);
    }

    private BatchNorm placed(int layer, Shape shape, boolean trainable, int from, int channelsFrom) {
        List<Integer> dimensions = List.of(shape.channels());
        Parameter gamma = parameter("batch-norm", layer, Parameter.Role.GAMMA, dimensions, from, trainable);
        Parameter beta = parameter("batch-norm", layer, Parameter.Role.BETA, dimensions, gamma.to(), trainable);
        return new BatchNorm(layer, shape, trainable, settings.epsilon(), gamma, beta, channelsFrom);
    }

    private static Parameter parameter(
            String type, int layer, Parameter.Role role, List<Integer> dimensions, int from, boolean trainable) {
        String name = (layer + 1) + "." + type + "." + role.name().toLowerCase(java.util.Locale.ROOT);
        return new Parameter(name, layer, role, dimensions, from, trainable);
    }

    Network build() {
        List<Parameter> parameters = new ArrayList<>(summed);
        int at = summedSize;
        for (int layer : normLayers) {
            BatchNorm norm = (BatchNorm) layers.get(layer);
            BatchNorm placed = placed(layer, norm.input(), norm.trainable(), at, channels);
            layers.set(layer, placed);
            parameters.addAll(placed.parameters());
            at = placed.beta().to();
            channels += placed.channels();
        }
        return new Network(input, layers, parameters);
    }
}
