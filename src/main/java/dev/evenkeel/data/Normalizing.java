package dev.evenkeel.data;

import dev.evenkeel.data.Dataset.Normalization;
import dev.evenkeel.nn.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntToDoubleFunction;

/** What inputs are normalized by: mean and deviation of every channel of the training part. */
final class Normalizing {
    private Normalizing() {}

    /**
     * Mean and biased variance per channel, in double, samples and pixels in file order. With x₀ the channel's first value,
     * the mean is {@code x₀ + (Σ (x − x₀)) / n}, so that a constant channel has exactly its value as mean and 0 as variance,
     * and the variance is {@code (Σ (x − mean)²) / n}. A variance of 0 counts as 1.
     *
     * @param samples at least 1
     * @param values the raw values, sample after sample, each in the order channel, row, column
     */
    static Normalization of(Shape shape, int samples, IntToDoubleFunction values) {
        double[] first = new double[shape.channels()];
        for (int channel = 0; channel < first.length; channel++) {
            first[channel] = values.applyAsDouble(channel * shape.plane());
        }
        double count = (double) samples * shape.plane();
        double[] means = sums(shape, samples, values, first, false);
        for (int channel = 0; channel < means.length; channel++) {
            means[channel] = first[channel] + means[channel] / count;
        }
        double[] variances = sums(shape, samples, values, means, true);
        List<Double> allMeans = new ArrayList<>();
        List<Double> deviations = new ArrayList<>();
        for (int channel = 0; channel < means.length; channel++) {
            double variance = variances[channel] / count;
            allMeans.add(means[channel]);
            deviations.add(variance == 0 ? 1.0 : Math.sqrt(variance));
        }
        return new Normalization(allMeans, deviations);
    }

    /** The normalized value. */
    static float normalized(double value, double mean, double deviation) {
        return (float) ((value - mean) / deviation);
    }

    /** Per channel the sum of {@code x − centre}, or of its square. */
    private static double[] sums(
            Shape shape, int samples, IntToDoubleFunction values, double[] centres, boolean squared) {
        double[] sums = new double[shape.channels()];
        int plane = shape.plane();
        int at = 0;
        for (int sample = 0; sample < samples; sample++) {
            for (int channel = 0; channel < sums.length; channel++) {
                double sum = sums[channel];
                double centre = centres[channel];
                for (int end = at + plane; at < end; at++) {
                    double difference = values.applyAsDouble(at) - centre;
                    sum += squared ? difference * difference : difference;
                }
                sums[channel] = sum;
            }
        }
        return sums;
    }
}
