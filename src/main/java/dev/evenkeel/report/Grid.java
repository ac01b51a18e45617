package dev.evenkeel.report;

import dev.evenkeel.report.Chart.Axis;
import dev.evenkeel.report.LineChart.Point;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.OptionalDouble;
import java.util.TreeSet;

/** What was measured of several things over the steps of a run, thinned: the cells of a heat map. */
final class Grid {
    private static final int COLUMNS = 240;

    private final Axis scale;
    private final Map<String, Thinned> rows = new LinkedHashMap<>();

    /** @param scale of the values */
    Grid(Axis scale) {
        this.scale = scale;
    }

    /** @param row by its name; rows stand in the order in which they came first */
    void add(String row, long step, double value) {
        rows.computeIfAbsent(row, name -> scale.log() ? Thinned.log(COLUMNS) : Thinned.linear(COLUMNS))
                .add(step, value);
    }

    boolean isEmpty() {
        return rows.values().stream().allMatch(row -> row.points().isEmpty());
    }

    HeatMap heatMap(String id, String title, String caption, String rowLabel) {
        List<Map<Double, Double>> values = new ArrayList<>();
        NavigableSet<Double> columns = new TreeSet<>();
        for (Thinned row : rows.values()) {
            Map<Double, Double> byStep = new LinkedHashMap<>();
            for (Point point : row.points()) {
                byStep.put(point.x(), point.y());
            }
            columns.addAll(byStep.keySet());
            values.add(byStep);
        }
        List<HeatMap.Row> names = new ArrayList<>();
        for (String name : rows.keySet()) {
            names.add(new HeatMap.Row(tick(name), name));
        }
        List<List<OptionalDouble>> cells = values.stream()
                .map(row -> columns.stream()
                        .map(column ->
                                row.containsKey(column) ? OptionalDouble.of(row.get(column)) : OptionalDouble.empty())
                        .toList())
                .toList();
        return new HeatMap(
                id, title, caption, rowLabel, names, Axis.linear("step"), List.copyOf(columns), scale, cells);
    }

    /** The number in {@code layer 12 (dense)}, where there is one. */
    private static String tick(String name) {
        String digits = name.replaceFirst("\\D*(\\d+).*", "$1");
        return digits.matches("\\d+") ? digits : name;
    }
}
