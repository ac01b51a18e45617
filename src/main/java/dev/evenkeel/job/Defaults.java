package dev.evenkeel.job;

import dev.evenkeel.data.DataSpec;
import dev.evenkeel.health.Action;
import dev.evenkeel.health.HealthSpec;
import dev.evenkeel.nn.BatchNormSpec;
import dev.evenkeel.nn.Extent;
import dev.evenkeel.nn.Loss;

/** What a job has where it does not say: the only place that knows. */
public final class Defaults {
    public static final Loss LOSS = Loss.SOFTMAX_CROSS_ENTROPY;
    public static final int BATCH_SIZE = 64;
    public static final int MICRO_BATCH = 32;
    public static final int EPOCHS = 10;
    public static final long SEED = 42;

    public static final String OPTIMIZER = "sgd";
    public static final double LEARNING_RATE = 0.1;
    public static final double MOMENTUM = 0.9;
    public static final boolean NESTEROV = false;
    public static final double WEIGHT_DECAY = 0.0;
    public static final boolean DECAY_ALL = false;

    public static final double ADAM_LEARNING_RATE = 1e-3;
    public static final double ADAM_BETA1 = 0.9;
    public static final double ADAM_BETA2 = 0.999;
    public static final double ADAM_EPSILON = 1e-8;
    public static final double ADAMW_WEIGHT_DECAY = 0.01;
    public static final double LARS_LEARNING_RATE = 1.0;
    public static final double LARS_TRUST_COEFFICIENT = 1e-3;
    public static final double LARS_EPSILON = 1e-8;

    public static final String SCHEDULE = "constant";
    public static final double WARMUP_EPOCHS = 0.0;
    public static final double STEP_FACTOR = 0.1;

    public static final boolean BATCH_NORM_ENABLED = true;
    public static final BatchNormSpec.Scope BATCH_NORM_SCOPE = new BatchNormSpec.Scope.Global();
    public static final double BATCH_NORM_MOMENTUM = 0.1;
    public static final double BATCH_NORM_EPSILON = 1e-5;
    public static final boolean BATCH_NORM_ZERO_INIT_RESIDUAL = false;

    /** Epochs from one checkpoint to the next, where neither epochs nor steps are given. */
    public static final int CHECKPOINT_EVERY_EPOCHS = 1;

    public static final int EVALUATE_EVERY_EPOCHS = 1;

    /** The thresholds that people know; what was added to them, such as patience, keeps healthy runs silent. */
    public static final HealthSpec HEALTH = new HealthSpec(
            true,
            20,
            5,
            0.5,
            new HealthSpec.VanishingGradient(1e-7, Action.WARN),
            new HealthSpec.VanishingWithDepth(1e-3, 0.1, Action.WARN),
            new HealthSpec.ExplodingGradient(1000, 100, Action.WARN),
            new HealthSpec.NonFinite(Action.STOP),
            new HealthSpec.DeadRelu(0.5, 0.01, Action.WARN),
            new HealthSpec.SaturatedActivation(0.5, 9.5, -23, 17, Action.WARN),
            new HealthSpec.PoorInitialization(10, Action.WARN),
            new HealthSpec.UpdateRatio(10, 1e-8, Action.WARN),
            new HealthSpec.LossNotDecreasing(0.001, 10, Action.WARN));

    public static final boolean DENSE_BIAS = true;
    public static final Extent CONVOLUTION_STRIDE = Extent.square(1);
    public static final Extent CONVOLUTION_PADDING = Extent.square(0);
    public static final boolean CONVOLUTION_BIAS = true;
    public static final boolean BATCH_NORM_TRAINABLE = true;
    public static final double LEAKY_RELU_SLOPE = 0.01;

    /** The last column. */
    public static final String CSV_LABEL = "-1";

    public static final boolean CSV_HEADER = true;
    public static final double CSV_TEST_FRACTION = 0.2;

    public static final DataSpec.Target CSV_TARGET = DataSpec.Target.CLASS;

    public static final int SYNTHETIC_CHANNELS = 1;
    public static final int SYNTHETIC_ROWS = 8;
    public static final int SYNTHETIC_COLUMNS = 8;
    public static final int SYNTHETIC_CLASSES = 10;
    public static final int SYNTHETIC_TRAIN = 1024;
    public static final int SYNTHETIC_TEST = 256;
    public static final double SYNTHETIC_NOISE = 1.0;
    public static final long SYNTHETIC_SEED = 0;

    private Defaults() {}
}
