package dev.evenkeel.data;

import dev.evenkeel.data.Dataset.Normalization;
import dev.evenkeel.nn.Shape;
import java.util.List;
import java.util.function.IntToDoubleFunction;

/**
 * Samples of numbers as a file or a rule gives them.
 *
 * @param values the finite value at an index, sample after sample, each in the order channel, row, column
 */
record RawNumbers(Shape shape, IntToDoubleFunction values, Targets targets) {
    int size() {
        return targets.size();
    }

    /**
     * The data set of these two parts, normalized by the first.
     *
     * @param name what messages call the data
     * @throws DataException where a normalized value would not be finite
     */
    static Dataset dataset(String name, RawNumbers train, RawNumbers test, List<String> classNames) {
        Shape shape = train.shape();
        Normalization normalization = Normalizing.of(shape, train.size(), train.values());
        for (int channel = 0; channel < shape.channels(); channel++) {
            if (!Double.isFinite(normalization.deviations().get(channel))) {
                throw new DataException(name + " has values in feature " + channel
                        + " that are too large to normalize: their variance is beyond the range of a double");
            }
        }
        String digest = new DataDigest(shape, classNames)
                .numbers(train.values(), shape.features(), train.targets())
                .numbers(test.values(), shape.features(), test.targets())
                .hex();
        return new InMemoryDataset(
                digest,
                shape,
                classNames,
                normalization,
                train.normalized(name, normalization),
                test.normalized(name, normalization));
    }

    private NumberPart normalized(String name, Normalization normalization) {
        int features = shape.features();
        int plane = shape.plane();
        float[] normalized = new float[size() * features];
        for (int channel = 0; channel < shape.channels(); channel++) {
            double mean = normalization.means().get(channel);
            double deviation = normalization.deviations().get(channel);
            for (int sample = 0; sample < size(); sample++) {
                int from = sample * features + channel * plane;
                for (int i = from; i < from + plane; i++) {
                    normalized[i] = Normalizing.normalized(values.applyAsDouble(i), mean, deviation);
                    if (!Float.isFinite(normalized[i])) {
                        throw new DataException(name + " has the value " + values.applyAsDouble(i) + " in feature "
                                + channel + ", too far from the training part's mean " + mean + " and deviation "
                                + deviation + " to be a float once normalized");
                    }
                }
            }
        }
        return new NumberPart(features, normalized, targets);
    }
}
