package dev.evenkeel.lab;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.evenkeel.data.Dataset;
import dev.evenkeel.health.WeightFigures;
import dev.evenkeel.math.KernelSets;
import dev.evenkeel.run.MetricsLine;
import dev.evenkeel.run.Model;
import dev.evenkeel.run.ModelFile;
import dev.evenkeel.train.Evaluation;
import java.util.ArrayList;
import java.util.List;

/**
 * How well a run learned, and how far it moved: loss and accuracy after every epoch; at the end the same of the training part,
 * computed as the test part's is, with running statistics; gradient norms and update ratios.
 */
final class LearningMeasure implements Measure {
    static final String CHANCE = "chance";
    static final String STEPS_PER_EPOCH = "steps_per_epoch";
    static final String TRAIN_LOSS = "train_loss_by_epoch";
    static final String TEST_LOSS = "test_loss_by_epoch";
    static final String TEST_ACCURACY = "test_accuracy_by_epoch";
    static final String FITTED_LOSS = "fitted_loss";
    static final String FITTED_ACCURACY = "fitted_accuracy";
    static final String FIRST_GRADIENT = "first_gradient_norm";
    static final String GRADIENT = "first_epoch_gradient_norm";
    static final String UPDATE = "median_update_ratio";

    @Override
    public String id() {
        return "learning 1";
    }

    @Override
    public ObjectNode of(TrialRun run) {
        ObjectNode figures = JsonNodeFactory.instance.objectNode();
        figures.put(CHANCE, 1.0 / run.data().classes());
        moves(run, figures);
        ArrayNode trainLoss = figures.putArray(TRAIN_LOSS);
        ArrayNode testLoss = figures.putArray(TEST_LOSS);
        ArrayNode testAccuracy = figures.putArray(TEST_ACCURACY);
        for (MetricsLine line : run.metrics()) {
            if (line instanceof MetricsLine.Epoch epoch) {
                trainLoss.add(epoch.trainLoss());
                epoch.testLoss().ifPresent(testLoss::add);
                epoch.testAccuracy().ifPresent(testAccuracy::add);
            }
        }
        if (!run.diverged()) {
            Evaluation.Result fitted = fitted(run);
            figures.put(FITTED_LOSS, fitted.loss()).put(FITTED_ACCURACY, fitted.accuracy());
        }
        return figures;
    }

    private static void moves(TrialRun run, ObjectNode figures) {
        List<Double> norms = run.steps().stream()
                .filter(step -> step.epoch() == 1)
                .map(LearningMeasure::norm)
                .toList();
        figures.put(STEPS_PER_EPOCH, norms.size());
        if (!norms.isEmpty()) {
            figures.put(FIRST_GRADIENT, norms.get(0))
                    .put(GRADIENT, Spread.of(norms).mean());
        }
        List<Double> updates = largestUpdates(run);
        if (!updates.isEmpty()) {
            figures.put(UPDATE, updates.get(updates.size() / 2));
        }
    }

    /** Of all layers together. */
    private static double norm(MetricsLine.Step step) {
        double squares = 0;
        for (MetricsLine.LayerNorm layer : step.gradientNorms()) {
            squares += layer.norm() * layer.norm();
        }
        return Math.sqrt(squares);
    }

    /** The largest of any layer at every watched step, sorted. */
    private static List<Double> largestUpdates(TrialRun run) {
        List<Double> ratios = new ArrayList<>();
        for (MetricsLine line : run.metrics()) {
            if (line instanceof MetricsLine.Health health) {
                ratios.add(health.figures().weights().stream()
                        .mapToDouble(WeightFigures::updateRatio)
                        .max()
                        .orElse(0));
            }
        }
        return ratios.stream().sorted().toList();
    }

    private static Evaluation.Result fitted(TrialRun run) {
        Model model = ModelFile.read(run.files().model());
        Dataset.Part train = run.data().train();
        int microBatch = run.job().microBatch();
        Evaluation evaluation = new Evaluation(
                model.network(),
                KernelSets.best(),
                model.weights(),
                run.job().loss(),
                new OtherParts(run.data(), train, train),
                microBatch);
        return Evaluation.fold(List.of(evaluation.run(0, 1)), train.size(), microBatch);
    }
}
