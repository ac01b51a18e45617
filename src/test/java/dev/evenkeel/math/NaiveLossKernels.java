package dev.evenkeel.math;

final class NaiveLossKernels implements LossKernels {
    @Override
    public void softmaxCrossEntropy(
            float[] logits,
            int classes,
            Lanes lanes,
            int j,
            int[] labels,
            int firstLabel,
            float scale,
            float[] dLogits,
            double[] sums,
            int at) {
        sums[at] = 0;
        sums[at + 1] = 0;
        for (int s = 0; s < lanes.samples(j); s++) {
            int label = labels[firstLabel + s];
            float[] z = sample(logits, classes, lanes, j, s);
            float m = z[0];
            for (int k = 1; k < classes; k++) {
                m = Math.max(m, z[k]);
            }
            int prediction = 0;
            while (prediction < classes && z[prediction] - m != 0) {
                prediction++;
            }
            float[] e = new float[classes];
            float sum = 0;
            for (int k = 0; k < classes; k++) {
                e[k] = Elementary.exp(z[k] - m);
                sum = sum + e[k];
            }
            for (int k = 0; k < classes; k++) {
                float p = e[k] / sum;
                dLogits[NaiveKernels.at(lanes, classes, k, j, s)] = (k == label ? p - 1 : p) * scale;
            }
            sums[at] = sums[at] + (Elementary.log(sum) - (z[label] - m));
            sums[at + 1] += prediction == label ? 1 : 0;
        }
        clear(dLogits, classes, lanes, j);
    }

    @Override
    public void meanSquaredError(
            float[] values,
            int outputs,
            Lanes lanes,
            int j,
            float[] targets,
            int firstSample,
            float scale,
            float[] dOutputs,
            double[] sums,
            int at) {
        sums[at] = 0;
        sums[at + 1] = 0;
        for (int s = 0; s < lanes.samples(j); s++) {
            float[] y = sample(values, outputs, lanes, j, s);
            float[] t =
                    java.util.Arrays.copyOfRange(targets, (firstSample + s) * outputs, (firstSample + s + 1) * outputs);
            double squares = 0;
            for (int k = 0; k < outputs; k++) {
                float d = y[k] - t[k];
                squares = squares + (double) d * (double) d;
                dOutputs[NaiveKernels.at(lanes, outputs, k, j, s)] = d * (float) (2.0 * scale / outputs);
            }
            sums[at] = sums[at] + squares / outputs;
            sums[at + 1] += lowestOfLargest(y) == lowestOfLargest(t) ? 1 : 0;
        }
        clear(dOutputs, outputs, lanes, j);
    }

    private static int lowestOfLargest(float[] values) {
        int best = 0;
        for (int k = 1; k < values.length; k++) {
            best = values[k] > values[best] ? k : best;
        }
        return best;
    }

    private static float[] sample(float[] x, int features, Lanes lanes, int j, int s) {
        float[] values = new float[features];
        for (int k = 0; k < features; k++) {
            values[k] = x[NaiveKernels.at(lanes, features, k, j, s)];
        }
        return values;
    }

    private static void clear(float[] x, int features, Lanes lanes, int j) {
        for (int k = 0; k < features; k++) {
            for (int s = lanes.samples(j); s < lanes.width(j); s++) {
                x[NaiveKernels.at(lanes, features, k, j, s)] = 0;
            }
        }
    }
}
