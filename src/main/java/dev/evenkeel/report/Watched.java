package dev.evenkeel.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.evenkeel.health.ActivationFigures;
import dev.evenkeel.health.Rule;
import dev.evenkeel.health.Verdict;
import dev.evenkeel.health.WeightFigures;
import dev.evenkeel.report.Chart.Axis;
import dev.evenkeel.run.MetricsLine;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** What the watch over gradient health saw and found. */
final class Watched {
    private final Map<Rule, List<Verdict>> verdicts = new EnumMap<>(Rule.class);
    private final Grid updates = new Grid(Axis.log("update ratio"));
    private final Grid deviations = new Grid(Axis.log("standard deviation"));
    private final Grid means = new Grid(Axis.linear("mean"));
    private final Grid zeros = new Grid(Axis.percent("zeros, %"));
    private final Grid dead = new Grid(Axis.percent("dead units, %"));
    private final Grid saturated = new Grid(Axis.percent("saturated inputs, %"));
    private long watched;
    private long skipped;

    void add(MetricsLine.Health health) {
        watched++;
        long step = health.step();
        for (WeightFigures layer : health.figures().weights()) {
            updates.add(layer.layer(), step, layer.updateRatio());
        }
        for (ActivationFigures layer : health.figures().activations()) {
            means.add(layer.layer(), step, layer.mean());
            deviations.add(layer.layer(), step, layer.deviation());
            layer.zeros().ifPresent(share -> zeros.add(layer.layer(), step, 100 * share));
            layer.dead().ifPresent(share -> dead.add(layer.layer(), step, 100 * share));
            layer.saturated().ifPresent(share -> saturated.add(layer.layer(), step, 100 * share));
        }
    }

    void add(MetricsLine.Judged judged) {
        verdicts.computeIfAbsent(judged.verdict().rule(), rule -> new ArrayList<>())
                .add(judged.verdict());
    }

    void add(MetricsLine.Skipped step) {
        skipped++;
    }

    ObjectNode view() {
        ObjectNode view = JsonNodeFactory.instance.objectNode();
        view.put("summary", summary()).put("hasVerdicts", !verdicts.isEmpty());
        ArrayNode list = view.putArray("verdicts");
        verdicts.values().forEach(ofRule -> list.add(view(ofRule)));
        return view;
    }

    private String summary() {
        if (watched == 0 && verdicts.isEmpty()) {
            return "This run was not watched.";
        }
        String steps = Figures.count(watched) + (watched == 1 ? " step was" : " steps were") + " watched.";
        String left = skipped == 0
                ? ""
                : " " + Figures.count(skipped) + (skipped == 1 ? " step was" : " steps were") + " skipped.";
        int rules = verdicts.size();
        String found = rules == 0
                ? " No rule fired: gradients neither vanish nor explode, no layer is dead or saturated."
                : rules == 1 ? " One rule fired." : " " + rules + " rules fired.";
        return steps + left + found;
    }

    /** One rule may fire for many layers: the first one is told in full, the others are named. */
    private static ObjectNode view(List<Verdict> ofRule) {
        Verdict first = ofRule.get(0);
        List<String> others = ofRule.stream()
                .skip(1)
                .flatMap(verdict -> verdict.layer().stream())
                .distinct()
                .filter(layer -> !first.layer().filter(layer::equals).isPresent())
                .toList();
        String also = others.isEmpty() ? "" : ". Also in " + String.join(", ", others);
        String often = ofRule.size() == 1 ? "" : ", " + ofRule.size() + " times in all";
        return JsonNodeFactory.instance
                .objectNode()
                .put("rule", first.rule().key())
                .put(
                        "since",
                        "at step " + Figures.count(first.step()) + often + "; action: "
                                + first.action().key())
                .put("sentence", first.message() + "; " + first.help() + also + ".");
    }

    /** Heat maps of what there is. */
    List<Chart> charts() {
        List<Chart> charts = new ArrayList<>();
        add(
                charts,
                updates,
                "update-ratio",
                "Update ratio by layer and step",
                "Mean |Δw| over mean |w| of every layer's update: about 10⁻³ is usual; where it is far below, a layer stands"
                        + " still, far above, it is thrown about.");
        add(
                charts,
                deviations,
                "activation-deviation",
                "Spread of activations",
                "Standard deviation of each activation's outputs over units and samples.");
        add(
                charts,
                means,
                "activation-mean",
                "Mean of activations",
                "Mean of each activation's outputs over units and samples.");
        add(charts, zeros, "zeros", "Zeros", "Share of a relu layer's outputs that are 0; half of them is usual.");
        add(charts, dead, "dead", "Dead units", "Share of a relu layer's units that are 0 for nearly every sample.");
        add(
                charts,
                saturated,
                "saturated",
                "Saturation",
                "Share of a sigmoid's or tanh's inputs that lie where its slope is nothing.");
        return charts;
    }

    private static void add(List<Chart> charts, Grid grid, String id, String title, String caption) {
        if (!grid.isEmpty()) {
            charts.add(grid.heatMap(id, title, caption, "layer"));
        }
    }
}
