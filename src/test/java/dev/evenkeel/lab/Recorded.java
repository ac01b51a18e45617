package dev.evenkeel.lab;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.DoubleStream;
import java.util.stream.LongStream;

/** Runs as {@link LearningMeasure} would have found them, and {@link ShiftMeasure} with two looks at two layers. */
final class Recorded {
    private Recorded() {}

    /** Finished after as many epochs of ten steps as there are accuracies. */
    static Observation finished(double... accuracies) {
        ObjectNode figures = figures(accuracies)
                .put(LearningMeasure.FITTED_LOSS, 0.05)
                .put(LearningMeasure.FITTED_ACCURACY, 0.99)
                .put(LearningMeasure.UPDATE, 1e-3);
        figures.set(ShiftMeasure.STEPS, array(0, 9));
        figures.set(ShiftMeasure.LOSS, array(1, 0.5));
        figures.putArray(ShiftMeasure.DRIFT).add(array(0.1)).add(array(0.2));
        figures.putArray(ShiftMeasure.CHANGE).add(array(0.3, 0.2));
        figures.putArray(ShiftMeasure.COSINE).add(array(0.9, 0.8));
        ObjectNode unit = figures.putObject(ShiftMeasure.UNIT);
        List.of("15", "50", "85").forEach(percentile -> unit.set(percentile, array(0, 1)));
        return new Observation("job", false, Observation.FINISHED, "model", figures);
    }

    private static ArrayNode array(double... values) {
        ArrayNode array = JsonNodeFactory.instance.arrayNode();
        DoubleStream.of(values).forEach(array::add);
        return array;
    }

    /** Broke down after as many epochs. */
    static Observation brokeDown(double... accuracies) {
        return new Observation("job", true, "a loss is not finite", "", figures(accuracies));
    }

    private static ObjectNode figures(double... accuracies) {
        ObjectNode figures = JsonNodeFactory.instance
                .objectNode()
                .put(LearningMeasure.CHANCE, 0.1)
                .put(LearningMeasure.STEPS_PER_EPOCH, 10);
        if (accuracies.length > 0) {
            figures.put(LearningMeasure.FIRST_GRADIENT, 2.0).put(LearningMeasure.GRADIENT, 1.0);
        }
        ArrayNode test = figures.putArray(LearningMeasure.TEST_ACCURACY);
        ArrayNode testLoss = figures.putArray(LearningMeasure.TEST_LOSS);
        ArrayNode trainLoss = figures.putArray(LearningMeasure.TRAIN_LOSS);
        for (double accuracy : accuracies) {
            test.add(accuracy);
            testLoss.add(1.2 * (1 - accuracy));
            trainLoss.add(1 - accuracy);
        }
        return figures;
    }

    /** The same observation of every trial. */
    static Observations all(Experiment experiment, Observation observed) {
        Map<String, Observation> byTrial = new LinkedHashMap<>();
        experiment.trials().forEach(trial -> byTrial.put(trial.key(), observed));
        return new Observations(byTrial, Map.of());
    }

    /** Of a budget of 1,000 steps, looked at after every 10; 0: never. */
    static Reach reach(long... steps) {
        return new Reach(
                LongStream.of(steps)
                        .mapToObj(each -> each == 0 ? OptionalLong.empty() : OptionalLong.of(each))
                        .toList(),
                10,
                1000);
    }

    static Compared compared(String net, double with, double without) {
        return new Compared(net, Arrays.asList(with, with), Arrays.asList(without, without));
    }
}
