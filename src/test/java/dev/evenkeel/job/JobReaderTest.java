package dev.evenkeel.job;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.evenkeel.data.AugmentSpec;
import dev.evenkeel.data.DataSpec;
import dev.evenkeel.job.JobSpec.Checkpoints;
import dev.evenkeel.nn.BatchNormSpec;
import dev.evenkeel.nn.Initializer;
import dev.evenkeel.nn.LayerSpec;
import dev.evenkeel.nn.Loss;
import dev.evenkeel.optim.OptimizerSpec;
import dev.evenkeel.optim.ScheduleSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JobReaderTest {
    @TempDir
    Path folder;

    @Test
    void shouldReadEveryKey() {
        JobSpec job = read("""
                name = fashion-mlp
                data { type = idx, path = "../fashion" }
                augment = [ { type = random-crop, padding = 4 }, { type = random-horizontal-flip } ]
                layers = [
                  { type = flatten }
                  { type = repeat, times = 2, body = [
                    { type = dense, units = 512, bias = false, initializer { type = normal, std = 0.5 } }
                    { type = batch-norm, trainable = false }, { type = leaky-relu, slope = 0.2 }, { type = dropout, rate = 0.25 }
                  ] }
                  { type = dense, units = 20 }, { type = sigmoid }, { type = tanh }, { type = gelu }
                  { type = dense, units = 10, initializer.type = xavier }
                ]
                loss = mean-squared-error
                optimizer { type = sgd, learning-rate = 0.2, momentum = 0.8, nesterov = true, weight-decay = 1e-4, decay-all = true }
                schedule { type = step, every-epochs = 3, factor = 0.5, warmup-epochs = 1.5 }
                gradient-clip { norm = 2 }
                batch-size = 256
                micro-batch = 16
                batch-norm { enabled = false, scope = { group = 4 }, momentum = cumulative, epsilon = 1e-3 }
                epochs = 5
                seed = -7
                checkpoint { every-steps = 100 }
                evaluate { every-epochs = 2 }
                """).spec();

        JobSpec expected = new JobSpec(
                "fashion-mlp",
                new DataSpec.Idx("../fashion"),
                List.of(new AugmentSpec.RandomCrop(4), new AugmentSpec.RandomHorizontalFlip()),
                List.of(
                        new LayerSpec.Flatten(),
                        new LayerSpec.Repeat(
                                2,
                                List.of(
                                        new LayerSpec.Dense(512, false, Initializer.normal(0.5)),
                                        new LayerSpec.BatchNorm(false),
                                        new LayerSpec.LeakyRelu(0.2),
                                        new LayerSpec.Dropout(0.25))),
                        new LayerSpec.Dense(20, true, Initializer.of(Initializer.Scheme.XAVIER)),
                        new LayerSpec.Sigmoid(),
                        new LayerSpec.Tanh(),
                        new LayerSpec.Gelu(),
                        new LayerSpec.Dense(10, true, Initializer.of(Initializer.Scheme.XAVIER))),
                Loss.MEAN_SQUARED_ERROR,
                new OptimizerSpec.Sgd(0.2, 0.8, true, 1e-4, true),
                new ScheduleSpec.Step(3, 0.5, 1.5),
                OptionalDouble.of(2),
                256,
                16,
                new BatchNormSpec(false, new BatchNormSpec.Scope.Group(4), OptionalDouble.empty(), 1e-3, false),
                5,
                -7,
                new Checkpoints(OptionalInt.empty(), OptionalInt.of(100)),
                2,
                Defaults.HEALTH);
        assertEquals(expected, job);
    }

    @Test
    void shouldFillInDefaults() {
        JobSpec job = read("data.type = digits, layers = [{ type = dense, units = 10 }]")
                .spec();

        JobSpec expected = new JobSpec(
                "job",
                new DataSpec.Digits(),
                List.of(),
                List.of(new LayerSpec.Dense(10, true, Initializer.of(Initializer.Scheme.LECUN))),
                Loss.SOFTMAX_CROSS_ENTROPY,
                new OptimizerSpec.Sgd(0.1, 0.9, false, 0, false),
                new ScheduleSpec.Constant(0),
                OptionalDouble.empty(),
                64,
                32,
                new BatchNormSpec(true, new BatchNormSpec.Scope.Global(), OptionalDouble.of(0.1), 1e-5, false),
                10,
                42,
                new Checkpoints(OptionalInt.of(1), OptionalInt.empty()),
                1,
                Defaults.HEALTH);
        assertEquals(expected, job);
    }

    @Test
    void shouldReadData() {
        assertEquals(new DataSpec.Csv("a.csv", "-1", true, 0.2), data("type = csv, path = a.csv"));
        assertEquals(
                new DataSpec.Csv("a.csv", "price", false, 0.5),
                data("type = csv, path = a.csv, label = price, header = false, test-fraction = 0.5"));
        assertEquals(new DataSpec.Csv("a.csv", "3", true, 0.2), data("type = csv, path = a.csv, label = 3"));
        assertEquals(new DataSpec.Cifar10("/cifar"), data("type = cifar10, path = /cifar"));
        assertEquals(new DataSpec.Synthetic(1, 8, 8, 10, 1024, 256, 1, 0), data("type = synthetic"));
        assertEquals(
                new DataSpec.Synthetic(3, 4, 5, 6, 7, 8, 0.5, 9),
                data(
                        "type = synthetic, channels = 3, rows = 4, columns = 5, classes = 6, train = 7, test = 8, noise = 0.5, seed = 9"));
    }

    @Test
    void shouldKnowTheFileItRead() throws IOException {
        String text = "{\"data\": {\"type\": \"digits\"}, \"layers\": [{\"type\": \"dense\", \"units\": 10}]}";
        Path file = Files.writeString(folder.resolve("small.json"), text);

        ReadJob job = JobReader.read(file, List.of());

        assertEquals("small", job.spec().name());
        assertEquals(folder.toAbsolutePath(), job.base());
    }

    @Test
    void shouldOverrideKeys() {
        String text =
                "data.type = digits, layers = [{ type = dense, units = 10 }], epochs = 3, batch-norm.scope = global";
        JobSpec job = read(
                        text,
                        Map.of(),
                        "epochs=5",
                        "epochs = 7",
                        "optimizer.learning-rate=0.4",
                        "batch-norm.scope={ group = 2 }",
                        "seed=${epochs}",
                        "layers=[{ type = dense, units = 11 }]",
                        "name=other")
                .spec();

        assertEquals(7, job.epochs());
        assertEquals(0.4, job.optimizer().learningRate());
        assertEquals(new BatchNormSpec.Scope.Group(2), job.batchNorm().scope());
        assertEquals(7, job.seed());
        assertEquals(11, ((LayerSpec.Dense) job.layers().get(0)).units());
        assertEquals("other", job.name());
    }

    @Test
    void shouldResolveAndRecordTheEnvironment() {
        String text = """
                data { type = idx, path = ${DATA}/fashion }
                layers = [{ type = dense, units = 10 }]
                epochs = ${EPOCHS}
                seed = 1
                seed = ${?SEED}
                batch-norm.enabled = ${NORM}
                optimizer.learning-rate = ${RATE}
                """;
        Map<String, String> variables =
                Map.of("DATA", "/data", "EPOCHS", "6", "NORM", "false", "RATE", "1e-2", "HOME", "/home/somebody");
        ReadJob job = read(text, variables);

        assertEquals(new DataSpec.Idx("/data/fashion"), job.spec().data());
        assertEquals(6, job.spec().epochs());
        assertEquals(1, job.spec().seed());
        assertEquals(false, job.spec().batchNorm().enabled());
        assertEquals(0.01, job.spec().optimizer().learningRate());
        assertEquals(Map.of("DATA", "/data", "EPOCHS", "6", "NORM", "false", "RATE", "1e-2"), job.environment());
    }

    private DataSpec data(String keys) {
        return read("data { " + keys + " }, layers = [{ type = dense, units = 10 }]")
                .spec()
                .data();
    }

    private ReadJob read(String text) {
        return read(text, Map.of());
    }

    private ReadJob read(String text, Map<String, String> variables, String... overrides) {
        return JobReader.parse(text, Path.of("job.conf"), List.of(overrides), variables);
    }
}
