package dev.evenkeel.data;

import java.util.Arrays;

/**
 * Samples kept as normalized floats.
 *
 * @param inputs sample after sample; shared, and nobody writes to it
 */
record NumberPart(int features, float[] inputs, Targets targets) implements Dataset.Part {
    /** As in {@link ImagePart}: a block of features stays in the cache, and eight samples fill half of one of its lines. */
    private static final int BLOCK = 64;

    private static final int TOGETHER = 8;

    @Override
    public int size() {
        return targets.size();
    }

    @Override
    public long bytes() {
        return (long) Float.BYTES * inputs.length + (long) Integer.BYTES * size();
    }

    @Override
    public void gather(int[] ids, int first, int count, float[] out, int at, int width) {
        for (int feature = 0; feature < features; feature += BLOCK) {
            gather(feature, Math.min(BLOCK, features - feature), ids, first, count, out, at + feature * width, width);
        }
    }

    private void gather(int feature, int block, int[] ids, int first, int count, float[] out, int at, int width) {
        int sample = 0;
        for (; sample + TOGETHER <= count; sample += TOGETHER) {
            gatherEight(feature, block, ids, first + sample, out, at + sample, width);
        }
        for (; sample < count; sample++) {
            int from = ids[first + sample] * features + feature;
            for (int i = 0, to = at + sample; i < block; i++, to += width) {
                out[to] = inputs[from + i];
            }
        }
        if (count < width) {
            for (int i = 0; i < block; i++) {
                Arrays.fill(out, at + i * width + count, at + (i + 1) * width, 0f);
            }
        }
    }

    private void gatherEight(int feature, int block, int[] ids, int first, float[] out, int at, int width) {
        int from0 = ids[first] * features + feature;
        int from1 = ids[first + 1] * features + feature;
        int from2 = ids[first + 2] * features + feature;
        int from3 = ids[first + 3] * features + feature;
        int from4 = ids[first + 4] * features + feature;
        int from5 = ids[first + 5] * features + feature;
        int from6 = ids[first + 6] * features + feature;
        int from7 = ids[first + 7] * features + feature;
        for (int i = 0, to = at; i < block; i++, to += width) {
            out[to] = inputs[from0 + i];
            out[to + 1] = inputs[from1 + i];
            out[to + 2] = inputs[from2 + i];
            out[to + 3] = inputs[from3 + i];
            out[to + 4] = inputs[from4 + i];
            out[to + 5] = inputs[from5 + i];
            out[to + 6] = inputs[from6 + i];
            out[to + 7] = inputs[from7 + i];
        }
    }

    @Override
    public int label(int id) {
        return targets.label(id);
    }

    @Override
    public float target(int id) {
        return targets.target(id);
    }
}
