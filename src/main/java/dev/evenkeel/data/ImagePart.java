package dev.evenkeel.data;

import java.util.Arrays;

/** Images kept as bytes; a table of 256 normalized values per channel turns them into inputs. */
final class ImagePart implements Dataset.Part {
    /**
     * Features written before the next samples are read: their lanes, a few kilobytes, stay in the first-level cache. Samples
     * are read eight at a time, so that a line of the cache is written while it is at hand.
     */
    private static final int BLOCK = 64;

    private static final int TOGETHER = 8;

    private final RawImages images;
    private final float[][] tables;

    ImagePart(RawImages images, float[][] tables) {
        this.images = images;
        this.tables = tables;
    }

    /** Per channel the normalized value of every byte. */
    static float[][] tables(Dataset.Normalization normalization) {
        float[][] tables = new float[normalization.means().size()][256];
        for (int channel = 0; channel < tables.length; channel++) {
            double mean = normalization.means().get(channel);
            double deviation = normalization.deviations().get(channel);
            for (int value = 0; value < 256; value++) {
                tables[channel][value] = Normalizing.normalized(value, mean, deviation);
            }
        }
        return tables;
    }

    @Override
    public int size() {
        return images.size();
    }

    @Override
    public long bytes() {
        return images.pixels().length + (long) Integer.BYTES * size();
    }

    @Override
    public void gather(int[] ids, int first, int count, float[] out, int at, int width) {
        int plane = images.shape().plane();
        for (int channel = 0; channel < tables.length; channel++) {
            int end = (channel + 1) * plane;
            for (int feature = channel * plane; feature < end; feature += BLOCK) {
                int features = Math.min(BLOCK, end - feature);
                gather(tables[channel], feature, features, ids, first, count, out, at + feature * width, width);
            }
        }
    }

    private void gather(
            float[] table, int feature, int features, int[] ids, int first, int count, float[] out, int at, int width) {
        int sample = 0;
        for (; sample + TOGETHER <= count; sample += TOGETHER) {
            gatherEight(table, feature, features, ids, first + sample, out, at + sample, width);
        }
        byte[] pixels = images.pixels();
        for (; sample < count; sample++) {
            int from = from(ids[first + sample], feature);
            for (int i = 0, to = at + sample; i < features; i++, to += width) {
                out[to] = table[pixels[from + i] & 0xFF];
            }
        }
        if (count < width) {
            for (int i = 0; i < features; i++) {
                Arrays.fill(out, at + i * width + count, at + (i + 1) * width, 0f);
            }
        }
    }

    private void gatherEight(
            float[] table, int feature, int features, int[] ids, int first, float[] out, int at, int width) {
        byte[] pixels = images.pixels();
        int from0 = from(ids[first], feature);
        int from1 = from(ids[first + 1], feature);
        int from2 = from(ids[first + 2], feature);
        int from3 = from(ids[first + 3], feature);
        int from4 = from(ids[first + 4], feature);
        int from5 = from(ids[first + 5], feature);
        int from6 = from(ids[first + 6], feature);
        int from7 = from(ids[first + 7], feature);
        for (int i = 0, to = at; i < features; i++, to += width) {
            out[to] = table[pixels[from0 + i] & 0xFF];
            out[to + 1] = table[pixels[from1 + i] & 0xFF];
            out[to + 2] = table[pixels[from2 + i] & 0xFF];
            out[to + 3] = table[pixels[from3 + i] & 0xFF];
            out[to + 4] = table[pixels[from4 + i] & 0xFF];
            out[to + 5] = table[pixels[from5 + i] & 0xFF];
            out[to + 6] = table[pixels[from6 + i] & 0xFF];
            out[to + 7] = table[pixels[from7 + i] & 0xFF];
        }
    }

    private int from(int id, int feature) {
        return id * images.shape().features() + feature;
    }

    @Override
    public int label(int id) {
        return images.targets().label(id);
    }

    @Override
    public float target(int id) {
        return images.targets().target(id);
    }
}
