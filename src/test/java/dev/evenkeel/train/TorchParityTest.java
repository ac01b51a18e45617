package dev.evenkeel.train;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.evenkeel.job.JobJson;
import dev.evenkeel.job.JobSpec;
import dev.evenkeel.nn.BatchNorm;
import dev.evenkeel.nn.Network;
import dev.evenkeel.nn.Parameter;
import dev.evenkeel.nn.Shape;
import dev.evenkeel.optim.OptimizerSpec;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The same weights and the same mini-batch give PyTorch's loss, gradients, running statistics and updated weights: largest error
 * over largest value at most 1e-5, per tensor. {@code src/peers/torch_fixtures.py} writes what is compared with.
 */
class TorchParityTest {
    private static final double TOLERANCE = 1e-5;

    static Stream<String> cases() {
        return Stream.of(
                "sigmoid-norm-after",
                "relu-norm-before",
                "tanh",
                "gelu",
                "leaky-relu",
                "norm-first",
                "frozen-norm",
                "cumulative",
                "squared-error-of-classes",
                "squared-error-of-numbers",
                "momentum",
                "nesterov-decay",
                "decay-all",
                "clip",
                "adam",
                "adam-decay",
                "adamw",
                "adamw-decay-all",
                "mlp",
                "paper",
                "conv2d",
                "conv2d-padding",
                "conv2d-stride",
                "conv2d-neither-square-nor-even",
                "max-pool",
                "max-pool-that-overlaps",
                "avg-pool",
                "avg-pool-that-overlaps",
                "global-avg-pool",
                "norm-of-maps",
                "frozen-norm-of-maps",
                "residual-identity",
                "residual-projection",
                "residual-of-dense",
                "small-cnn",
                "small-resnet");
    }

    @ParameterizedTest
    @MethodSource("cases")
    void shouldTakeThatStep(String name) throws IOException {
        JsonNode fixture = read(name);
        JobSpec job = JobJson.parse(fixture.get("job").toString());
        Samples data = data(fixture);

        // Plain descent first: the velocity it leaves is the gradient itself.
        Team descent = Team.from(before(fixture, plain(job), data), plain(job), data, 3);
        descent.step();
        for (Map.Entry<String, JsonNode> gradient : fixture.get("gradients").properties()) {
            String parameter = gradient.getKey();
            check(
                    "gradient of " + parameter,
                    gradient.getValue(),
                    parameter(descent, descent.state().slots()[0], parameter));
        }

        Team team = Team.from(before(fixture, job, data), job, data, 3);
        for (JsonNode loss : fixture.get("losses")) {
            assertEquals(loss.asDouble(), team.step().loss(), TOLERANCE * loss.asDouble());
        }
        for (Map.Entry<String, JsonNode> tensor : fixture.get("after").properties()) {
            check(tensor.getKey(), tensor.getValue(), tensor(team, team.state(), tensor.getKey()));
        }
    }

    private static void check(String what, JsonNode expected, double[] actual) {
        Accuracy.assertClose(what, numbers(expected), actual, TOLERANCE);
    }

    private static JsonNode read(String name) throws IOException {
        try (InputStream stream = TorchParityTest.class.getResourceAsStream("torch/" + name + ".json")) {
            return new JsonMapper().readTree(stream);
        }
    }

    private static JobSpec plain(JobSpec job) {
        return new JobSpec(
                job.name(),
                job.data(),
                job.augment(),
                job.layers(),
                job.loss(),
                new OptimizerSpec.Sgd(0.1, 0.0, false, 0.0, false),
                job.schedule(),
                OptionalDouble.empty(),
                job.batchSize(),
                job.microBatch(),
                job.batchNorm(),
                job.epochs(),
                job.seed(),
                job.checkpoint(),
                job.evaluateEveryEpochs(),
                job.health());
    }

    private static Samples data(JsonNode fixture) {
        JsonNode sizes = fixture.get("shape");
        Shape shape = new Shape(
                sizes.get(0).asInt(), sizes.get(1).asInt(), sizes.get(2).asInt());
        int features = shape.features();
        int classes = fixture.get("classes").asInt();
        double[] flat = numbers(fixture.get("inputs"));
        float[][] inputs = new float[flat.length / features][features];
        for (int i = 0; i < flat.length; i++) {
            inputs[i / features][i % features] = (float) flat[i];
        }
        double[] targets = numbers(fixture.get("targets"));
        if (classes == 0) {
            float[] values = new float[targets.length];
            copy(targets, values, 0);
            return Samples.regression(shape, inputs, values);
        }
        int[] labels = Arrays.stream(targets).mapToInt(t -> (int) t).toArray();
        return Samples.classes(shape, inputs, classes, labels);
    }

    private static TrainingState before(JsonNode fixture, JobSpec job, Samples data) {
        TrainingState state = Team.initial(job, data);
        Network network = Replica.network(job, data);
        JsonNode before = fixture.get("before");
        for (Parameter parameter : network.parameters()) {
            copy(numbers(before.get(parameter.name())), state.parameters(), parameter.from());
        }
        for (BatchNorm norm : network.norms()) {
            copy(numbers(before.get(running(norm, "mean"))), state.runningMean(), norm.channelsFrom());
            copy(numbers(before.get(running(norm, "variance"))), state.runningVariance(), norm.channelsFrom());
        }
        return state;
    }

    private static String running(BatchNorm norm, String what) {
        return norm.gamma().name().replace("gamma", "running-" + what);
    }

    private static double[] tensor(Team team, TrainingState state, String name) {
        for (BatchNorm norm : team.network().norms()) {
            int from = norm.channelsFrom();
            if (name.equals(running(norm, "mean"))) {
                return Accuracy.widened(state.runningMean(), from, from + norm.channels());
            } else if (name.equals(running(norm, "variance"))) {
                return Accuracy.widened(state.runningVariance(), from, from + norm.channels());
            }
        }
        return parameter(team, state.parameters(), name);
    }

    private static double[] parameter(Team team, float[] flat, String name) {
        Parameter parameter = team.network().parameters().stream()
                .filter(p -> p.name().equals(name))
                .findFirst()
                .orElseThrow();
        return Accuracy.widened(flat, parameter.from(), parameter.to());
    }

    private static double[] numbers(JsonNode list) {
        double[] numbers = new double[list.size()];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = list.get(i).asDouble();
        }
        return numbers;
    }

    private static void copy(double[] from, float[] to, int at) {
        for (int i = 0; i < from.length; i++) {
            to[at + i] = (float) from[i];
        }
    }
}
