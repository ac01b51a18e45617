package dev.evenkeel.lab;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/** What was observed of the trials of a grid that {@link ShiftMeasure} measures. Of a run that broke down there is nothing. */
record ShiftFindings(Grid grid, Observations seen) {
    /** The figures of the runs, by seed. */
    List<JsonNode> runs(String net, String arm) {
        return grid.cells(net, arm)
                .map(cell -> seen.of(cell.trial()))
                .filter(observed -> !observed.diverged())
                .map(observed -> (JsonNode) observed.figures())
                .toList();
    }

    /** With and without, mean over layers and looks per seed. */
    List<Compared> compared(String figure) {
        return grid.factors().nets().stream()
                .map(net -> new Compared(net, means(net, Grid.WITH, figure), means(net, Grid.WITHOUT, figure)))
                .toList();
    }

    private List<Double> means(String net, String arm, String figure) {
        return runs(net, arm).stream().map(run -> mean(run.get(figure))).toList();
    }

    private static double mean(JsonNode byLayer) {
        List<Double> values = new ArrayList<>();
        byLayer.forEach(layer -> layer.forEach(value -> values.add(value.doubleValue())));
        return Spread.of(values).mean();
    }
}
