package dev.evenkeel.run;

import dev.evenkeel.data.Dataset;
import dev.evenkeel.math.Elementary;
import dev.evenkeel.math.Kernels;
import dev.evenkeel.math.Lanes;
import dev.evenkeel.nn.Loss;
import dev.evenkeel.nn.Network;
import dev.evenkeel.nn.Pass;
import dev.evenkeel.nn.Randomness;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Applies a model to inputs, with running statistics. One thread at a time. */
public final class Predictor {
    /** Samples that run at once; what comes out for a sample does not depend on its neighbours. */
    private static final int CHUNK = 256;

    private final Model model;
    private final Network network;
    private final Pass pass;

    public Predictor(Model model, Kernels kernels) {
        this.model = model;
        this.network = model.network();
        this.pass = new Pass(network, kernels, model.weights(), new Randomness(0), false);
    }

    /**
     * What the model says of one input.
     *
     * @param label the lowest class of the highest output
     * @param values a probability per class under softmax cross-entropy, else the network's outputs
     */
    public record Output(int label, List<Float> values) {
        public Output {
            values = List.copyOf(values);
        }
    }

    private interface Filler {
        void fill(int first, int count, float[] into, int width);
    }

    /** Predicts raw inputs, normalized here as the training part was. */
    public List<Output> predict(List<float[]> inputs) {
        for (int i = 0; i < inputs.size(); i++) {
            if (inputs.get(i).length != model.input().features()) {
                throw new IllegalArgumentException("input " + i + " has " + inputs.get(i).length
                        + " numbers, but the model takes " + model.input().features() + " (" + model.input() + ")");
            }
        }
        return predict(inputs.size(), (first, count, into, width) -> {
            for (int s = 0; s < count; s++) {
                float[] input = inputs.get(first + s);
                for (int f = 0; f < input.length; f++) {
                    into[f * width + s] = normalized(input[f], f);
                }
            }
        });
    }

    /** Predicts every sample of a part, in order. It must be normalized by the model's normalization. */
    public List<Output> predict(Dataset.Part part) {
        int[] ids = IntStream.range(0, part.size()).toArray();
        return predict(part.size(), (first, count, into, width) -> part.gather(ids, first, count, into, 0, width));
    }

    private List<Output> predict(int samples, Filler filler) {
        List<Output> outputs = new ArrayList<>();
        for (int first = 0; first < samples; first += CHUNK) {
            int count = Math.min(CHUNK, samples - first);
            Lanes lanes = Lanes.of(count);
            pass.begin(lanes, new int[] {0}, new float[0][]);
            filler.fill(first, count, pass.input(), lanes.width(0));
            pass.forward();
            float[] values = pass.output();
            for (int s = 0; s < count; s++) {
                outputs.add(output(values, lanes.width(0), s));
            }
        }
        return outputs;
    }

    private float normalized(float value, int feature) {
        List<Double> means = model.normalization().means();
        int pair = means.size() == 1
                ? 0
                : means.size() == model.input().channels()
                        ? feature / model.input().plane()
                        : feature;
        return (float)
                ((value - means.get(pair)) / model.normalization().deviations().get(pair));
    }

    private Output output(float[] values, int width, int sample) {
        int count = network.output().features();
        float[] out = new float[count];
        int label = 0;
        for (int k = 0; k < count; k++) {
            out[k] = values[k * width + sample];
            label = out[k] > out[label] ? k : label;
        }
        if (model.spec().loss() == Loss.SOFTMAX_CROSS_ENTROPY) {
            softmax(out, out[label]);
        }
        List<Float> boxed = new ArrayList<>();
        for (float value : out) {
            boxed.add(value);
        }
        return new Output(label, boxed);
    }

    private static void softmax(float[] values, float max) {
        float sum = 0f;
        for (int k = 0; k < values.length; k++) {
            values[k] = Elementary.exp(values[k] - max);
            sum += values[k];
        }
        for (int k = 0; k < values.length; k++) {
            values[k] /= sum;
        }
    }
}
