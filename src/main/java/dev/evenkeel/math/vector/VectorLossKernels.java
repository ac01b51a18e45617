package dev.evenkeel.math.vector;

import static dev.evenkeel.math.vector.Vectors.FLOATS;
import static dev.evenkeel.math.vector.Vectors.FLOAT_VECTOR;
import static dev.evenkeel.math.vector.Vectors.INTS;
import static dev.evenkeel.math.vector.Vectors.LENGTH;
import static dev.evenkeel.math.vector.Vectors.MASKS;

import dev.evenkeel.math.Elementary;
import dev.evenkeel.math.KernelSets;
import dev.evenkeel.math.Lanes;
import dev.evenkeel.math.LossKernels;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;

/** Softmax cross-entropy by vectors of samples; what belongs to the label of a sample is done one by one. */
final class VectorLossKernels implements LossKernels {
    private final LossKernels plain = KernelSets.plain().loss();

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
        int samples = lanes.samples(microBatch);
        int begin = classes * lanes.start(microBatch);
        int end = begin + classes * width;
        subtractLargest(logits, begin, end, width, dLogits);
        float[] labelled = new float[samples];
        int right = 0;
        for (int s = 0; s < samples; s++) {
            int label = begin + s + labels[firstLabel + s] * width;
            labelled[s] = dLogits[label];
            right += isFirstZero(dLogits, begin + s, label, width) ? 1 : 0;
        }
        VectorElementary.exp(dLogits, begin, end);
        float[] exponential = new float[samples];
        for (int s = 0; s < samples; s++) {
            exponential[s] = dLogits[begin + s + labels[firstLabel + s] * width];
        }
        float[] total = new float[width];
        divideBySum(dLogits, begin, end, width, samples, scale, total);
        double losses = 0;
        for (int s = 0; s < samples; s++) {
            dLogits[begin + s + labels[firstLabel + s] * width] = (exponential[s] / total[s] - 1) * scale;
            losses = losses + (Elementary.log(total[s]) - labelled[s]);
        }
        sums[at] = losses;
        sums[at + 1] = right;
    }

    /** {@code d_k = z_k − max over k}. */
    private static void subtractLargest(float[] z, int begin, int end, int width, float[] d) {
        for (int lane = begin; lane < begin + width; lane += LENGTH) {
            FloatVector max = FloatVector.fromArray(FLOATS, z, lane);
            for (int i = lane + width; i < end; i += width) {
                max = FloatVector.fromArray(FLOATS, z, i).max(max);
            }
            for (int i = lane; i < end; i += width) {
                FloatVector.fromArray(FLOATS, z, i).sub(max).intoArray(d, i);
            }
        }
    }

    /** {@code (e_k / sum)·scale} for every k as if it were not the label, and the sums. */
    private static void divideBySum(float[] e, int begin, int end, int width, int samples, float scale, float[] total) {
        for (int lane = 0; lane < width; lane += LENGTH) {
            FloatVector sum = FloatVector.zero(FLOATS);
            for (int i = begin + lane; i < end; i += width) {
                sum = FloatVector.fromArray(FLOATS, e, i).add(sum);
            }
            FLOAT_VECTOR.cast(sum).intoArray(total, lane);
            IntVector keep = IntVector.fromArray(INTS, MASKS, Vectors.mask(samples - lane));
            for (int i = begin + lane; i < end; i += width) {
                FloatVector share = FloatVector.fromArray(FLOATS, e, i).div(sum).mul(scale);
                FLOAT_VECTOR
                        .cast(share.reinterpretAsInts().and(keep).reinterpretAsFloats())
                        .intoArray(e, i);
            }
        }
    }

    /** Whether the label's difference is the first that is zero. */
    private static boolean isFirstZero(float[] d, int first, int label, int width) {
        int i = first;
        while (i < label && d[i] != 0) {
            i += width;
        }
        return i == label && d[label] == 0;
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
        plain.meanSquaredError(values, outputs, lanes, microBatch, targets, firstSample, scale, dOutputs, sums, at);
    }
}
