package dev.evenkeel.math;

final class NaiveBiasKernels implements BiasKernels {
    @Override
    public void add(float[] y, int channels, int plane, float[] bias, int from, Lanes lanes) {
        for (int j = 0; j < lanes.microBatches(); j++) {
            for (int feature = 0; feature < channels * plane; feature++) {
                for (int s = 0; s < lanes.samples(j); s++) {
                    int i = NaiveKernels.at(lanes, channels * plane, feature, j, s);
                    y[i] = y[i] + bias[from + feature / plane];
                }
            }
        }
    }

    @Override
    public void gradient(float[] dy, int channels, int plane, Lanes lanes, int[] bounds, float[][] out, int from) {
        for (int k = 0; k + 1 < bounds.length; k++) {
            for (int channel = 0; channel < channels; channel++) {
                int c = channel;
                out[k][from + c] = NaiveKernels.tree(
                        j -> {
                            float[] lane = new float[16];
                            for (int p = 0; p < plane; p++) {
                                for (int s = 0; s < lanes.samples(j); s++) {
                                    int i = NaiveKernels.at(lanes, channels * plane, c * plane + p, j, s);
                                    lane[s % 16] = lane[s % 16] + dy[i];
                                }
                            }
                            return NaiveKernels.fold(lane);
                        },
                        bounds[k],
                        bounds[k + 1] - bounds[k]);
            }
        }
    }
}
