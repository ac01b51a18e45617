package dev.evenkeel.lab;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.stream.StreamSupport;

/** What {@link LearningMeasure} took from a run, as rules and charts ask for it. Figures that a breakdown prevented are empty. */
record Learning(boolean brokeDown, ObjectNode figures) {
    static Learning of(Observation observed) {
        return new Learning(observed.diverged(), observed.figures());
    }

    /** Of the test part after the last epoch; of a net that broke down that of guessing. */
    double accuracy() {
        List<Double> all = testAccuracy();
        return brokeDown || all.isEmpty() ? figures.get(LearningMeasure.CHANCE).doubleValue() : all.get(all.size() - 1);
    }

    double error() {
        return 1 - accuracy();
    }

    /** Steps until the test accuracy was first found to be at least that; empty where it never was. */
    OptionalLong stepsTo(double accuracy) {
        List<Double> all = testAccuracy();
        for (int epoch = 0; epoch < all.size(); epoch++) {
            if (all.get(epoch) >= accuracy) {
                return OptionalLong.of((epoch + 1) * stepsPerEpoch());
            }
        }
        return OptionalLong.empty();
    }

    long stepsPerEpoch() {
        return figures.get(LearningMeasure.STEPS_PER_EPOCH).longValue();
    }

    List<Double> trainLoss() {
        return list(LearningMeasure.TRAIN_LOSS);
    }

    /** Of the last epoch; empty where there is none, or the net broke down. */
    OptionalDouble lastTrainLoss() {
        List<Double> all = trainLoss();
        return brokeDown || all.isEmpty() ? OptionalDouble.empty() : OptionalDouble.of(all.get(all.size() - 1));
    }

    List<Double> testLoss() {
        return list(LearningMeasure.TEST_LOSS);
    }

    List<Double> testAccuracy() {
        return list(LearningMeasure.TEST_ACCURACY);
    }

    /** Of the training part, at the end. */
    OptionalDouble fittedLoss() {
        return figure(LearningMeasure.FITTED_LOSS);
    }

    OptionalDouble fittedAccuracy() {
        return figure(LearningMeasure.FITTED_ACCURACY);
    }

    /** How much higher the loss of the test part is than that of the training part, at the end. */
    OptionalDouble gap() {
        List<Double> test = testLoss();
        OptionalDouble fitted = fittedLoss();
        return fitted.isEmpty() || test.isEmpty()
                ? OptionalDouble.empty()
                : OptionalDouble.of(test.get(test.size() - 1) - fitted.getAsDouble());
    }

    /** Norm of the gradient in the first step. */
    OptionalDouble firstGradient() {
        return figure(LearningMeasure.FIRST_GRADIENT);
    }

    /** Mean norm of the gradient over the first epoch, or as far as it came. */
    OptionalDouble gradient() {
        return figure(LearningMeasure.GRADIENT);
    }

    /** Median over watched steps of the largest update ratio of any layer. */
    OptionalDouble update() {
        return figure(LearningMeasure.UPDATE);
    }

    private OptionalDouble figure(String name) {
        return figures.has(name) ? OptionalDouble.of(figures.get(name).doubleValue()) : OptionalDouble.empty();
    }

    private List<Double> list(String name) {
        return StreamSupport.stream(figures.get(name).spliterator(), false)
                .map(JsonNode::doubleValue)
                .toList();
    }
}
