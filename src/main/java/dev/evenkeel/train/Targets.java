package dev.evenkeel.train;

import dev.evenkeel.data.Dataset;
import dev.evenkeel.nn.Loss;
import dev.evenkeel.nn.Pass;
import java.util.Arrays;

/**
 * What the samples of a shard should come out as, and the loss against it. Under mean squared error a class is a row of 0 with
 * a 1 at its place. Compute thread only.
 */
final class Targets {
    private final Loss loss;
    private final int outputs;
    private final int classes;
    private int[] labels = {};
    private float[] values = {};

    Targets(Loss loss, int outputs, int classes) {
        this.loss = loss;
        this.outputs = outputs;
        this.classes = classes;
    }

    /** Reads the targets of {@code count} samples: {@code ids[first …]}. */
    void read(Dataset.Part part, int[] ids, int first, int count) {
        if (loss == Loss.SOFTMAX_CROSS_ENTROPY) {
            labels = labels.length < count ? new int[count] : labels;
            for (int s = 0; s < count; s++) {
                labels[s] = part.label(ids[first + s]);
            }
            return;
        }
        values = values.length < count * outputs ? new float[count * outputs] : values;
        Arrays.fill(values, 0, count * outputs, 0f);
        for (int s = 0; s < count; s++) {
            if (classes > 0) {
                values[s * outputs + part.label(ids[first + s])] = 1f;
            } else {
                values[s * outputs] = part.target(ids[first + s]);
            }
        }
    }

    /**
     * The loss of local micro-batch j, whose samples begin at {@code first} among those read; writes the gradient of the
     * network's output.
     */
    void loss(Pass pass, int j, int first, float scale, float[] gradient, double[] sums, int at) {
        float[] output = pass.output();
        if (loss == Loss.SOFTMAX_CROSS_ENTROPY) {
            pass.kernels()
                    .loss()
                    .softmaxCrossEntropy(output, outputs, pass.lanes(), j, labels, first, scale, gradient, sums, at);
        } else {
            pass.kernels()
                    .loss()
                    .meanSquaredError(output, outputs, pass.lanes(), j, values, first, scale, gradient, sums, at);
        }
    }
}
