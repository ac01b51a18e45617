package dev.evenkeel.lab;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.evenkeel.health.WeightFigures;
import dev.evenkeel.run.MetricsLine;
import java.util.ArrayList;
import java.util.List;

/**
 * The gradient norms of every layer with weights: in the first step, which is that of the initial weights, and their geometric
 * mean over the last epoch, if it was finished; the losses; and the largest update ratio of any layer in each of the last steps.
 */
final class GradientMeasure implements Measure {
    static final String INITIAL = "initial_norms";
    static final String TRAINED = "trained_norms";
    static final String RATIOS = "last_update_ratios";

    private static final int LAST = 10;

    @Override
    public String id() {
        return "gradients 2";
    }

    @Override
    public ObjectNode of(TrialRun run) {
        ObjectNode figures = JsonNodeFactory.instance.objectNode();
        List<MetricsLine.Step> steps = run.steps();
        figures.put("steps", steps.size());
        if (steps.isEmpty()) {
            return figures;
        }
        ArrayNode initial = figures.putArray(INITIAL);
        steps.get(0).gradientNorms().forEach(layer -> initial.add(layer.norm()));
        figures.put("initial_loss", steps.get(0).loss());
        if (!run.diverged()) {
            List<MetricsLine.Step> last = steps.stream()
                    .filter(step -> step.epoch() == run.job().epochs())
                    .toList();
            ArrayNode trained = figures.putArray(TRAINED);
            for (int layer = 0; layer < initial.size(); layer++) {
                trained.add(geometricMean(last, layer));
            }
            figures.put("trained_loss", last.get(last.size() - 1).loss());
        }
        ArrayNode ratios = figures.putArray(RATIOS);
        List<Double> all = updateRatios(run);
        all.subList(Math.max(0, all.size() - LAST), all.size()).forEach(ratios::add);
        return figures;
    }

    /** Zero where one of them is: below every float. */
    private static double geometricMean(List<MetricsLine.Step> steps, int layer) {
        double sum = 0;
        for (MetricsLine.Step step : steps) {
            double norm = step.gradientNorms().get(layer).norm();
            if (norm == 0) {
                return 0;
            }
            sum += StrictMath.log10(norm);
        }
        return StrictMath.pow(10, sum / steps.size());
    }

    private static List<Double> updateRatios(TrialRun run) {
        List<Double> ratios = new ArrayList<>();
        for (MetricsLine line : run.metrics()) {
            if (line instanceof MetricsLine.Health health) {
                double largest = 0;
                for (WeightFigures layer : health.figures().weights()) {
                    largest = Math.max(largest, layer.updateRatio());
                }
                ratios.add(largest);
            }
        }
        return ratios;
    }
}
