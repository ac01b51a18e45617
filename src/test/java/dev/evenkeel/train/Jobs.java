package dev.evenkeel.train;

import dev.evenkeel.data.AugmentSpec;
import dev.evenkeel.data.DataSpec;
import dev.evenkeel.health.HealthSpec;
import dev.evenkeel.job.Defaults;
import dev.evenkeel.job.JobSpec;
import dev.evenkeel.nn.BatchNormSpec;
import dev.evenkeel.nn.LayerSpec;
import dev.evenkeel.nn.Loss;
import dev.evenkeel.optim.OptimizerSpec;
import dev.evenkeel.optim.ScheduleSpec;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/** Jobs for tests: the layers, and whatever a test wants otherwise than usual. */
public final class Jobs {
    private final List<LayerSpec> layers;
    private List<AugmentSpec> augment = List.of();
    private Loss loss = Loss.SOFTMAX_CROSS_ENTROPY;
    private OptimizerSpec optimizer = new OptimizerSpec.Sgd(0.1, 0.9, false, 0.0, false);
    private ScheduleSpec schedule = new ScheduleSpec.Constant(0.0);
    private OptionalDouble clipNorm = OptionalDouble.empty();
    private int batchSize = 64;
    private int microBatch = 8;
    private boolean batchNorm = true;
    private BatchNormSpec.Scope scope = new BatchNormSpec.Scope.Global();
    private boolean zeroInitResidual;
    private OptionalDouble momentum = OptionalDouble.of(0.1);
    private int epochs = 1;
    private long seed = 42;
    private HealthSpec health = Defaults.HEALTH;

    private Jobs(List<LayerSpec> layers) {
        this.layers = layers;
    }

    public static Jobs of(LayerSpec... layers) {
        return new Jobs(List.of(layers));
    }

    public Jobs augment(AugmentSpec... steps) {
        this.augment = List.of(steps);
        return this;
    }

    public Jobs loss(Loss loss) {
        this.loss = loss;
        return this;
    }

    public Jobs optimizer(OptimizerSpec optimizer) {
        this.optimizer = optimizer;
        return this;
    }

    /** Plain gradient descent: the velocity after the first step is the gradient itself. */
    public Jobs learningRate(double rate) {
        return optimizer(new OptimizerSpec.Sgd(rate, 0.0, false, 0.0, false));
    }

    public Jobs schedule(ScheduleSpec schedule) {
        this.schedule = schedule;
        return this;
    }

    public Jobs clipNorm(double norm) {
        this.clipNorm = OptionalDouble.of(norm);
        return this;
    }

    public Jobs batchSize(int samples) {
        this.batchSize = samples;
        return this;
    }

    public Jobs microBatch(int samples) {
        this.microBatch = samples;
        return this;
    }

    public Jobs withoutBatchNorm() {
        this.batchNorm = false;
        return this;
    }

    public Jobs scope(BatchNormSpec.Scope scope) {
        this.scope = scope;
        return this;
    }

    public Jobs zeroInitResidual() {
        this.zeroInitResidual = true;
        return this;
    }

    public Jobs momentum(double momentum) {
        this.momentum = OptionalDouble.of(momentum);
        return this;
    }

    public Jobs cumulative() {
        this.momentum = OptionalDouble.empty();
        return this;
    }

    public Jobs epochs(int epochs) {
        this.epochs = epochs;
        return this;
    }

    public Jobs seed(long seed) {
        this.seed = seed;
        return this;
    }

    public Jobs health(HealthSpec health) {
        this.health = health;
        return this;
    }

    public JobSpec build() {
        return new JobSpec(
                "test",
                new DataSpec.Digits(),
                augment,
                layers,
                loss,
                optimizer,
                schedule,
                clipNorm,
                batchSize,
                microBatch,
                new BatchNormSpec(batchNorm, scope, momentum, 1e-5, zeroInitResidual),
                epochs,
                seed,
                new JobSpec.Checkpoints(OptionalInt.of(1), OptionalInt.empty()),
                1,
                health);
    }
}
