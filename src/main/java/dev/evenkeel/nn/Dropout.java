package dev.evenkeel.nn;

import dev.evenkeel.math.Lanes;

/**
 * Inverted dropout (Srivastava et al. 2014): while training, a feature of a sample becomes 0 with probability {@code rate}, else
 * it is multiplied by the float nearest 1 / (1 − rate). Which ones depends on (seed, epoch, sample, layer, feature) alone, so that neither
 * the shard nor an earlier step has a say; backward makes the same mask again.
 *
 * @param index of the layer in the network
 */
public record Dropout(int index, double rate, Shape input) implements Layer {
    @Override
    public String type() {
        return "dropout";
    }

    @Override
    public Shape output() {
        return input;
    }

    @Override
    public void forward(Pass pass, float[] x, float[] y) {
        if (pass.training()) {
            mask(pass, x, y);
        } else if (x != y) {
            System.arraycopy(x, 0, y, 0, pass.length(input));
        }
    }

    @Override
    public void inputGradient(Pass pass, float[] x, float[] y, float[] dy, float[] dx) {
        mask(pass, dy, dx);
    }

    private void mask(Pass pass, float[] in, float[] out) {
        Lanes lanes = pass.lanes();
        int features = input.features();
        // A word below this threshold drops the feature: words are uniform over 2^32.
        long threshold = (long) (rate * 0x1p32);
        float keep = (float) (1.0 / (1.0 - rate));
        int[] words = pass.randomWords(features);
        int sample = 0;
        for (int j = 0; j < lanes.microBatches(); j++) {
            int block = features * lanes.start(j);
            int width = lanes.width(j);
            if (in != out) {
                System.arraycopy(in, block, out, block, features * width);
            }
            for (int s = 0; s < lanes.samples(j); s++) {
                pass.random(words, sample++, index);
                for (int f = 0; f < features; f++) {
                    int at = block + f * width + s;
                    out[at] = Integer.toUnsignedLong(words[f]) < threshold ? 0f : in[at] * keep;
                }
            }
        }
    }

    @Override
    public boolean elementwise() {
        return true;
    }

    @Override
    public boolean needsInput() {
        return false;
    }

    @Override
    public boolean needsOutput() {
        return false;
    }
}
