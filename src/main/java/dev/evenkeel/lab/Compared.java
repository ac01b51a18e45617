package dev.evenkeel.lab;

import dev.evenkeel.report.Table;
import java.util.ArrayList;
import java.util.List;

/**
 * One quantity in the runs of one net, with batch normalization and without.
 *
 * @param with per seed; of runs that broke down there may be nothing
 * @param without likewise
 */
record Compared(String net, List<Double> with, List<Double> without) {
    private static final String BROKE_DOWN = "broke down";

    Compared {
        with = List.copyOf(with);
        without = List.copyOf(without);
    }

    /** Whether there is anything to compare. */
    boolean isComplete() {
        return !with.isEmpty() && !without.isEmpty();
    }

    /** {@code 0.12 ± 0.01 with, 0.31 ± 0.02 without}. */
    String text() {
        return text(with) + " with, " + text(without) + " without";
    }

    private static String text(List<Double> seeds) {
        return seeds.isEmpty() ? BROKE_DOWN : Spread.of(seeds).text();
    }

    private static String inFull(List<Double> seeds) {
        return seeds.isEmpty() ? BROKE_DOWN : Spread.of(seeds).text("seeds");
    }

    /** Of the means. */
    double ratio() {
        return Spread.of(with).mean() / Spread.of(without).mean();
    }

    /** A quantity in all nets. */
    record Quantity(String name, List<Compared> nets) {
        Quantity {
            nets = List.copyOf(nets);
        }
    }

    /** A row per quantity and net. */
    static Table table(String nets, Quantity... quantities) {
        List<List<String>> rows = new ArrayList<>();
        for (Quantity quantity : quantities) {
            for (Compared net : quantity.nets()) {
                rows.add(List.of(quantity.name(), net.net(), inFull(net.with()), inFull(net.without())));
            }
        }
        return new Table(List.of("quantity", nets, "with", "without"), rows);
    }
}
