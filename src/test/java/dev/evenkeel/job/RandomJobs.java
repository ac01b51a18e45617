package dev.evenkeel.job;

import dev.evenkeel.data.AugmentSpec;
import dev.evenkeel.data.DataSpec;
import dev.evenkeel.health.Action;
import dev.evenkeel.health.HealthSpec;
import dev.evenkeel.job.JobSpec.Checkpoints;
import dev.evenkeel.nn.BatchNormSpec;
import dev.evenkeel.nn.BatchNormSpec.Scope;
import dev.evenkeel.nn.Extent;
import dev.evenkeel.nn.Initializer;
import dev.evenkeel.nn.Initializer.Scheme;
import dev.evenkeel.nn.LayerSpec;
import dev.evenkeel.nn.Loss;
import dev.evenkeel.optim.OptimizerSpec;
import dev.evenkeel.optim.ScheduleSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.SplittableRandom;

/** Valid jobs of all shapes, each from a seed. */
final class RandomJobs {
    private final SplittableRandom random;

    private RandomJobs(long seed) {
        random = new SplittableRandom(seed);
    }

    static JobSpec of(long seed) {
        return new RandomJobs(seed).job();
    }

    private JobSpec job() {
        return new JobSpec(
                "job-" + random.nextInt(1000),
                data(),
                augment(),
                layers(2),
                Loss.values()[random.nextInt(2)],
                optimizer(),
                schedule(),
                maybe() ? OptionalDouble.of(positive()) : OptionalDouble.empty(),
                count(),
                count(),
                new BatchNormSpec(
                        maybe(),
                        scope(),
                        maybe() ? OptionalDouble.of(1 - fraction()) : OptionalDouble.empty(),
                        1e-12 + fraction() * 0.9,
                        maybe()),
                count(),
                random.nextLong(),
                checkpoints(),
                count(),
                health());
    }

    private DataSpec data() {
        return switch (random.nextInt(5)) {
            case 0 -> new DataSpec.Digits();
            case 1 -> new DataSpec.Idx("some/where \"else\" \\ é");
            case 2 -> new DataSpec.Cifar10("/cifar");
            case 3 ->
                new DataSpec.Csv(
                        "a.csv",
                        maybe() ? "-1" : "the label",
                        maybe(),
                        fraction(),
                        DataSpec.Target.values()[random.nextInt(2)]);
            default ->
                new DataSpec.Synthetic(
                        count(), count(), count(), 1 + count(), count(), count(), fraction(), random.nextLong());
        };
    }

    private List<AugmentSpec> augment() {
        return switch (random.nextInt(3)) {
            case 0 -> List.of();
            case 1 -> List.of(new AugmentSpec.RandomHorizontalFlip());
            default -> List.of(new AugmentSpec.RandomCrop(count()), new AugmentSpec.RandomHorizontalFlip());
        };
    }

    private List<LayerSpec> layers(int depth) {
        List<LayerSpec> layers = new ArrayList<>();
        for (int i = random.nextInt(1, 5); i > 0; i--) {
            layers.add(layer(depth));
        }
        return layers;
    }

    private LayerSpec layer(int depth) {
        return switch (random.nextInt(depth > 0 ? 15 : 13)) {
            case 0 -> new LayerSpec.Flatten();
            case 1 -> new LayerSpec.Dense(count(), maybe(), initializer());
            case 2 -> new LayerSpec.BatchNorm(maybe());
            case 3 -> new LayerSpec.Relu();
            case 4 -> new LayerSpec.LeakyRelu(fraction());
            case 5 -> new LayerSpec.Sigmoid();
            case 6 -> new LayerSpec.Tanh();
            case 7 -> new LayerSpec.Gelu();
            case 8 -> new LayerSpec.Dropout(fraction());
            case 9 -> convolution();
            case 10 -> new LayerSpec.MaxPool(extent(1), extent(1));
            case 11 -> new LayerSpec.AvgPool(extent(1), extent(1));
            case 12 -> new LayerSpec.GlobalAvgPool();
            case 13 -> new LayerSpec.Residual(layers(depth - 1), maybe() ? List.of() : layers(depth - 1));
            default -> new LayerSpec.Repeat(random.nextInt(1, 9), layers(depth - 1));
        };
    }

    private LayerSpec convolution() {
        Extent padding = extent(0);
        Extent kernel = new Extent(padding.rows() + random.nextInt(1, 9), padding.columns() + random.nextInt(1, 9));
        return new LayerSpec.Conv2d(count(), kernel, extent(1), padding, maybe(), initializer());
    }

    private Extent extent(int smallest) {
        Extent square = Extent.square(smallest + random.nextInt(5));
        return maybe() ? square : new Extent(square.rows(), smallest + random.nextInt(5));
    }

    private Initializer initializer() {
        return switch (random.nextInt(4)) {
            case 0 -> Initializer.of(Scheme.HE);
            case 1 -> Initializer.of(Scheme.XAVIER);
            case 2 -> Initializer.of(Scheme.LECUN);
            default -> Initializer.normal(positive());
        };
    }

    private OptimizerSpec optimizer() {
        OptionalInt base = maybe() ? OptionalInt.of(count()) : OptionalInt.empty();
        double epsilon = 1e-16 + fraction() * 0.9;
        double momentum = maybe() ? 0 : 0.5 * (1 + fraction());
        boolean nesterov = momentum > 0 && maybe();
        return switch (random.nextInt(3)) {
            case 0 -> new OptimizerSpec.Sgd(positive(), base, momentum, nesterov, fraction(), maybe());
            case 1 ->
                new OptimizerSpec.Adam(positive(), base, fraction(), fraction(), epsilon, fraction(), maybe(), maybe());
            default -> new OptimizerSpec.Lars(positive(), base, momentum, positive(), epsilon, fraction(), maybe());
        };
    }

    private ScheduleSpec schedule() {
        double warmup = maybe() ? 0 : 10 * fraction();
        return switch (random.nextInt(3)) {
            case 0 -> new ScheduleSpec.Constant(warmup);
            case 1 -> new ScheduleSpec.Step(count(), positive(), warmup);
            default -> new ScheduleSpec.Cosine(warmup);
        };
    }

    private Scope scope() {
        return switch (random.nextInt(3)) {
            case 0 -> new Scope.Global();
            case 1 -> new Scope.MicroBatch();
            default -> new Scope.Group(count());
        };
    }

    private Checkpoints checkpoints() {
        OptionalInt epochs = maybe() ? OptionalInt.of(count()) : OptionalInt.empty();
        boolean steps = epochs.isEmpty() || maybe();
        return new Checkpoints(epochs, steps ? OptionalInt.of(count()) : OptionalInt.empty());
    }

    private HealthSpec health() {
        return new HealthSpec(
                maybe(),
                count(),
                count(),
                positiveFraction(),
                new HealthSpec.VanishingGradient(positive(), action()),
                new HealthSpec.VanishingWithDepth(positive(), positive(), action()),
                new HealthSpec.ExplodingGradient(positive(), count() + 1, action()),
                new HealthSpec.NonFinite(maybe() ? Action.STOP : Action.SKIP_STEP),
                new HealthSpec.DeadRelu(fraction(), positiveFraction(), action()),
                new HealthSpec.SaturatedActivation(fraction(), positive(), -positive(), positive(), action()),
                new HealthSpec.PoorInitialization(count() + 1, action()),
                new HealthSpec.UpdateRatio(positive(), positive(), action()),
                new HealthSpec.LossNotDecreasing(fraction(), count(), action()));
    }

    private Action action() {
        return Action.values()[random.nextInt(3)];
    }

    private double positiveFraction() {
        return 0.001 + 0.9 * fraction();
    }

    private boolean maybe() {
        return random.nextBoolean();
    }

    private int count() {
        return random.nextInt(1, 2000);
    }

    /** From 0 to below 1, with all its digits. */
    private double fraction() {
        return random.nextDouble();
    }

    /** Above 0, of any magnitude that a float has. */
    private double positive() {
        return (1 + random.nextDouble()) * StrictMath.pow(10, random.nextInt(-30, 30));
    }
}
