package dev.evenkeel.math;

import java.util.Arrays;

/** Losses in plain Java, a sample at a time. */
final class PlainLossKernels implements LossKernels {
    @Override
    public void softmaxCrossEntropy(
            float[] logits,
            int classes,
            Lanes lanes,
            int microBatch,
            int[] labels,
            int firstLabel,
            float scale,
            float[] dLogits,
            double[] sums,
            int at) {
        int width = lanes.width(microBatch);
        int begin = classes * lanes.start(microBatch);
        int end = begin + classes * width;
        double losses = 0;
        int right = 0;
        for (int s = 0; s < lanes.samples(microBatch); s++) {
            int label = begin + s + labels[firstLabel + s] * width;
            float max = logits[begin + s];
            for (int i = begin + s + width; i < end; i += width) {
                max = Math.max(max, logits[i]);
            }
            int prediction = begin + s;
            while (prediction < end && logits[prediction] - max != 0) {
                prediction += width;
            }
            right += prediction == label ? 1 : 0;
            float labelled = logits[label] - max;
            float sum = 0;
            for (int i = begin + s; i < end; i += width) {
                float e = Elementary.exp(logits[i] - max);
                sum = sum + e;
                dLogits[i] = e;
            }
            for (int i = begin + s; i < end; i += width) {
                float p = dLogits[i] / sum;
                dLogits[i] = (i == label ? p - 1 : p) * scale;
            }
            losses = losses + (Elementary.log(sum) - labelled);
        }
        clearPadding(dLogits, begin, end, width, lanes.samples(microBatch));
        sums[at] = losses;
        sums[at + 1] = right;
    }

    @Override
    public void meanSquaredError(
            float[] values,
            int outputs,
            Lanes lanes,
            int microBatch,
            float[] targets,
            int firstSample,
            float scale,
            float[] dOutputs,
            double[] sums,
            int at) {
        int width = lanes.width(microBatch);
        int begin = outputs * lanes.start(microBatch);
        float factor = (float) (2.0 * scale / outputs);
        double losses = 0;
        int right = 0;
        for (int s = 0; s < lanes.samples(microBatch); s++) {
            int target = (firstSample + s) * outputs;
            double squares = 0;
            int largestValue = 0;
            int largestTarget = 0;
            float largest = values[begin + s];
            for (int k = 0; k < outputs; k++) {
                int i = begin + k * width + s;
                float value = values[i];
                float d = value - targets[target + k];
                squares = squares + (double) d * d;
                if (value > largest) {
                    largest = value;
                    largestValue = k;
                }
                if (targets[target + k] > targets[target + largestTarget]) {
                    largestTarget = k;
                }
                dOutputs[i] = d * factor;
            }
            losses = losses + squares / outputs;
            right += largestValue == largestTarget ? 1 : 0;
        }
        clearPadding(dOutputs, begin, begin + outputs * width, width, lanes.samples(microBatch));
        sums[at] = losses;
        sums[at + 1] = right;
    }

    private static void clearPadding(float[] x, int begin, int end, int width, int samples) {
        for (int row = begin; row < end; row += width) {
            Arrays.fill(x, row + samples, row + width, 0f);
        }
    }
}
