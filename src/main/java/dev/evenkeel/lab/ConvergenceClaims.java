package dev.evenkeel.lab;

import dev.evenkeel.lab.Compared.Quantity;
import dev.evenkeel.report.Figures;
import dev.evenkeel.report.Table;
import java.util.List;
import java.util.stream.Collectors;

/** The rules of {@link ConvergenceExperiment}: from figures to claims. Pure functions. */
final class ConvergenceClaims {
    /** Half as many steps again is what nobody needs statistics to see. */
    private static final double FASTER = 1.5;

    /** A spread of less than this share is a smaller one. */
    private static final double NARROWER = 0.5;

    private ConvergenceClaims() {}

    /** Whether fewer steps are taken to an accuracy. */
    static Claim speedsUp(double accuracy, List<Reach.Pair> nets) {
        return new Claim(
                "By normalizing the inputs, batch normalization helps to stabilize the gradients and speed up the convergence"
                        + " of the network.",
                Claim.ARTICLE,
                "Steps of plain SGD until the test accuracy, taken after every epoch, is " + Figures.percent(accuracy)
                        + ", at the same rate with and without.",
                nets.stream().map(Reach.Pair::text).collect(Collectors.joining("; ", "", ".")),
                new Table(
                        List.of("net", "with", "without"),
                        nets.stream()
                                .map(net -> List.of(
                                        net.net(),
                                        net.with().text(),
                                        net.without().text()))
                                .toList()),
                Holding.of(nets, net -> net.with().always() && net.speedup() >= FASTER),
                "It holds if with batch normalization every run gets there, in the mean at least "
                        + Figures.text(FASTER)
                        + " times sooner than without, for every net; in part if for some. A run that never gets there counts"
                        + " as one that did with its last step.");
    }

    /** Whether fewer runs are stuck, and final losses nearer to each other. */
    static Claim avoidsSuboptimal(List<Reach.Pair> nets, List<Compared> finalLosses) {
        long stuckWith = nets.stream().mapToLong(net -> net.with().never()).sum();
        long stuckWithout =
                nets.stream().mapToLong(net -> net.without().never()).sum();
        long runs = nets.stream().mapToLong(net -> net.with().seeds().size()).sum();
        boolean narrower = finalLosses.stream().allMatch(ConvergenceClaims::narrower);
        Holding verdict = stuckWith == 0 && stuckWithout > 0
                ? Holding.HOLDS
                : stuckWith < stuckWithout || stuckWith == 0 && narrower
                        ? Holding.HOLDS_IN_PART
                        : Holding.DOES_NOT_HOLD;
        return new Claim(
                "This allows for faster training and reduces the likelihood of getting stuck in suboptimal solutions.",
                Claim.ARTICLE,
                "Runs that never reach that accuracy, and how far the training losses of the last epoch lie apart over the seeds.",
                "Stuck: " + stuckWith + " of " + runs + " runs with, " + stuckWithout + " of " + runs
                        + " without. Training loss of the last epoch: "
                        + finalLosses.stream()
                                .map(net -> net.net() + " " + net.text())
                                .collect(Collectors.joining("; ", "", ".")),
                Compared.table("net", new Quantity("training loss of the last epoch", finalLosses)),
                verdict,
                "It holds if no run is stuck with batch normalization and some are without; in part if fewer are, or if none is"
                        + " and the deviation of the final losses is at most "
                        + Figures.text(NARROWER) + " of that without for every net.");
    }

    private static boolean narrower(Compared losses) {
        return losses.isComplete()
                && Spread.of(losses.with()).deviation()
                        <= NARROWER * Spread.of(losses.without()).deviation();
    }
}
