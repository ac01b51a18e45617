package dev.evenkeel.lab;

import dev.evenkeel.report.Table;
import java.util.ArrayList;
import java.util.List;

/**
 * One quantity in the runs of one net, with batch normalization and without, or in two other arms.
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
        return text(Arms.WITH_AND_WITHOUT);
    }

    String text(Arms arms) {
        return text(with) + " " + arms.one() + ", " + text(without) + " " + arms.other();
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

    /** What is compared, in words that follow a figure. */
    record Arms(String one, String other) {
        static final Arms WITH_AND_WITHOUT = new Arms(Grid.WITH, Grid.WITHOUT);
    }

    /** A quantity in all nets. */
    record Quantity(String name, List<Compared> nets) {
        Quantity {
            nets = List.copyOf(nets);
        }
    }

    /** A row per quantity and net. */
    static Table table(String nets, Quantity... quantities) {
        return table(nets, Arms.WITH_AND_WITHOUT, quantities);
    }

    static Table table(String nets, Arms arms, Quantity... quantities) {
        List<List<String>> rows = new ArrayList<>();
        for (Quantity quantity : quantities) {
            for (Compared net : quantity.nets()) {
                rows.add(List.of(quantity.name(), net.net(), inFull(net.with()), inFull(net.without())));
            }
        }
        return new Table(List.of("quantity", nets, arms.one(), arms.other()), rows);
    }
}
