package dev.evenkeel.job;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.evenkeel.nn.Extent;
import dev.evenkeel.nn.Initializer;
import dev.evenkeel.nn.LayerSpec;
import java.util.List;

/** The entries of {@code layers}: keys to values, and back. */
final class LayerKeys {
    private static final String LIST = "a list of at least one layer, such as [{ type = dense, units = 10 }]";

    private static final String SHORTCUT = "a list of layers, none for the identity";

    private static final Types TYPES = new Types(
            List.of(
                    "flatten",
                    "dense",
                    "conv2d",
                    "max-pool",
                    "avg-pool",
                    "global-avg-pool",
                    "batch-norm",
                    "relu",
                    "leaky-relu",
                    "sigmoid",
                    "tanh",
                    "gelu",
                    "dropout",
                    "residual",
                    "repeat"),
            List.of());
    private static final Types INITIALIZERS = new Types(List.of("he", "xavier", "lecun", "normal"), List.of());
    private static final int MOST = 10_000;
    private static final Range SIZE = Range.fromTo(1, MOST);

    private LayerKeys() {}

    /** A whole network, its initializers chosen. */
    static List<LayerSpec> read(Section job, String key) {
        List<LayerSpec> layers = job.sections(key, LIST, LayerKeys::read);
        if (count(layers) > MOST) {
            throw job.refuse(key, job.at(key) + " make more than " + MOST + " layers with all repetitions: take fewer");
        }
        return Initializers.choose(layers);
    }

    /** With all repetitions, or one more than allowed. */
    private static long count(List<LayerSpec> layers) {
        return Math.min(layers.stream().mapToLong(LayerKeys::count).sum(), MOST + 1);
    }

    private static long count(LayerSpec layer) {
        if (layer instanceof LayerSpec.Residual residual) {
            return count(residual.body()) + count(residual.shortcut()) + 1;
        }
        return layer instanceof LayerSpec.Repeat repeat ? repeat.times() * count(repeat.body()) : 1;
    }

    private static LayerSpec read(Section layer) {
        return switch (TYPES.read(layer)) {
            case "flatten" -> new LayerSpec.Flatten();
            case "dense" ->
                new LayerSpec.Dense(
                        layer.whole("units", Range.atLeast(1)),
                        layer.flag("bias", Defaults.DENSE_BIAS),
                        initializer(layer));
            case "conv2d" -> convolution(layer);
            case "max-pool" -> {
                Extent size = layer.extent("size", SIZE);
                yield new LayerSpec.MaxPool(size, layer.extent("stride", SIZE, size));
            }
            case "avg-pool" -> {
                Extent size = layer.extent("size", SIZE);
                yield new LayerSpec.AvgPool(size, layer.extent("stride", SIZE, size));
            }
            case "global-avg-pool" -> new LayerSpec.GlobalAvgPool();
            case "batch-norm" -> new LayerSpec.BatchNorm(layer.flag("trainable", Defaults.BATCH_NORM_TRAINABLE));
            case "relu" -> new LayerSpec.Relu();
            case "leaky-relu" ->
                new LayerSpec.LeakyRelu(layer.number("slope", Range.fromTo(0.001, 1), Defaults.LEAKY_RELU_SLOPE));
            case "sigmoid" -> new LayerSpec.Sigmoid();
            case "tanh" -> new LayerSpec.Tanh();
            case "gelu" -> new LayerSpec.Gelu();
            case "dropout" -> new LayerSpec.Dropout(layer.number("rate", Range.fromToBelow(0, 1)));
            case "residual" ->
                new LayerSpec.Residual(
                        layer.sections("body", LIST, LayerKeys::read),
                        layer.sectionsOrNone("shortcut", SHORTCUT, LayerKeys::read));
            case "repeat" ->
                new LayerSpec.Repeat(
                        layer.whole("times", Range.fromTo(1, MOST)), layer.sections("body", LIST, LayerKeys::read));
            default -> throw new IllegalStateException("a layer type without a reader");
        };
    }

    private static LayerSpec.Conv2d convolution(Section layer) {
        int filters = layer.whole("filters", Range.atLeast(1));
        Extent kernel = layer.extent("kernel", SIZE);
        Extent stride = layer.extent("stride", SIZE, Defaults.CONVOLUTION_STRIDE);
        Extent padding = layer.extent("padding", Range.fromTo(0, MOST), Defaults.CONVOLUTION_PADDING);
        if (padding.rows() >= kernel.rows() || padding.columns() >= kernel.columns()) {
            throw layer.mustBe("padding", "smaller than the kernel, which is " + kernel);
        }
        boolean bias = layer.flag("bias", Defaults.CONVOLUTION_BIAS);
        return new LayerSpec.Conv2d(filters, kernel, stride, padding, bias, initializer(layer));
    }

    private static Initializer initializer(Section layer) {
        return layer.has("initializer")
                ? layer.section("initializer", LayerKeys::scheme)
                : Initializer.of(Initializer.Scheme.AUTO);
    }

    private static Initializer scheme(Section initializer) {
        String type = INITIALIZERS.read(initializer);
        return type.equals("normal")
                ? Initializer.normal(initializer.number("std", Range.above(0)))
                : Initializer.of(Words.constant(Initializer.Scheme.class, type));
    }

    static ArrayNode write(List<? extends LayerSpec> layers) {
        ArrayNode list = JsonNodeFactory.instance.arrayNode();
        layers.forEach(layer -> list.add(write(layer)));
        return list;
    }

    private static ObjectNode write(LayerSpec layer) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        if (layer instanceof LayerSpec.Flatten) {
            node.put("type", "flatten");
        } else if (layer instanceof LayerSpec.Dense dense) {
            node.put("type", "dense").put("units", dense.units()).put("bias", dense.bias());
            writeInitializer(dense.initializer(), node);
        } else if (layer instanceof LayerSpec.Conv2d convolution) {
            node.put("type", "conv2d").put("filters", convolution.filters());
            node.set("kernel", write(convolution.kernel()));
            node.set("stride", write(convolution.stride()));
            node.set("padding", write(convolution.padding()));
            node.put("bias", convolution.bias());
            writeInitializer(convolution.initializer(), node);
        } else if (layer instanceof LayerSpec.MaxPool pool) {
            node.put("type", "max-pool").set("size", write(pool.size()));
            node.set("stride", write(pool.stride()));
        } else if (layer instanceof LayerSpec.AvgPool pool) {
            node.put("type", "avg-pool").set("size", write(pool.size()));
            node.set("stride", write(pool.stride()));
        } else if (layer instanceof LayerSpec.GlobalAvgPool) {
            node.put("type", "global-avg-pool");
        } else if (layer instanceof LayerSpec.BatchNorm norm) {
            node.put("type", "batch-norm").put("trainable", norm.trainable());
        } else if (layer instanceof LayerSpec.Relu) {
            node.put("type", "relu");
        } else if (layer instanceof LayerSpec.LeakyRelu relu) {
            node.put("type", "leaky-relu").put("slope", relu.slope());
        } else if (layer instanceof LayerSpec.Sigmoid) {
            node.put("type", "sigmoid");
        } else if (layer instanceof LayerSpec.Tanh) {
            node.put("type", "tanh");
        } else if (layer instanceof LayerSpec.Gelu) {
            node.put("type", "gelu");
        } else if (layer instanceof LayerSpec.Dropout dropout) {
            node.put("type", "dropout").put("rate", dropout.rate());
        } else if (layer instanceof LayerSpec.Residual residual) {
            node.put("type", "residual");
            node.set("body", write(residual.body()));
            node.set("shortcut", write(residual.shortcut()));
        } else if (layer instanceof LayerSpec.Repeat repeat) {
            node.put("type", "repeat").put("times", repeat.times());
            node.set("body", write(repeat.body()));
        } else {
            throw new IllegalStateException("a layer without a writer: " + layer);
        }
        return node;
    }

    private static JsonNode write(Extent extent) {
        return extent.rows() == extent.columns()
                ? JsonNodeFactory.instance.numberNode(extent.rows())
                : JsonNodeFactory.instance.arrayNode().add(extent.rows()).add(extent.columns());
    }

    /** Left to the reader to choose, it is left out. */
    private static void writeInitializer(Initializer initializer, ObjectNode layer) {
        if (initializer.scheme() != Initializer.Scheme.AUTO) {
            ObjectNode node = layer.putObject("initializer").put("type", Words.of(initializer.scheme()));
            initializer.std().ifPresent(std -> node.put("std", std));
        }
    }
}
