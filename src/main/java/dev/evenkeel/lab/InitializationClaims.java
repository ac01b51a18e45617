package dev.evenkeel.lab;

import dev.evenkeel.report.Figures;
import dev.evenkeel.report.Table;
import java.util.List;
import java.util.stream.Collectors;

/** The rules of {@link InitializationExperiment}: from figures to claims. Pure functions. */
final class InitializationClaims {
    private static final double TIMES_AS_MANY = 1.5;

    /** A difference of one scale is no finer than the scales lie apart; and where only one works at all, its choice matters most. */
    private static final int MORE = 2;

    private InitializationClaims() {}

    /**
     * The accuracy of a net at every scale of initial weights, mean of the seeds.
     *
     * @param goal from which accuracy on a scale works
     */
    record OverScales(String net, List<Double> with, List<Double> without, double goal) {
        OverScales {
            with = List.copyOf(with);
            without = List.copyOf(without);
        }

        long workingWith() {
            return working(with);
        }

        long workingWithout() {
            return working(without);
        }

        boolean isLessSensitive() {
            return workingWith() >= TIMES_AS_MANY * workingWithout() && workingWith() >= workingWithout() + MORE;
        }

        private long working(List<Double> accuracies) {
            return accuracies.stream().filter(each -> each >= goal).count();
        }

        String text() {
            return net + " " + workingWith() + " of " + with.size() + " with, " + workingWithout() + " without";
        }
    }

    /** Whether more scales work. */
    static Claim lessSensitive(List<Double> scales, List<OverScales> nets) {
        return new Claim(
                "With batch normalization, the network becomes less sensitive to the choice of weight initialization.",
                Claim.ARTICLE,
                "Test accuracy after training from normal weights of deviations " + span(scales)
                        + ": how many of them work, that is come near to the best accuracy of the activation.",
                "Scales that work: " + text(nets),
                table(scales, nets),
                Holding.of(nets, OverScales::isLessSensitive),
                "It holds if with batch normalization at least " + Figures.text(TIMES_AS_MANY)
                        + " times as many scales work for every net, and at least " + MORE
                        + " more; in part if for some.");
    }

    /** Whether deep nets train from scales that carelessness might choose. */
    static Claim easesDepth(List<Double> scales, List<OverScales> deep) {
        return new Claim(
                "This makes it easier to train deep networks and reduces the need for careful initialization techniques.",
                Claim.ARTICLE,
                "The same of the deepest nets alone: no care is needed where nearly every scale works.",
                "Scales that work: " + text(deep),
                table(scales, deep),
                deep.stream()
                                .allMatch(net -> net.workingWith() >= scales.size() - 1
                                        && net.workingWith() > net.workingWithout())
                        ? Holding.HOLDS
                        : deep.stream().anyMatch(net -> net.workingWith() > net.workingWithout())
                                ? Holding.HOLDS_IN_PART
                                : Holding.DOES_NOT_HOLD,
                "It holds if in every deep net all scales but at most one work with batch normalization, and more than without;"
                        + " in part if in some deep net more work than without.");
    }

    private static String text(List<OverScales> nets) {
        return nets.stream().map(OverScales::text).collect(Collectors.joining("; ", "", "."));
    }

    private static String span(List<Double> scales) {
        return Figures.text(scales.get(0)) + " to " + Figures.text(scales.get(scales.size() - 1));
    }

    private static Table table(List<Double> scales, List<OverScales> nets) {
        ArmsTable table = new ArmsTable(scales.stream().map(Figures::text));
        nets.forEach(net -> table.add(net.net(), net.with(), net.without()));
        return table.table();
    }
}
