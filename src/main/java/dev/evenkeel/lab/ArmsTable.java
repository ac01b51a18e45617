package dev.evenkeel.lab;

import dev.evenkeel.report.Figures;
import dev.evenkeel.report.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Accuracies of nets over a quantity, a row with and a row without batch normalization for each net. */
final class ArmsTable {
    private final List<String> head;
    private final List<List<String>> rows = new ArrayList<>();

    /** @param quantities heads of the columns that hold accuracies */
    ArmsTable(Stream<String> quantities) {
        head = Stream.concat(Stream.of("net", "batch normalization"), quantities)
                .toList();
    }

    void add(String net, List<Double> with, List<Double> without) {
        rows.add(row(net, "with", with));
        rows.add(row(net, "without", without));
    }

    Table table() {
        return new Table(head, rows);
    }

    private static List<String> row(String net, String arm, List<Double> accuracies) {
        return Stream.concat(Stream.of(net, arm), accuracies.stream().map(Figures::percent))
                .toList();
    }
}
