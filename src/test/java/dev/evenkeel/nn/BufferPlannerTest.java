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
import static dev.evenkeel.nn.Layers.repeat;
import static dev.evenkeel.nn.Layers.residual;
import static dev.evenkeel.nn.Layers.sigmoid;
import static dev.evenkeel.nn.Layers.tanh;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Values and gradients share memory only where nobody reads any more what is overwritten. */
class BufferPlannerTest {
    private static final BatchNormSpec NORM =
            new BatchNormSpec(true, new BatchNormSpec.Scope.Global(), OptionalDouble.of(0.1), 1e-5, false);
    private static final int UNITS = 6;
    private static final List<LayerSpec> ANY = List.of(
            dense(UNITS),
            denseWithoutBias(UNITS),
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
        return LongStream.range(0, 500);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void shouldKeepWhatIsRead(long seed) {
        List<LayerSpec> specs = layers(new Random(seed), 2);
        Network network = Network.build(specs, Shape.vector(UNITS), NORM);
        new Simulation(network, true).forward().backward();
        new Simulation(network, false).forward();
    }

    private static List<LayerSpec> layers(Random random, int depth) {
        return Stream.generate(() -> layer(random, depth))
                .limit(1 + random.nextInt(6))
                .toList();
    }

    private static LayerSpec layer(Random random, int depth) {
        if (depth > 0 && random.nextInt(4) == 0) {
            return new LayerSpec.Residual(
                    layers(random, depth - 1), random.nextBoolean() ? List.of() : layers(random, depth - 1));
        }
        return ANY.get(random.nextInt(ANY.size()));
    }

    /**
     * A pass in which a buffer holds the name of what was written to it: a value, or the parts of a gradient, each the
     * name of the layer that it comes from. What layers read is taken from mathematics, not from their own claims.
     */
    private static final class Simulation {
        private final Network network;
        private final Buffers buffers;
        private final Map<Integer, Object> memory = new HashMap<>();

        Simulation(Network network, boolean training) {
            this.network = network;
            this.buffers = BufferPlanner.plan(network, training);
        }

        Simulation forward() {
            write(buffers.values().get(0), "value 0", network.input());
            for (int i = 0; i < network.layers().size(); i++) {
                network.inputs(i).forEach(this::readValue);
                Layer layer = network.layers().get(i);
                if (!(layer instanceof Flatten)) {
                    write(buffers.values().get(i + 1), name(i + 1), layer.output());
                }
            }
            readValue(network.layers().size());
            return this;
        }

        void backward() {
            int last = network.layers().size();
            write(buffers.gradients().get(last), List.of("loss"), network.output());
            for (int i = last - 1; i >= 0; i--) {
                if (network.differentiable(i + 1) && !(network.layers().get(i) instanceof Flatten)) {
                    backward(i);
                }
            }
        }

        private void backward(int i) {
            Layer layer = network.layers().get(i);
            if (readsInput(layer)) {
                readValue(network.source(i));
            } else if (layer instanceof Activation) {
                readValue(i + 1);
            }
            assertEquals(gradient(i + 1), memory.get(buffers.gradients().get(i + 1)), () -> "gradient of " + i);
            int into = buffers.inputGradients().get(i);
            if (into != Buffers.NONE) {
                write(into, List.of("layer " + i), layer.input());
            }
            for (Buffers.Sum sum : buffers.sums().get(i)) {
                List<String> parts = new ArrayList<>(parts(sum.before()));
                parts.addAll(parts(sum.now()));
                write(sum.into(), parts.stream().sorted().toList(), layer.input());
            }
        }

        private static boolean readsInput(Layer layer) {
            return layer instanceof Dense
                    || layer instanceof BatchNorm
                    || layer instanceof Activation activation && activation.function() == Activation.Function.GELU;
        }

        /** The parts that a value's gradient must have. */
        private List<String> gradient(int value) {
            List<String> parts = new ArrayList<>();
            if (value == network.layers().size()) {
                parts.add("loss");
            }
            for (int i = 0; i < network.layers().size(); i++) {
                for (int read : network.inputs(i)) {
                    if (read == value) {
                        boolean passes = network.layers().get(i) instanceof Residual
                                || network.layers().get(i) instanceof Flatten;
                        parts.addAll(passes ? gradient(i + 1) : List.of("layer " + i));
                    }
                }
            }
            return parts.stream().sorted().toList();
        }

        private void readValue(int value) {
            assertEquals(name(value), memory.get(buffers.values().get(value)), () -> "value " + value);
        }

        /** A flatten hands the same numbers on. */
        private String name(int value) {
            boolean renamed = value > 0 && network.layers().get(value - 1) instanceof Flatten;
            return renamed ? name(network.source(value - 1)) : "value " + value;
        }

        @SuppressWarnings("unchecked")
        private List<String> parts(int buffer) {
            return (List<String>) memory.get(buffer);
        }

        private void write(int buffer, Object what, Shape shape) {
            assertTrue(buffers.features().get(buffer) >= shape.features());
            memory.put(buffer, what);
        }
    }

    @Test
    void shouldShareWhereNobodyMinds() {
        Buffers buffers = plan(true, denseWithoutBias(4), batchNorm(), relu(), dense(4), sigmoid(), flatten());
        // Input, dense, norm + relu, dense + sigmoid + flatten.
        assertEquals(List.of(0, 1, 2, 2, 3, 3, 3), buffers.values());
        // The gradient of the output and of what sigmoid reads, then that of dense's input, in the memory of dense's
        // output.
        assertEquals(List.of(3, 4, 4, 4, 4), buffers.features());
    }

    @Test
    void shouldNotOverwriteAnOutputThatBackwardReads() {
        Buffers buffers = plan(true, dense(4), tanh(), flatten(), dropout(0.5), relu());
        assertEquals(List.of(0, 1, 1, 1, 2, 2), buffers.values());
    }

    /** Outside training two buffers do for a chain of any length, and a block adds one that keeps what its shortcut reads. */
    @Test
    void shouldReuseMemoryByLifetime() {
        assertEquals(2, plan(false, repeat(9, dense(3), relu())).features().size());
        LayerSpec block = residual(dense(3), relu(), dense(3));
        assertEquals(3, plan(false, repeat(9, block)).features().size());
    }

    /** What is overwritten when the forward pass has ended must not be taken for what a layer made. */
    @Test
    void shouldTellWhatIsStillThere() {
        Buffers buffers = plan(false, dense(3), dense(3), dense(3), dense(3));
        List<Integer> last = IntStream.range(0, 5)
                .filter(value -> buffers.kept().get(value))
                .boxed()
                .toList();
        assertTrue(last.contains(4) && last.size() <= buffers.features().size(), last::toString);
    }

    private static Buffers plan(boolean training, LayerSpec... layers) {
        return BufferPlanner.plan(Network.build(List.of(layers), Shape.vector(3), NORM), training);
    }
}
