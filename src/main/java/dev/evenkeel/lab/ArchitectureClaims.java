package dev.evenkeel.lab;

import dev.evenkeel.report.Figures;
import dev.evenkeel.report.Table;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;

/** The rules of {@link ArchitectureExperiment}: from figures to claims. Pure functions. */
final class ArchitectureClaims {
    /** A spread of less than this share is a smaller one. */
    private static final double NARROWER = 0.5;

    /** Two points of accuracy. */
    private static final double SIGNIFICANT = 0.02;

    private ArchitectureClaims() {}

    /**
     * The accuracy of a net at every depth, mean of the seeds.
     *
     * @param base which of the depths is that of the network that is changed
     */
    record OverDepths(String net, List<Double> with, List<Double> without, int base) {
        OverDepths {
            with = List.copyOf(with);
            without = List.copyOf(without);
        }

        /** The largest change that adding or removing layers makes, either way. */
        private double largestChange(List<Double> accuracies) {
            return changes(accuracies).max().orElse(0);
        }

        private DoubleStream changes(List<Double> accuracies) {
            return accuracies.stream().mapToDouble(accuracy -> Math.abs(accuracy - accuracies.get(base)));
        }

        double changeWith() {
            return largestChange(with);
        }

        double changeWithout() {
            return largestChange(without);
        }

        boolean isNarrower() {
            return Spread.of(with).deviation() <= NARROWER * Spread.of(without).deviation();
        }
    }

    /** Whether results lie nearer to each other over all architectures. */
    static Claim robust(List<Integer> depths, List<OverDepths> nets) {
        return new Claim(
                "Batch normalization provides some level of robustness to changes in the network architecture.",
                Claim.ARTICLE,
                "The deviation of the test accuracies over networks of " + CommonJob.counted(depths)
                        + " hidden layers.",
                nets.stream()
                        .map(net ->
                                net.net() + " " + points(Spread.of(net.with()).deviation()) + " with, "
                                        + points(Spread.of(net.without()).deviation()) + " without")
                        .collect(Collectors.joining("; ", "Points of accuracy: ", ".")),
                table(depths, nets),
                Holding.of(nets, OverDepths::isNarrower),
                "It holds if the deviation with batch normalization is at most " + Figures.text(NARROWER)
                        + " of that without for every net; in part if for some.");
    }

    /** Whether layers can come and go. */
    static Claim layersComeAndGo(List<Integer> depths, List<OverDepths> nets) {
        return new Claim(
                "It allows for the addition or removal of layers without significantly affecting the performance of the network.",
                Claim.ARTICLE,
                "The largest difference, either way, that adding or removing layers makes to the mean test accuracy of the network"
                        + " of " + depths.get(nets.get(0).base()) + " hidden layers.",
                nets.stream()
                        .map(net -> net.net() + " " + points(net.changeWith()) + " with, " + points(net.changeWithout())
                                + " without")
                        .collect(Collectors.joining("; ", "Points of accuracy: ", ".")),
                table(depths, nets),
                Holding.of(nets, net -> net.changeWith() <= SIGNIFICANT),
                "It holds if with batch normalization no change makes a difference of more than "
                        + Figures.text(100 * SIGNIFICANT) + " points in any net; in part if none does in some.");
    }

    private static String points(double share) {
        return Figures.text(100 * share);
    }

    private static Table table(List<Integer> depths, List<OverDepths> nets) {
        ArmsTable table = new ArmsTable(depths.stream().map(String::valueOf));
        nets.forEach(net -> table.add(net.net(), net.with(), net.without()));
        return table.table();
    }
}
