package dev.evenkeel.math;

import java.util.Arrays;

/** Biases in plain Java. */
final class PlainBiasKernels implements BiasKernels {
    @Override
    public void add(float[] y, int channels, int plane, float[] bias, int from, Lanes lanes) {
        for (int j = 0; j < lanes.microBatches(); j++) {
            int size = plane * lanes.width(j);
            for (int channel = 0; channel < channels; channel++) {
                int begin = channels * plane * lanes.start(j) + channel * size;
                float b = bias[from + channel];
                for (int row = begin; row < begin + size; row += lanes.width(j)) {
                    for (int i = row; i < row + lanes.samples(j); i++) {
                        y[i] += b;
                    }
                }
            }
        }
    }

    @Override
    public void gradient(float[] dy, int channels, int plane, Lanes lanes, int[] bounds, float[][] out, int from) {
        float[] scratch = new float[VirtualLanes.COUNT];
        for (int k = 0; k + 1 < bounds.length; k++) {
            for (int channel = 0; channel < channels; channel++) {
                Channel folded = new Channel(dy, channels, plane, channel, lanes, scratch);
                out[k][from + channel] = folded.fold(bounds[k], bounds[k + 1] - bounds[k]);
            }
        }
    }

    private record Channel(float[] dy, int channels, int plane, int channel, Lanes lanes, float[] scratch) {
        float fold(int lo, int count) {
            if (count == 1) {
                return leaf(lo);
            }
            int left = TreeOrder.left(count);
            return fold(lo, left) + fold(lo + left, count - left);
        }

        float leaf(int microBatch) {
            Arrays.fill(scratch, 0f);
            int width = lanes.width(microBatch);
            int begin = channels * plane * lanes.start(microBatch) + channel * plane * width;
            for (int row = begin; row < begin + plane * width; row += width) {
                for (int s = 0; s < lanes.samples(microBatch); s++) {
                    int i = s % VirtualLanes.COUNT;
                    scratch[i] = scratch[i] + dy[row + s];
                }
            }
            return VirtualLanes.fold(scratch, 0);
        }
    }
}
