package dev.evenkeel.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** A small table of texts. */
public record Table(List<String> head, List<List<String>> rows) {
    public Table {
        head = List.copyOf(head);
        rows = rows.stream().map(List::copyOf).toList();
    }

    /** At most {@code count} indexes below {@code size}, evenly spread, the first and the last among them. */
    static int[] spread(int size, int count) {
        int shown = Math.min(size, count);
        int[] indexes = new int[shown];
        for (int i = 0; i < shown; i++) {
            indexes[i] = shown == 1 ? 0 : (int) ((long) i * (size - 1) / (shown - 1));
        }
        return indexes;
    }

    /** As templates and files have it. */
    public ObjectNode view() {
        ObjectNode view = JsonNodeFactory.instance.objectNode();
        ArrayNode heads = view.putArray("head");
        head.forEach(heads::add);
        ArrayNode lines = view.putArray("rows");
        for (List<String> row : rows) {
            ArrayNode cells = lines.addObject().putArray("cells");
            row.forEach(cells::add);
        }
        return view;
    }
}
