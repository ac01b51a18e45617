package dev.evenkeel.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.evenkeel.bench.ReferenceNet;
import dev.evenkeel.job.JobSpec;
import dev.evenkeel.math.KernelSets;
import dev.evenkeel.math.Lanes;
import dev.evenkeel.nn.BatchNorm;
import dev.evenkeel.nn.Layer;
import dev.evenkeel.nn.Network;
import dev.evenkeel.nn.Parameter;
import dev.evenkeel.nn.Pass;
import dev.evenkeel.nn.Randomness;
import dev.evenkeel.nn.Shape;
import dev.evenkeel.nn.Weighted;
import dev.evenkeel.optim.OptimizerSpec;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The reference nets of {@code bench} in full size, from the same weights, give PyTorch's outputs, loss, gradients and running
 * statistics. {@code src/peers/torch_reference.py} writes what is compared with, in float64, and states the rule for weights and
 * inputs.
 */
class ReferenceNetsTest {
    private static final int SAMPLES = 24;
    private static final double TOLERANCE = 1e-5;

    @ParameterizedTest
    @EnumSource(ReferenceNet.class)
    void shouldGiveWhatPyTorchGives(ReferenceNet net) throws IOException {
        JsonNode expected = read().get(net.key());
        JobSpec job = net.job().toBuilder()
                .healthEnabled(false)
                .optimizer(new OptimizerSpec.Sgd(0.1, 0.0, false, 0.0, false))
                .batchSize(SAMPLES)
                .microBatch(10)
                .build();
        Shape input = net.input();
        Samples data = samples(input);
        Network network = Replica.network(job, data);
        TrainingState state = Team.initial(job, data);
        fill(network, state.parameters());

        assertClose("outputs", expected.get("outputs"), outputs(network, state, data));

        Team team = Team.from(state, job, data, 3);
        assertEquals(expected.get("loss").asDouble(), team.step().loss(), TOLERANCE);
        // Where relus at the edge of rounding decide, as in the deep net, floats are as far from doubles as PyTorch's
        // own.
        double tolerance = Math.max(TOLERANCE, 2 * expected.get("float32").asDouble());
        // The velocity that a first step of plain descent leaves is the gradient itself.
        List<Parameter> parameters = network.parameters();
        for (int t = 0; t < parameters.size(); t++) {
            Parameter parameter = parameters.get(t);
            assertSpread(
                    net + ", gradient of " + parameter.name(),
                    expected.get("gradients").get(t),
                    team.state().slots()[0],
                    parameter.from(),
                    parameter.size(),
                    tolerance);
        }
        for (int n = 0; n < network.norms().size(); n++) {
            BatchNorm norm = network.norms().get(n);
            String what = net + ", running statistics of " + network.describe(norm.index());
            int from = norm.channelsFrom();
            assertSpread(
                    what, expected.get("means").get(n), team.state().runningMean(), from, norm.channels(), TOLERANCE);
            assertSpread(
                    what,
                    expected.get("variances").get(n),
                    team.state().runningVariance(),
                    from,
                    norm.channels(),
                    TOLERANCE);
        }
    }

    private static JsonNode read() throws IOException {
        try (InputStream stream = ReferenceNetsTest.class.getResourceAsStream("reference-nets.json")) {
            return new JsonMapper().readTree(stream);
        }
    }

    private static double number(int stream, int index) {
        int x = stream * 0x9E3779B1 + index * 0x85EBCA77 + 1;
        x = (x ^ x >>> 15) * 0x2C1B3C6D;
        x = (x ^ x >>> 12) * 0x297A2D39;
        return Integer.toUnsignedLong(x ^ x >>> 15) / 0x1p32 - 0.5;
    }

    private static void fill(float[] values, int from, int size, int stream, double scale, double shift) {
        for (int i = 0; i < size; i++) {
            values[from + i] = (float) (shift + scale * number(stream, i));
        }
    }

    private static void fill(Network network, float[] parameters) {
        int weights = 0;
        int norms = 0;
        for (Layer layer : network.layers()) {
            if (layer instanceof Weighted weighted) {
                int stream = ++weights;
                Parameter weight = weighted.weight();
                fill(parameters, weight.from(), weight.size(), stream, Math.sqrt(24.0 / weighted.fanIn()), 0);
                weighted.bias().ifPresent(bias -> fill(parameters, bias.from(), bias.size(), 1000 + stream, 0.2, 0));
            } else if (layer instanceof BatchNorm norm) {
                int stream = ++norms;
                fill(parameters, norm.gamma().from(), norm.channels(), 2000 + stream, 0.5, 1);
                fill(parameters, norm.beta().from(), norm.channels(), 3000 + stream, 0.5, 0);
            }
        }
    }

    /** In the order of the other side; a step takes them in another, which changes its sums in the last bits only. */
    private static Samples samples(Shape shape) {
        float[][] inputs = new float[SAMPLES][shape.features()];
        for (int s = 0; s < SAMPLES; s++) {
            for (int f = 0; f < shape.features(); f++) {
                inputs[s][f] = (float) (3.0 * number(4000, s * shape.features() + f));
            }
        }
        return Samples.classes(
                shape, inputs, 10, IntStream.range(0, SAMPLES).map(s -> s % 10).toArray());
    }

    /** As outside training, where running statistics are those at the start. */
    private static double[] outputs(Network network, TrainingState state, Samples data) {
        Pass.Weights weights = new Pass.Weights(state.parameters(), state.runningMean(), state.runningVariance());
        Pass pass = new Pass(network, KernelSets.best(), weights, new Randomness(0), false);
        Lanes lanes = Lanes.of(SAMPLES);
        pass.begin(lanes, new int[] {0}, new float[0][]);
        data.gather(IntStream.range(0, SAMPLES).toArray(), 0, SAMPLES, pass.input(), 0, lanes.width(0));
        pass.forward();
        double[] outputs = new double[SAMPLES * 10];
        for (int s = 0; s < SAMPLES; s++) {
            for (int k = 0; k < 10; k++) {
                outputs[s * 10 + k] = pass.output()[k * lanes.width(0) + s];
            }
        }
        return outputs;
    }

    private static void assertClose(String what, JsonNode expected, double[] actual) {
        double[] numbers = new double[expected.size()];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = expected.get(i).asDouble();
        }
        Accuracy.assertClose(what, numbers, actual, TOLERANCE);
    }

    private static void assertSpread(
            String what, JsonNode expected, float[] actual, int from, int size, double tolerance) {
        double largest = expected.get("largest").asDouble();
        int step = expected.get("step").asInt();
        JsonNode values = expected.get("values");
        assertEquals((size + step - 1) / step, values.size(), what);
        for (int i = 0; i < values.size(); i++) {
            double error = Math.abs(values.get(i).asDouble() - actual[from + i * step]) / largest;
            assertTrue(
                    error <= tolerance,
                    () -> String.format(Locale.ROOT, "%s: error over largest value %.2g", what, error));
        }
    }
}
