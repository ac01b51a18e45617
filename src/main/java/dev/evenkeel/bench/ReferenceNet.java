package dev.evenkeel.bench;

import static dev.evenkeel.job.Layers.batchNorm;
import static dev.evenkeel.job.Layers.conv2d;
import static dev.evenkeel.job.Layers.dense;
import static dev.evenkeel.job.Layers.globalAvgPool;
import static dev.evenkeel.job.Layers.maxPool;
import static dev.evenkeel.job.Layers.relu;
import static dev.evenkeel.job.Layers.repeat;
import static dev.evenkeel.job.Layers.residual;
import static dev.evenkeel.job.Layers.sigmoid;
import static dev.evenkeel.job.Optimizers.sgd;

import dev.evenkeel.job.Data;
import dev.evenkeel.job.JobSpec;
import dev.evenkeel.nn.LayerSpec;
import dev.evenkeel.nn.Shape;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** The reference nets whose throughput is measured, here and in {@code src/peers/torch_nets.py}. */
public enum ReferenceNet {
    /** Four hidden layers of 512, batch-normalized, relu. */
    MLP(Shape.vector(784), 256, repeat(4, dense(512).bias(false), batchNorm(), relu()), dense(10)),
    /** The net of Ioffe and Szegedy 2015, section 4.1: three hidden layers of 100, batch-normalized, sigmoid. */
    PAPER(Shape.vector(784), 60, repeat(3, dense(100).bias(false), batchNorm(), sigmoid()), dense(10)),
    /** Two convolutions of 32 and 64 filters, each batch-normalized and pooled, and a hidden layer of 128. */
    CNN(
            new Shape(1, 28, 28),
            128,
            convolution(32, 3, 1),
            batchNorm(),
            relu(),
            maxPool(2),
            convolution(64, 3, 1),
            batchNorm(),
            relu(),
            maxPool(2),
            dense(128).bias(false),
            batchNorm(),
            relu(),
            dense(10)),
    /** The residual net of 20 layers for CIFAR (He et al. 2016), with projections where the shape changes. */
    RESNET20(
            new Shape(3, 32, 32),
            64,
            convolution(16, 3, 1),
            batchNorm(),
            relu(),
            repeat(3, block(16, 1), relu()),
            block(32, 2).shortcut(convolution(32, 1, 2), batchNorm()),
            relu(),
            repeat(2, block(32, 1), relu()),
            block(64, 2).shortcut(convolution(64, 1, 2), batchNorm()),
            relu(),
            repeat(2, block(64, 1), relu()),
            globalAvgPool(),
            dense(10));

    private static final int CLASSES = 10;
    private static final int STEPS_PER_EPOCH = 64;

    private final Shape input;
    private final int batchSize;
    private final List<LayerSpec> layers;

    ReferenceNet(Shape input, int batchSize, LayerSpec... layers) {
        this.input = input;
        this.batchSize = batchSize;
        this.layers = Arrays.asList(layers);
    }

    private static LayerSpec.Conv2d convolution(int filters, int kernel, int stride) {
        return conv2d(filters, kernel).stride(stride).padding(kernel / 2).bias(false);
    }

    private static LayerSpec.Residual block(int filters, int stride) {
        return residual(convolution(filters, 3, stride), batchNorm(), relu(), convolution(filters, 3, 1), batchNorm());
    }

    /** Its name on the command line. */
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The shape of a sample. */
    public Shape input() {
        return input;
    }

    public int batchSize() {
        return batchSize;
    }

    /** A job that trains it on random data for longer than anybody measures, without evaluation or checkpoints on the way. */
    public JobSpec job() {
        int never = 1_000_000;
        return JobSpec.builder("bench-" + key())
                .data(Data.synthetic()
                        .shape(input.channels(), input.rows(), input.columns())
                        .classes(CLASSES)
                        .samples(batchSize * STEPS_PER_EPOCH, batchSize))
                .layers(layers)
                .optimizer(sgd(0.05).momentum(0.9))
                .batchSize(batchSize)
                .epochs(never)
                .evaluateEveryEpochs(never)
                .checkpointEveryEpochs(never)
                .build();
    }
}
