package dev.evenkeel.run;

import dev.evenkeel.data.Dataset;
import dev.evenkeel.nn.Shape;
import java.util.List;

/**
 * A data set as a model sees it: normalized as what the model learned from was, and with the model's numbers for the classes,
 * by their names. On the data that it learned from, that changes nothing.
 *
 * @param data the data as it was read
 * @param test the part to try the model on, as it was read
 */
public record SeenData(Dataset data, Model model, Dataset.Part test) implements Dataset {
    /** @throws RunException where the model takes other inputs, or knows other classes */
    public SeenData {
        Shape shape = new Shape(data.channels(), data.rows(), data.columns());
        if (!shape.equals(model.input())) {
            throw new RunException(
                    "the model takes inputs of shape " + model.input() + ", but those of the data have " + shape);
        }
        if (data.classNames().isEmpty() != model.classNames().isEmpty()) {
            throw new RunException(
                    data.classNames().isEmpty()
                            ? "the model tells classes apart, but the data has numbers to predict"
                            : "the model predicts a number, but the data has classes");
        }
        for (String name : data.classNames()) {
            if (!model.classNames().contains(name)) {
                throw new RunException(
                        "the data has a class \"" + name + "\", but the model knows only " + model.classNames());
            }
        }
    }

    @Override
    public Dataset.Part train() {
        return seen(data.train());
    }

    @Override
    public Dataset.Part test() {
        return seen(test);
    }

    private Dataset.Part seen(Dataset.Part part) {
        boolean same = data.normalization().equals(model.normalization())
                && data.classNames().equals(model.classNames());
        return same ? part : new Adapted(part);
    }

    @Override
    public String digest() {
        return data.digest();
    }

    @Override
    public int channels() {
        return data.channels();
    }

    @Override
    public int rows() {
        return data.rows();
    }

    @Override
    public int columns() {
        return data.columns();
    }

    @Override
    public int classes() {
        return model.classNames().size();
    }

    @Override
    public List<String> classNames() {
        return model.classNames();
    }

    @Override
    public Normalization normalization() {
        return model.normalization();
    }

    /** Takes back the data's own normalization, in double, and normalizes by the model's: within a float's rounding of the raw value. */
    private final class Adapted implements Dataset.Part {
        private final Dataset.Part part;
        private final int[] classes;

        private Adapted(Dataset.Part part) {
            this.part = part;
            this.classes = data.classNames().stream()
                    .mapToInt(model.classNames()::indexOf)
                    .toArray();
        }

        @Override
        public int size() {
            return part.size();
        }

        @Override
        public long bytes() {
            return part.bytes();
        }

        @Override
        public void gather(int[] ids, int first, int count, float[] out, int at, int width) {
            part.gather(ids, first, count, out, at, width);
            int plane = model.input().plane();
            for (int channel = 0; channel < channels(); channel++) {
                double mean = data.normalization().means().get(channel);
                double deviation = data.normalization().deviations().get(channel);
                double wantedMean = model.normalization().means().get(channel);
                double wantedDeviation = model.normalization().deviations().get(channel);
                for (int feature = channel * plane; feature < (channel + 1) * plane; feature++) {
                    int from = at + feature * width;
                    for (int i = from; i < from + count; i++) {
                        out[i] = (float) ((out[i] * deviation + mean - wantedMean) / wantedDeviation);
                    }
                }
            }
        }

        @Override
        public int label(int id) {
            return classes[part.label(id)];
        }

        @Override
        public float target(int id) {
            return part.target(id);
        }
    }
}
