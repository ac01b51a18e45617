package dev.evenkeel.lab;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;

/** Runs of all trials of an experiment that nobody has made: any figures, but all that its measure would take. */
final class MadeUp {
    private static final int LAYERS = 4;
    private static final int LOOKS = 5;

    private final Random random;
    private final ObjectNode figures;

    private MadeUp(Trial trial) {
        random = new Random(trial.key().hashCode());
        figures = Recorded.finished(random.doubles(4).toArray()).figures();
    }

    static Observations of(Experiment experiment) {
        Map<String, Observation> byTrial = new LinkedHashMap<>();
        Map<String, Double> seconds = new LinkedHashMap<>();
        for (Trial trial : experiment.trials()) {
            byTrial.put(trial.key(), new MadeUp(trial).observation(trial.measure()));
            seconds.put(trial.key(), 2.5);
        }
        return new Observations(byTrial, seconds);
    }

    private Observation observation(Measure measure) {
        if (measure instanceof GradientMeasure) {
            put(LAYERS, GradientMeasure.INITIAL, GradientMeasure.TRAINED, GradientMeasure.RATIOS);
        } else if (measure instanceof NoiseMeasure noise) {
            put(noise.batches().size(), NoiseMeasure.OF_MEANS, NoiseMeasure.OF_VARIANCES);
        } else if (measure instanceof LearnedMeasure) {
            counted(LearnedMeasure.STEPS);
            put(LOOKS, LearnedMeasure.GAMMA, LearnedMeasure.BETA, LearnedMeasure.MEAN, LearnedMeasure.VARIANCE);
        } else if (measure instanceof ShiftMeasure) {
            counted(ShiftMeasure.STEPS);
            put(LOOKS, ShiftMeasure.LOSS);
            byLayer(LOOKS - 1, ShiftMeasure.DRIFT);
            byLayer(LOOKS, ShiftMeasure.CHANGE);
            byLayer(LOOKS, ShiftMeasure.COSINE);
            ObjectNode unit = figures.putObject(ShiftMeasure.UNIT);
            List.of("15", "50", "85").forEach(percentile -> fill(unit.putArray(percentile), LOOKS));
        }
        return new Observation("1".repeat(64), false, Observation.FINISHED, "2".repeat(64), figures);
    }

    private void counted(String name) {
        ArrayNode array = figures.putArray(name);
        for (int i = 0; i < LOOKS; i++) {
            array.add(10 * i);
        }
    }

    private void put(int size, String... names) {
        Stream.of(names).forEach(name -> fill(figures.putArray(name), size));
    }

    private void byLayer(int size, String name) {
        ArrayNode layers = figures.putArray(name);
        for (int layer = 0; layer < LAYERS; layer++) {
            fill(layers.addArray(), size);
        }
    }

    private void fill(ArrayNode array, int size) {
        for (int i = 0; i < size; i++) {
            array.add(0.01 + random.nextDouble());
        }
    }
}
