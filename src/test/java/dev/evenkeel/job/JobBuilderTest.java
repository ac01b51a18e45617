package dev.evenkeel.job;

import static dev.evenkeel.job.Augmentations.randomCrop;
import static dev.evenkeel.job.Augmentations.randomHorizontalFlip;
import static dev.evenkeel.job.Layers.avgPool;
import static dev.evenkeel.job.Layers.batchNorm;
import static dev.evenkeel.job.Layers.conv2d;
import static dev.evenkeel.job.Layers.dense;
import static dev.evenkeel.job.Layers.dropout;
import static dev.evenkeel.job.Layers.flatten;
import static dev.evenkeel.job.Layers.gelu;
import static dev.evenkeel.job.Layers.globalAvgPool;
import static dev.evenkeel.job.Layers.leakyRelu;
import static dev.evenkeel.job.Layers.maxPool;
import static dev.evenkeel.job.Layers.relu;
import static dev.evenkeel.job.Layers.repeat;
import static dev.evenkeel.job.Layers.residual;
import static dev.evenkeel.job.Layers.sigmoid;
import static dev.evenkeel.job.Layers.tanh;
import static dev.evenkeel.job.Optimizers.sgd;
import static dev.evenkeel.job.Schedules.constant;
import static dev.evenkeel.job.Schedules.cosine;
import static dev.evenkeel.job.Schedules.step;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.evenkeel.data.DataSpec;
import dev.evenkeel.health.Action;
import dev.evenkeel.health.Rule;
import dev.evenkeel.nn.BatchNormSpec.Scope;
import dev.evenkeel.nn.Extent;
import dev.evenkeel.nn.Initializer;
import dev.evenkeel.nn.Loss;
import dev.evenkeel.optim.OptimizerSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class JobBuilderTest {
    @Test
    void shouldBuildWhatAFileSays() {
        JobSpec built = JobSpec.builder("digits")
                .data(Data.digits())
                .layers(flatten(), dense(64), batchNorm(), relu(), dense(10))
                .optimizer(sgd(0.1).momentum(0.9))
                .batchSize(64)
                .epochs(10)
                .seed(42)
                .build();

        assertEquals(Jobs.parse("""
                        name = digits
                        data.type = digits
                        layers = [{ type = flatten }, { type = dense, units = 64 }, { type = batch-norm }, { type = relu }
                                  { type = dense, units = 10 }]
                        optimizer { type = sgd, learning-rate = 0.1, momentum = 0.9 }
                        batch-size = 64
                        epochs = 10
                        seed = 42
                        """), built);
    }

    @Test
    void shouldBuildEveryOptimizer() {
        assertEquals(
                optimizer(
                        "type = adam, beta1 = 0.8, beta2 = 0.99, epsilon = 1e-6, weight-decay = 0.1, decay-all = true"),
                Optimizers.adam(0.001)
                        .betas(0.8, 0.99)
                        .epsilon(1e-6)
                        .weightDecay(0.1)
                        .decayAll(true));
        assertEquals(optimizer("type = adam"), Optimizers.adam(0.001));
        assertEquals(optimizer("type = adamw"), Optimizers.adamW(0.001));
        assertEquals(
                optimizer("type = adamw, learning-rate = 0.1, base-batch-size = 256"),
                Optimizers.adamW(0.1).baseBatchSize(256));
        assertEquals(optimizer("type = lars"), Optimizers.lars(1));
        assertEquals(
                optimizer(
                        "type = lars, learning-rate = 8, base-batch-size = 512, momentum = 0.8, trust-coefficient = 0.02, epsilon = 1e-6, weight-decay = 0.1, decay-all = true"),
                Optimizers.lars(8)
                        .baseBatchSize(512)
                        .momentum(0.8)
                        .trustCoefficient(0.02)
                        .epsilon(1e-6)
                        .weightDecay(0.1)
                        .decayAll(true));
        assertEquals(optimizer("learning-rate = 0.2, base-batch-size = 32"), sgd(0.2).baseBatchSize(32));
    }

    /** The optimizer of a file, which is also that of a job built with it. */
    private static OptimizerSpec optimizer(String keys) {
        OptimizerSpec read =
                Jobs.parse(Jobs.SMALL + "optimizer { " + keys + " }").optimizer();
        assertEquals(read, Jobs.small().toBuilder().optimizer(read).build().optimizer());
        return read;
    }

    /** What configuration can do, code can do too. */
    @Test
    void shouldHaveAMethodForEveryKey() {
        JobSpec built = JobSpec.builder("every-key")
                .data(Data.csv("a.csv")
                        .label("price")
                        .header(false)
                        .testFraction(0.5)
                        .target(DataSpec.Target.NUMBER))
                .layers(
                        conv2d(32, 3).stride(2).padding(1).bias(false).initializer(Initializer.normal(0.5)),
                        conv2d(8, new Extent(2, 3)).stride(new Extent(2, 1)).padding(new Extent(0, 2)),
                        maxPool(2),
                        maxPool(3, 2),
                        avgPool(2),
                        avgPool(3, 1),
                        globalAvgPool(),
                        repeat(
                                2,
                                dense(512).bias(false).initializer(Initializer.normal(0.5)),
                                batchNorm().frozen(),
                                gelu()),
                        leakyRelu(0.2),
                        leakyRelu(),
                        dropout(0.25),
                        sigmoid(),
                        tanh(),
                        residual(relu()),
                        residual(dense(3)).shortcut(dense(3)),
                        dense(1))
                .augment(randomCrop(2), randomHorizontalFlip())
                .loss(Loss.MEAN_SQUARED_ERROR)
                .optimizer(
                        sgd(0.2).momentum(0.8).nesterov(true).weightDecay(1e-4).decayAll(true))
                .schedule(step(3, 0.5).warmupEpochs(1.5))
                .gradientClip(2)
                .batchSize(256)
                .microBatch(16)
                .batchNormEnabled(false)
                .batchNormScope(Scope.group(4))
                .batchNormCumulative()
                .batchNormEpsilon(1e-3)
                .batchNormZeroInitResidual(true)
                .epochs(5)
                .seed(-7)
                .checkpointEveryEpochs(2)
                .checkpointEverySteps(100)
                .evaluateEveryEpochs(2)
                .healthEnabled(false)
                .healthEverySteps(7)
                .healthAction(Rule.DEAD_RELU, Action.STOP)
                .build();

        assertEquals(Jobs.parse("""
                        name = every-key
                        data { type = csv, path = a.csv, label = price, header = false, test-fraction = 0.5, target = number }
                        augment = [{ type = random-crop, padding = 2 }, { type = random-horizontal-flip }]
                        layers = [
                          { type = conv2d, filters = 32, kernel = 3, stride = 2, padding = 1, bias = false,
                            initializer { type = normal, std = 0.5 } }
                          { type = conv2d, filters = 8, kernel = [2, 3], stride = [2, 1], padding = [0, 2] }
                          { type = max-pool, size = 2 }, { type = max-pool, size = 3, stride = 2 }
                          { type = avg-pool, size = 2 }, { type = avg-pool, size = [3, 3], stride = 1 }
                          { type = global-avg-pool }
                          { type = repeat, times = 2, body = [
                            { type = dense, units = 512, bias = false, initializer { type = normal, std = 0.5 } }
                            { type = batch-norm, trainable = false }, { type = gelu }
                          ] }
                          { type = leaky-relu, slope = 0.2 }, { type = leaky-relu }, { type = dropout, rate = 0.25 }
                          { type = sigmoid }, { type = tanh }, { type = residual, body = [{ type = relu }] }
                          { type = residual, body = [{ type = dense, units = 3 }], shortcut = [{ type = dense, units = 3 }] }
                          { type = dense, units = 1 }
                        ]
                        loss = mean-squared-error
                        optimizer { learning-rate = 0.2, momentum = 0.8, nesterov = true, weight-decay = 1e-4, decay-all = true }
                        schedule { type = step, every-epochs = 3, factor = 0.5, warmup-epochs = 1.5 }
                        gradient-clip { norm = 2 }
                        batch-size = 256
                        micro-batch = 16
                        batch-norm { enabled = false, scope = { group = 4 }, momentum = cumulative, epsilon = 1e-3, zero-init-residual = true }
                        epochs = 5
                        seed = -7
                        checkpoint { every-epochs = 2, every-steps = 100 }
                        evaluate { every-epochs = 2 }
                        health { enabled = false, every-steps = 7, dead-relu.action = stop }
                        """), built);
    }

    @Test
    void shouldHaveTheDefaultsOfAFile() {
        assertEquals(
                Jobs.parse("name = a, data.type = synthetic, layers = [{ type = dense, units = 10 }]"),
                builder().data(Data.synthetic()).build());
        assertEquals(Jobs.small().schedule(), constant());
        assertEquals(Jobs.small("schedule.type=cosine").schedule(), cosine());
        assertEquals(Jobs.small("schedule={ type = step, every-epochs = 2 }").schedule(), step(2));
        assertEquals(Jobs.small("data={ type = csv, path = b }").data(), Data.csv("b"));
        assertEquals(
                new DataSpec.Synthetic(3, 4, 5, 6, 7, 8, 0.5, 9),
                Data.synthetic()
                        .shape(3, 4, 5)
                        .classes(6)
                        .samples(7, 8)
                        .noise(0.5)
                        .seed(9));
    }

    static Stream<Arguments> wrong() {
        return Stream.of(
                Arguments.of(builder().epochs(0), "epochs must be a whole number of at least 1, but is 0"),
                Arguments.of(
                        builder().layers(),
                        "layers must be a list of at least one layer, such as [{ type = dense, units = 10 }], but is an empty list"),
                Arguments.of(
                        builder().layers(relu(), repeat(2, dense(-1))),
                        "layers[1].body[0].units must be a whole number of at least 1, but is -1"),
                Arguments.of(
                        builder().optimizer(sgd(Double.NaN)),
                        "optimizer.learning-rate must be a finite number above 0, but is NaN"),
                Arguments.of(
                        builder().name("a/b"),
                        "name must be 1 to 64 letters, digits, dots, dashes and underscores, the first a letter or digit, but is \"a/b\""),
                Arguments.of(
                        JobSpec.builder("a").layers(relu()),
                        "data is missing: it must be a section such as { type = digits }"));
    }

    @ParameterizedTest
    @MethodSource("wrong")
    void shouldRefuseInTheSentencesOfAFile(JobBuilder builder, String sentence) {
        assertEquals(
                sentence,
                assertThrows(InvalidJobException.class, builder::build).getMessage());
    }

    static LongStream seeds() {
        return LongStream.range(0, 100);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void shouldBuildAnEqualJobFromAJob(long seed) {
        JobSpec job = RandomJobs.of(seed);

        assertEquals(job, job.toBuilder().build());
    }

    @Test
    void shouldReadAFileWithItsDataBesideIt(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(
                folder.resolve("a.conf"),
                "data { type = idx, path = images }, layers = [{ type = dense, units = 10 }]");

        assertEquals(
                new DataSpec.Idx(folder.toAbsolutePath().resolve("images").toString()),
                JobSpec.read(file).data());
    }

    private static JobBuilder builder() {
        return JobSpec.builder("a").data(Data.digits()).layers(dense(10));
    }
}
