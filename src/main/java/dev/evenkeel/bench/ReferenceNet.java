package dev.evenkeel.bench;

import static dev.evenkeel.job.Layers.batchNorm;
import static dev.evenkeel.job.Layers.dense;
import static dev.evenkeel.job.Layers.relu;
import static dev.evenkeel.job.Layers.repeat;
import static dev.evenkeel.job.Layers.sigmoid;
import static dev.evenkeel.job.Optimizers.sgd;

import dev.evenkeel.job.Data;
import dev.evenkeel.job.JobSpec;
import dev.evenkeel.nn.LayerSpec;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** The reference nets whose throughput is measured, here and in {@code src/peers/torch_nets.py}. */
public enum ReferenceNet {
    /** Four hidden layers of 512, batch-normalized, relu. */
    MLP(256, repeat(4, dense(512).bias(false), batchNorm(), relu()), dense(10)),
    /** The net of Ioffe and Szegedy 2015, section 4.1: three hidden layers of 100, batch-normalized, sigmoid. */
    PAPER(60, repeat(3, dense(100).bias(false), batchNorm(), sigmoid()), dense(10));

    private static final int FEATURES = 784;
    private static final int CLASSES = 10;
    private static final int STEPS_PER_EPOCH = 64;

    private final int batchSize;
    private final List<LayerSpec> layers;

    ReferenceNet(int batchSize, LayerSpec... layers) {
        this.batchSize = batchSize;
        this.layers = Arrays.asList(layers);
    }

    /** Its name on the command line. */
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }

    public int batchSize() {
        return batchSize;
    }

    /** A job that trains it on random data for longer than anybody measures, without evaluation or checkpoints on the way. */
    public JobSpec job() {
        int never = 1_000_000;
        return JobSpec.builder("bench-" + key())
                .data(Data.synthetic()
                        .shape(FEATURES, 1, 1)
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
