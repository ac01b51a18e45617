package dev.evenkeel.train;

import dev.evenkeel.data.Dataset;
import dev.evenkeel.nn.Shape;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * A data set of given numbers, for tests: inputs are what they are, nothing normalizes them. The test part is the training part.
 *
 * @param inputs by sample, then feature
 * @param labels by sample; empty for regression
 * @param values the target of each sample; empty for classes
 */
public record Samples(Shape shape, float[][] inputs, int classes, int[] labels, float[] values)
        implements Dataset, Dataset.Part {
    public static Samples classes(Shape shape, float[][] inputs, int classes, int[] labels) {
        return new Samples(shape, inputs, classes, labels, new float[0]);
    }

    public static Samples regression(Shape shape, float[][] inputs, float[] values) {
        return new Samples(shape, inputs, 0, new int[0], values);
    }

    /** Normally distributed inputs of mean 0 and deviation 1, and labels that have nothing to do with them. */
    public static Samples random(long seed, int samples, Shape shape, int classes) {
        Random random = new Random(seed);
        float[][] inputs = new float[samples][shape.features()];
        int[] labels = new int[samples];
        for (int s = 0; s < samples; s++) {
            for (int f = 0; f < shape.features(); f++) {
                inputs[s][f] = (float) random.nextGaussian();
            }
            labels[s] = random.nextInt(classes);
        }
        return classes(shape, inputs, classes, labels);
    }

    public static Samples random(long seed, int samples, int features, int classes) {
        return random(seed, samples, Shape.vector(features), classes);
    }

    @Override
    public int size() {
        return inputs.length;
    }

    @Override
    public long bytes() {
        return (long) Float.BYTES * inputs.length * shape.features();
    }

    @Override
    public void gather(int[] ids, int first, int count, float[] out, int at, int width) {
        for (int f = 0; f < shape.features(); f++) {
            for (int s = 0; s < width; s++) {
                out[at + f * width + s] = s < count ? inputs[ids[first + s]][f] : 0f;
            }
        }
    }

    @Override
    public int label(int id) {
        return labels[id];
    }

    @Override
    public float target(int id) {
        return values[id];
    }

    @Override
    public String digest() {
        return "0".repeat(64);
    }

    @Override
    public int channels() {
        return shape.channels();
    }

    @Override
    public int rows() {
        return shape.rows();
    }

    @Override
    public int columns() {
        return shape.columns();
    }

    @Override
    public List<String> classNames() {
        return IntStream.range(0, classes).mapToObj(Integer::toString).toList();
    }

    @Override
    public Normalization normalization() {
        return new Normalization(List.of(0.0), List.of(1.0));
    }

    @Override
    public Part train() {
        return this;
    }

    @Override
    public Part test() {
        return this;
    }
}
