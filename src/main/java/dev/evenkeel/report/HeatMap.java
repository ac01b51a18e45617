package dev.evenkeel.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/**
 * Cells whose colour is a value.
 *
 * @param rowLabel what rows are, such as "layer"
 * @param rows by their names, the lowest first
 * @param x what columns are, and their values
 * @param scale what colours stand for
 * @param cells per row, then column; empty where nothing was measured
 */
public record HeatMap(
        String id,
        String title,
        String caption,
        String rowLabel,
        List<Row> rows,
        Axis x,
        List<Double> columns,
        Axis scale,
        List<List<OptionalDouble>> cells)
        implements Chart {
    private static final int TABLE_COLUMNS = 6;

    /**
     * A row.
     *
     * @param tick its short name, beside the cells
     */
    public record Row(String tick, String name) {}

    public HeatMap {
        rows = List.copyOf(rows);
        columns = List.copyOf(columns);
        cells = cells.stream().map(List::copyOf).toList();
    }

    @Override
    public ObjectNode data() {
        ObjectNode data =
                JsonNodeFactory.instance.objectNode().put("kind", "heat").put("rowLabel", rowLabel);
        ArrayNode names = data.putArray("rows");
        rows.forEach(row -> names.add(row.name()));
        ArrayNode ticks = data.putArray("ticks");
        rows.forEach(row -> ticks.add(row.tick()));
        ObjectNode axis = x.view();
        ArrayNode values = axis.putArray("values");
        columns.forEach(value -> x.add(values, OptionalDouble.of(value)));
        data.set("x", axis);
        data.set("scale", scale.view());
        ArrayNode all = data.putArray("cells");
        for (List<OptionalDouble> row : cells) {
            ArrayNode line = all.addArray();
            row.forEach(cell -> scale.add(line, cell));
        }
        return data;
    }

    @Override
    public Table table() {
        int[] shown = Table.spread(columns.size(), TABLE_COLUMNS);
        List<String> head = new ArrayList<>(List.of(rowLabel));
        for (int column : shown) {
            head.add(x.label() + " " + Figures.text(columns.get(column)));
        }
        List<List<String>> lines = new ArrayList<>();
        for (int r = 0; r < rows.size(); r++) {
            List<String> line = new ArrayList<>(List.of(rows.get(r).name()));
            for (int column : shown) {
                OptionalDouble cell = cells.get(r).get(column);
                line.add(cell.isPresent() ? Figures.text(cell.getAsDouble()) : "–");
            }
            lines.add(line);
        }
        return new Table(head, lines);
    }
}
