package dev.evenkeel.nn;

import static dev.evenkeel.nn.Layers.batchNorm;
import static dev.evenkeel.nn.Layers.dense;
import static dev.evenkeel.nn.Layers.denseWithoutBias;
import static dev.evenkeel.nn.Layers.dropout;
import static dev.evenkeel.nn.Layers.flatten;
import static dev.evenkeel.nn.Layers.frozenBatchNorm;
import static dev.evenkeel.nn.Layers.gelu;
import static dev.evenkeel.nn.Layers.leakyRelu;
import static dev.evenkeel.nn.Layers.relu;
import static dev.evenkeel.nn.Layers.sigmoid;
import static dev.evenkeel.nn.Layers.tanh;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Values share memory only where the backward pass needs none of what is overwritten. */
class BuffersTest {
    private static final BatchNormSpec NORM =
            new BatchNormSpec(true, new BatchNormSpec.Scope.Global(), OptionalDouble.of(0.1), 1e-5);
    private static final List<LayerSpec> ANY = List.of(
            dense(5),
            denseWithoutBias(7),
            batchNorm(),
            frozenBatchNorm(),
            relu(),
            leakyRelu(0.1),
            sigmoid(),
            tanh(),
            gelu(),
            dropout(0.5),
            flatten());

    static LongStream seeds() {
        return LongStream.range(0, 300);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void shouldKeepWhatTheBackwardPassReads(long seed) {
        Random random = new Random(seed);
        List<LayerSpec> specs = Stream.generate(() -> ANY.get(random.nextInt(ANY.size())))
                .limit(1 + random.nextInt(9))
                .toList();
        Network network = Network.build(specs, new Shape(3, 2, 1), NORM);

        Buffers buffers = Buffers.assign(network);

        for (int value = 0; value <= network.layers().size(); value++) {
            int written = value;
            assertTrue(buffers.features().get(buffers.of().get(value)) >= features(network, value));
            // A flatten hands the same numbers on: they are read below and above.
            for (int later = value + 1; later <= network.layers().size(); later++) {
                boolean same = buffers.of().get(later).equals(buffers.of().get(value));
                if (same && !(network.layers().get(later - 1) instanceof Flatten)) {
                    assertTrue(!read(network, written, later), () -> "value " + written + " of " + specs);
                }
            }
        }
    }

    /** Whether somebody's backward pass reads a value, or what a flatten renamed it to, before value {@code until}. */
    private static boolean read(Network network, int value, int until) {
        boolean read = value > 0 && reads(network.layers().get(value - 1), false);
        for (int layer = value; layer < until; layer++) {
            read |= reads(network.layers().get(layer), true);
            if (!(network.layers().get(layer) instanceof Flatten)) {
                break;
            }
        }
        return read;
    }

    /** By what the derivatives need: straight from mathematics, not from the layers' own claims. */
    private static boolean reads(Layer layer, boolean input) {
        if (layer instanceof Dense || layer instanceof BatchNorm) {
            return input;
        } else if (layer instanceof Activation activation) {
            return input == (activation.function() == Activation.Function.GELU);
        }
        return false;
    }

    private static int features(Network network, int value) {
        return value == 0
                ? network.input().features()
                : network.layers().get(value - 1).output().features();
    }

    @Test
    void shouldShareWhereNobodyMinds() {
        Network network = Network.build(
                List.of(denseWithoutBias(4), batchNorm(), relu(), dense(4), sigmoid(), flatten()),
                Shape.vector(3),
                NORM);
        // Input, dense, norm + relu, dense + sigmoid + flatten.
        assertEquals(List.of(0, 1, 2, 2, 3, 3, 3), Buffers.assign(network).of());
        assertEquals(List.of(3, 4, 4, 4), Buffers.assign(network).features());
    }

    @Test
    void shouldNotOverwriteAnOutputThatBackwardReads() {
        Network network =
                Network.build(List.of(dense(4), tanh(), flatten(), dropout(0.5), relu()), Shape.vector(3), NORM);
        assertEquals(List.of(0, 1, 1, 1, 2, 2), Buffers.assign(network).of());
    }
}
