package dev.evenkeel;

import dev.evenkeel.math.KernelSets;
import dev.evenkeel.run.Model;
import dev.evenkeel.run.ModelFile;
import dev.evenkeel.run.Predictor;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** A trained model, ready for use. Immutable; any thread, several at once. */
public final class TrainedModel {
    private final Model model;

    TrainedModel(Model model) {
        this.model = model;
    }

    /**
     * Reads a {@code model.safetensors}.
     *
     * @throws dev.evenkeel.format.FormatException if it is no model of ours, or damaged
     */
    public static TrainedModel load(Path path) {
        return new TrainedModel(ModelFile.read(path));
    }

    /** Writes {@code model.safetensors}: the same bytes as the run directory's, whose SHA-256 is the fingerprint. */
    public void save(Path path) {
        ModelFile.write(path, model);
    }

    /** Features of an input: channels × rows × columns, in this order, column fastest. */
    public int features() {
        return model.input().features();
    }

    /** Names of the classes, in order of the outputs; empty for regression. */
    public List<String> classNames() {
        return model.classNames();
    }

    /**
     * One prediction.
     *
     * @param label the class with the highest probability, the lowest of equal ones; 0 for regression
     * @param outputs a probability per class under softmax cross-entropy, else the network's outputs
     */
    public record Prediction(int label, List<Float> outputs) {
        public Prediction {
            outputs = List.copyOf(outputs);
        }
    }

    /**
     * Applies the model to raw inputs, as they come in the data set, before normalization.
     *
     * @param inputs each of {@link #features} finite numbers
     * @throws IllegalArgumentException where an input has another size, naming both
     */
    public List<Prediction> predict(float[]... inputs) {
        return new Predictor(model, KernelSets.best())
                .predict(Arrays.asList(inputs)).stream()
                        .map(o -> new Prediction(o.label(), o.values()))
                        .toList();
    }

    Model model() {
        return model;
    }
}
