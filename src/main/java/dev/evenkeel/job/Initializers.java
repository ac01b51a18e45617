package dev.evenkeel.job;

import dev.evenkeel.nn.Initializer;
import dev.evenkeel.nn.Initializer.Scheme;
import dev.evenkeel.nn.LayerSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Chooses the initializers that a job leaves open, by the activation that follows: he before relu, leaky-relu and gelu, xavier
 * before sigmoid and tanh, lecun before none (the next layer with weights, or the end). Batch-norm, pooling, flatten and dropout
 * are looked through. After the last layer of a repeat's body comes its first again; so it is also for the last repetition, which
 * has the same initializer as the others. Only in a body that stands once comes what stands after the repeat. Behind body and
 * shortcut of a residual block comes what stands after the block; a block is begun by its body.
 */
final class Initializers {
    private Initializers() {}

    /** The same layers, no initializer left open. */
    static List<LayerSpec> choose(List<LayerSpec> layers) {
        return choose(layers, List.of());
    }

    private static List<LayerSpec> choose(List<LayerSpec> layers, List<LayerSpec> after) {
        List<LayerSpec> chosen = new ArrayList<>();
        for (int i = 0; i < layers.size(); i++) {
            List<LayerSpec> following = concat(layers.subList(i + 1, layers.size()), after);
            chosen.add(choose(layers.get(i), following));
        }
        return chosen;
    }

    private static LayerSpec choose(LayerSpec layer, List<LayerSpec> following) {
        if (layer instanceof LayerSpec.Dense dense && dense.initializer().scheme() == Scheme.AUTO) {
            return dense.initializer(Initializer.of(before(following).orElse(Scheme.LECUN)));
        }
        if (layer instanceof LayerSpec.Conv2d convolution
                && convolution.initializer().scheme() == Scheme.AUTO) {
            return convolution.initializer(Initializer.of(before(following).orElse(Scheme.LECUN)));
        }
        if (layer instanceof LayerSpec.Residual residual) {
            return new LayerSpec.Residual(choose(residual.body(), following), choose(residual.shortcut(), following));
        }
        if (layer instanceof LayerSpec.Repeat repeat) {
            List<LayerSpec> after = repeat.times() == 1 ? following : concat(repeat.body(), following);
            return new LayerSpec.Repeat(repeat.times(), choose(repeat.body(), after));
        }
        return layer;
    }

    /** The scheme for weights before these layers; empty where they are all looked through. */
    private static Optional<Scheme> before(List<LayerSpec> layers) {
        return layers.stream().flatMap(layer -> before(layer).stream()).findFirst();
    }

    private static Optional<Scheme> before(LayerSpec layer) {
        if (layer instanceof LayerSpec.Relu
                || layer instanceof LayerSpec.LeakyRelu
                || layer instanceof LayerSpec.Gelu) {
            return Optional.of(Scheme.HE);
        }
        if (layer instanceof LayerSpec.Sigmoid || layer instanceof LayerSpec.Tanh) {
            return Optional.of(Scheme.XAVIER);
        }
        if (layer instanceof LayerSpec.Dense || layer instanceof LayerSpec.Conv2d) {
            return Optional.of(Scheme.LECUN);
        }
        if (layer instanceof LayerSpec.Residual residual) {
            return before(residual.body());
        }
        return layer instanceof LayerSpec.Repeat repeat ? before(repeat.body()) : Optional.empty();
    }

    private static List<LayerSpec> concat(List<LayerSpec> a, List<LayerSpec> b) {
        List<LayerSpec> all = new ArrayList<>(a);
        all.addAll(b);
        return all;
    }
}
