package dev.evenkeel.lab;

import dev.evenkeel.report.Figures;
import dev.evenkeel.report.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** The rules of {@link SyncExperiment}: from figures to claims. Pure functions. */
final class SyncClaims {
    /** A quarter more errors. */
    private static final double COSTS = 1.25;

    /** Half a point of accuracy is about what seeds differ by. */
    private static final double POINTS = 0.005;

    private SyncClaims() {}

    /**
     * Test errors of a net over a size, mean of the seeds.
     *
     * @param grouped with statistics per group
     * @param synchronizing with those of the whole mini-batch
     */
    record Errors(String net, List<Double> sizes, List<Double> grouped, List<Double> synchronizing) {
        Errors {
            sizes = List.copyOf(sizes);
            grouped = List.copyOf(grouped);
            synchronizing = List.copyOf(synchronizing);
        }

        private static double last(List<Double> errors) {
            return errors.get(errors.size() - 1);
        }

        private String text(String what) {
            int last = sizes.size() - 1;
            return net + " " + at(grouped, 0) + " at " + Figures.text(sizes.get(0)) + what + ", " + at(grouped, last)
                    + " at " + Figures.text(sizes.get(last)) + "; synchronized " + at(synchronizing, 0) + " and "
                    + at(synchronizing, last);
        }

        private static String at(List<Double> errors, int index) {
            return Figures.percent(errors.get(index));
        }
    }

    /** Whether statistics of few samples cost accuracy. */
    static Claim smallGroupsCost(List<Errors> bySamples) {
        return new Claim(
                "Where statistics are taken per worker, few samples per worker cost accuracy.",
                "Wu and He 2018 (group normalization), in other words: 23.6 % error at 32 samples, 34.7 % at 2",
                "Test error after training with statistics over fewer and fewer samples, the mini-batch being the same.",
                text(bySamples, " samples"),
                table("samples", bySamples),
                Holding.of(
                        bySamples,
                        net -> Errors.last(net.grouped())
                                >= COSTS * net.grouped().get(0)),
                "It holds if the error at the fewest samples is at least " + Figures.text(COSTS)
                        + " times that at the most, for every net; in part if for some.");
    }

    /** Whether synchronizing mends that. */
    static Claim synchronizingMends(List<Errors> bySamples) {
        return new Claim(
                "Synchronized batch normalization takes statistics over all workers: how few samples each of them has does not"
                        + " matter then.",
                "those who synchronize batch normalization",
                "The same mini-batches in the same pieces, with statistics over the whole mini-batch.",
                text(bySamples, " samples"),
                table("samples", bySamples),
                Holding.of(
                        bySamples,
                        net -> Errors.last(net.synchronizing())
                                        <= net.synchronizing().get(0) + POINTS
                                && Errors.last(net.synchronizing()) < Errors.last(net.grouped())),
                "It holds if the error at the fewest samples is at most " + Figures.text(100 * POINTS)
                        + " points above that at the most, and below that of statistics per group, for every net; in part if for"
                        + " some.");
    }

    /** Whether a fixed number of samples per statistics is better where mini-batches grow: the objection. */
    static Claim fixedGroupsKeepAccuracy(List<Errors> byBatch) {
        return new Claim(
                "Statistics should be taken per worker on purpose, over the same number of samples however many workers there are:"
                        + " the loss function then stays the same.",
                "Goyal et al. 2017, section 3.1, in other words",
                "Test error where the mini-batch grows with the workers, and the rate with it, after a warm-up: with statistics over"
                        + " a fixed number of samples, and over the whole mini-batch.",
                text(byBatch, " samples a mini-batch"),
                table("mini-batch", byBatch),
                Holding.of(byBatch, net -> Errors.last(net.synchronizing()) - Errors.last(net.grouped()) >= POINTS),
                "It holds if at the largest mini-batch the error with fixed groups is at least "
                        + Figures.text(100 * POINTS)
                        + " points below that of synchronized statistics, for every net; in part if for some.");
    }

    private static String text(List<Errors> nets, String what) {
        return nets.stream().map(net -> net.text(what)).collect(Collectors.joining("; ", "Test error: ", "."));
    }

    private static Table table(String size, List<Errors> nets) {
        List<List<String>> rows = new ArrayList<>();
        for (Errors net : nets) {
            for (int i = 0; i < net.sizes().size(); i++) {
                rows.add(List.of(
                        net.net(),
                        Figures.text(net.sizes().get(i)),
                        Errors.at(net.grouped(), i),
                        Errors.at(net.synchronizing(), i)));
            }
        }
        return new Table(List.of("net", size, "error per group", "error synchronized"), rows);
    }
}
