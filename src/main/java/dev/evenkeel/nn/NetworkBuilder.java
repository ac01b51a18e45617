package dev.evenkeel.nn;

import dev.evenkeel.math.ConvolutionShape;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Turns layer specifications into layers: repeats unrolled, blocks laid out, shapes followed, tensors placed. One use, one thread. */
final class NetworkBuilder {
    private static final int NONE = -1;

    private final Shape input;
    private final BatchNormSpec settings;
    private final List<Layer> layers = new ArrayList<>();
    private final List<Integer> sources = new ArrayList<>();
    private final List<Parameter> summed = new ArrayList<>();
    private final List<Integer> normLayers = new ArrayList<>();
    private final Set<Integer> zeroStarts = new HashSet<>();
    private int lastNorm = NONE;

    /** The value that the next layer reads, and its shape. */
    private int value;

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
        } else if (spec instanceof LayerSpec.Residual residual) {
            residual(residual);
        } else if (!(spec instanceof LayerSpec.BatchNorm) || settings.enabled()) {
            append(layer(spec));
        }
    }

    private void append(Layer layer) {
        layers.add(layer);
        sources.add(value);
        value = layers.size();
        shape = layer.output();
    }

    private void residual(LayerSpec.Residual spec) {
        int fork = value;
        Shape forked = shape;
        lastNorm = NONE;
        add(spec.body());
        if (settings.zeroInitResidual() && lastNorm != NONE) {
            zeroStarts.add(lastNorm);
        }
        int lastOfBody = lastNorm;
        int body = value;
        Shape ofBody = shape;
        value = fork;
        shape = forked;
        add(spec.shortcut());
        spec.fit(ofBody, shape);
        Residual sum = new Residual(shape, value);
        value = body;
        append(sum);
        lastNorm = lastOfBody;
    }

    private Layer layer(LayerSpec spec) {
        // An if chain, for want of patterns in switch on JDK 17.
        if (spec instanceof LayerSpec.Dense dense) {
            return dense(dense);
        } else if (spec instanceof LayerSpec.Conv2d convolution) {
            return convolution(convolution);
        } else if (spec instanceof LayerSpec.MaxPool pool) {
            return new Pooling(Pooling.Kind.MAX, shape, pool.geometry(shape));
        } else if (spec instanceof LayerSpec.AvgPool pool) {
            return new Pooling(Pooling.Kind.AVERAGE, shape, pool.geometry(shape));
        } else if (spec instanceof LayerSpec.GlobalAvgPool pool) {
            return new Pooling(Pooling.Kind.GLOBAL_AVERAGE, shape, pool.geometry(shape));
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
        Parameter weight = summed("dense", Parameter.Role.WEIGHT, List.of(spec.units(), shape.features()));
        Optional<Parameter> bias = bias("dense", spec.bias(), spec.units());
        return new Dense(layers.size(), shape, spec.output(shape), weight, bias, spec.initializer());
    }

    private Conv2d convolution(LayerSpec.Conv2d spec) {
        ConvolutionShape geometry = spec.geometry(shape);
        Parameter weight = summed(
                "conv2d",
                Parameter.Role.WEIGHT,
                List.of(
                        spec.filters(),
                        shape.channels(),
                        spec.kernel().rows(),
                        spec.kernel().columns()));
        Optional<Parameter> bias = bias("conv2d", spec.bias(), spec.filters());
        return new Conv2d(layers.size(), shape, geometry, weight, bias, spec.initializer());
    }

    private Optional<Parameter> bias(String type, boolean wanted, int outputs) {
        return wanted ? Optional.of(summed(type, Parameter.Role.BIAS, List.of(outputs))) : Optional.empty();
    }

    private Parameter summed(String type, Parameter.Role role, List<Integer> dimensions) {
        Parameter parameter = parameter(type, layers.size(), role, dimensions, summedSize, true);
        summed.add(parameter);
        summedSize = parameter.to();
        return parameter;
    }

    /** Placed for the time being; γ and β find their place behind all summed tensors when those are known. */
    private BatchNorm batchNorm(LayerSpec.BatchNorm spec) {
        lastNorm = layers.size();
        normLayers.add(lastNorm);
        return placed(lastNorm, shape, spec.trainable(), 0, 0);
    }

    private BatchNorm placed(int layer, Shape shape, boolean trainable, int from, int channelsFrom) {
        List<Integer> dimensions = List.of(shape.channels());
        Parameter gamma = parameter("batch-norm", layer, Parameter.Role.GAMMA, dimensions, from, trainable);
        Parameter beta = parameter("batch-norm", layer, Parameter.Role.BETA, dimensions, gamma.to(), trainable);
        boolean zeroStart = zeroStarts.contains(layer);
        return new BatchNorm(layer, shape, trainable, zeroStart, settings.epsilon(), gamma, beta, channelsFrom);
    }

    private static Parameter parameter(
            String type, int layer, Parameter.Role role, List<Integer> dimensions, int from, boolean trainable) {
        String name = (layer + 1) + "." + type + "." + role.name().toLowerCase(Locale.ROOT);
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
        return new Network(input, layers, sources, parameters);
    }
}
