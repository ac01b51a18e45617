package dev.evenkeel.lab;

import dev.evenkeel.lab.Compared.Quantity;
import dev.evenkeel.report.Figures;
import dev.evenkeel.report.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.Collectors;

/** The rules of {@link LearningRateExperiment}: from figures to claims. Pure functions. */
final class LearningRateClaims {
    /** Rates are about that far apart: less is within a step of the grid. */
    private static final double HIGHER = 3;

    private static final double SOONER = 2;

    /** A fifth less is a reduction that nobody needs statistics to see. */
    private static final double REDUCED = 0.8;

    private LearningRateClaims() {}

    /**
     * The largest stable rates of a net.
     *
     * @param with empty where no rate was stable
     * @param highest rate that was tried
     */
    record Stable(String net, OptionalDouble with, OptionalDouble without, double highest) {
        boolean isHigher(double factor) {
            return with.isPresent() && (without.isEmpty() || with.getAsDouble() >= factor * without.getAsDouble());
        }

        String text() {
            return net + " " + text(with) + " with, " + text(without) + " without";
        }

        private String text(OptionalDouble rate) {
            if (rate.isEmpty()) {
                return "none";
            }
            return Figures.text(rate.getAsDouble()) + (rate.getAsDouble() == highest ? " (the highest tried)" : "");
        }
    }

    /** Whether higher rates can be used. */
    static Claim higherRates(List<Stable> nets) {
        return new Claim(
                "Batch normalization allows for the use of higher learning rates during training.",
                Claim.ARTICLE,
                "The largest of the rates at which all seeds end with the accuracy that is asked for.",
                "Largest stable rate: " + nets.stream().map(Stable::text).collect(Collectors.joining("; ", "", ".")),
                new Table(List.of(), List.of()),
                Holding.of(nets, net -> net.isHigher(HIGHER)),
                "It holds if the largest stable rate with batch normalization is at least " + Figures.text(HIGHER)
                        + " times that without for every net; in part if for some.");
    }

    /** Steps at one multiple of the base rate. */
    record AtRate(double multiple, Reach.Pair nets) {}

    /** Whether higher rates are of use: each side at the rate at which it is fastest. */
    static Claim faster(List<List<AtRate>> byNet) {
        List<Reach.Pair> fastest =
                byNet.stream().map(LearningRateClaims::fastest).toList();
        List<List<String>> rows = new ArrayList<>();
        for (List<AtRate> net : byNet) {
            for (AtRate at : net) {
                rows.add(List.of(
                        at.nets().net(),
                        Figures.text(at.multiple()) + " ×",
                        at.nets().with().text(),
                        at.nets().without().text()));
            }
        }
        return new Claim(
                "With batch normalization and higher learning rates, the same accuracy takes many times fewer steps.",
                "Ioffe and Szegedy 2015, section 4.2, in other words",
                "Steps until the test accuracy is first reached at every rate; with and without batch normalization, each at the"
                        + " rate at which it is fastest.",
                fastest.stream().map(Reach.Pair::text).collect(Collectors.joining("; ", "", ".")),
                new Table(List.of("net", "rate", "with", "without"), rows),
                Holding.of(fastest, net -> net.with().always() && net.speedup() >= SOONER),
                "It holds if with batch normalization every run gets there at some rate, in at most half the steps that it takes"
                        + " without at the best of all rates, for every net; in part if for some.");
    }

    private static Reach.Pair fastest(List<AtRate> net) {
        Reach with = net.get(0).nets().with();
        Reach without = net.get(0).nets().without();
        for (AtRate at : net) {
            with = at.nets().with().steps() < with.steps() ? at.nets().with() : with;
            without = at.nets().without().steps() < without.steps() ? at.nets().without() : without;
        }
        return new Reach.Pair(net.get(0).nets().net(), with, without);
    }

    /** Whether that is so because gradients are smaller. */
    static Claim smallerGradients(List<Compared> first, List<Compared> firstEpoch) {
        return new Claim(
                "This is because the normalization of inputs reduces the scale of the gradients, preventing them from becoming"
                        + " too large and causing instability.",
                Claim.ARTICLE,
                "The norm of the whole gradient at the lowest rate, mean over the first epoch; and in the first step, which no rate"
                        + " has a say in.",
                "Gradient norm over the first epoch: " + text(firstEpoch) + " In the first step: " + text(first),
                Compared.table(
                        "net",
                        new Quantity("gradient norm, first epoch", firstEpoch),
                        new Quantity("gradient norm, first step", first)),
                Holding.of(firstEpoch, net -> net.isComplete() && net.ratio() <= REDUCED),
                "It holds if over the first epoch the norm with batch normalization is at most " + Figures.text(REDUCED)
                        + " of that without for every net; in part if for some.");
    }

    private static String text(List<Compared> nets) {
        return nets.stream().map(net -> net.net() + " " + net.text()).collect(Collectors.joining("; ", "", "."));
    }
}
