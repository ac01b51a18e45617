package dev.evenkeel.lab;

import dev.evenkeel.lab.Compared.Arms;
import dev.evenkeel.lab.Compared.Quantity;
import dev.evenkeel.report.Figures;
import dev.evenkeel.report.LineChart.Point;
import dev.evenkeel.report.Table;
import java.util.List;
import java.util.stream.Collectors;

/** The rules of {@link RegularizationExperiment}: from figures to claims. Pure functions. */
final class RegularizationClaims {
    /** A mean that is off by less than a twentieth of the deviation is hardly noise. */
    private static final double NOISE = 0.05;

    /** Means of n samples vary with 1/n: a slope of −1 in logarithms. */
    private static final double AS_OF_SAMPLES = 0.2;

    /** A fifth less is a reduction that nobody needs statistics to see. */
    private static final double REDUCED = 0.8;

    private RegularizationClaims() {}

    /**
     * The noise of batch statistics in the nets of an activation.
     *
     * @param variances of batch means as a share of the variance of all samples, by growing batch; none where nets broke down
     */
    record Noise(String net, List<Point> variances) {
        Noise {
            variances = List.copyOf(variances);
        }

        /** Deviation of a batch's mean, in deviations of the samples, at the largest batch that is not larger. */
        double at(double batch) {
            return Math.sqrt(variances.stream()
                    .filter(point -> point.x() <= batch)
                    .mapToDouble(Point::y)
                    .reduce(0, (smaller, larger) -> larger));
        }

        /** Between the smallest and the largest batch, in logarithms; 0 where there are no two. */
        double slope() {
            if (variances.size() < 2) {
                return 0;
            }
            Point first = variances.get(0);
            Point last = variances.get(variances.size() - 1);
            return StrictMath.log10(last.y() / first.y()) / StrictMath.log10(last.x() / first.x());
        }

        boolean isThere(double batch) {
            return at(batch) >= NOISE;
        }

        boolean shrinks() {
            return Math.abs(slope() + 1) <= AS_OF_SAMPLES;
        }
    }

    /** Whether batch statistics are noisy, as means of samples are. */
    static Claim addsNoise(int batch, List<Noise> nets) {
        boolean there = nets.stream().allMatch(net -> net.isThere(batch));
        boolean shrinks = nets.stream().allMatch(Noise::shrinks);
        return new Claim(
                "Batch normalization acts as a form of regularization by adding noise to the network.",
                Claim.ARTICLE,
                "How much the mean of a batch differs from one batch to the next, in deviations of the samples, in trained nets; and"
                        + " how its variance goes with the size of the batch.",
                nets.stream()
                        .map(net -> net.net() + " " + Figures.text(net.at(batch))
                                + " deviations, variance as batch to the power of " + Figures.text(net.slope()))
                        .collect(Collectors.joining("; ", "In batches of " + batch + ": ", ".")),
                new Table(
                        List.of("net", "batch", "variance of batch means"),
                        nets.stream()
                                .flatMap(net -> net.variances().stream()
                                        .map(point ->
                                                List.of(net.net(), Figures.text(point.x()), Figures.text(point.y()))))
                                .toList()),
                there && shrinks ? Holding.HOLDS : there || shrinks ? Holding.HOLDS_IN_PART : Holding.DOES_NOT_HOLD,
                "It holds if in the mini-batches of training the mean differs by at least " + Figures.text(NOISE)
                        + " deviations, and its variance shrinks as 1/batch, that is with a power of −1 ± "
                        + Figures.text(AS_OF_SAMPLES) + ", in every net; in part if only one of both is so.");
    }

    /** Whether nets overfit less, and generalize better. */
    static Claim preventsOverfitting(List<Compared> gaps, List<Compared> accuracies) {
        return claim(
                "This noise helps to prevent overfitting and improves the generalization ability of the model.",
                Claim.ARTICLE,
                "The gap, that is test loss less training loss, both with running statistics after the last epoch, and the test"
                        + " accuracy: with batch normalization and without.",
                Arms.WITH_AND_WITHOUT,
                gaps,
                accuracies);
    }

    /** Whether it is the noise that does it. */
    static Claim moreNoiseHelpsMore(int group, int batch, List<Compared> gaps, List<Compared> accuracies) {
        return claim(
                "If it is the noise that helps, then more noise helps more.",
                "the article, taken at its word",
                "The same with statistics of " + group + " samples and with those of the whole mini-batch of " + batch
                        + ": all else being equal, only the noise differs.",
                new Arms("of " + group, "of " + batch),
                gaps,
                accuracies);
    }

    private static Claim claim(
            String sentence,
            String source,
            String measured,
            Arms arms,
            List<Compared> gaps,
            List<Compared> accuracies) {
        Holding gap = Holding.of(gaps, RegularizationClaims::isReduced);
        Holding accuracy = Holding.of(
                accuracies,
                net -> net.isComplete()
                        && Spread.of(net.with()).mean()
                                > Spread.of(net.without()).mean());
        return new Claim(
                sentence,
                source,
                measured,
                "Gap: " + text(arms, gaps) + " Test accuracy: " + text(arms, accuracies),
                Compared.table("net", arms, new Quantity("gap", gaps), new Quantity("test accuracy", accuracies)),
                gap == Holding.HOLDS && accuracy == Holding.HOLDS
                        ? Holding.HOLDS
                        : gap == Holding.DOES_NOT_HOLD && accuracy == Holding.DOES_NOT_HOLD
                                ? Holding.DOES_NOT_HOLD
                                : Holding.HOLDS_IN_PART,
                "It holds if in every net the mean gap is at most " + Figures.text(REDUCED)
                        + " of the other one and the mean accuracy higher; in part if one of both is so in some net.");
    }

    private static boolean isReduced(Compared gap) {
        return gap.isComplete()
                && Spread.of(gap.with()).mean()
                        <= REDUCED * Spread.of(gap.without()).mean();
    }

    private static String text(Arms arms, List<Compared> nets) {
        return nets.stream().map(net -> net.net() + " " + net.text(arms)).collect(Collectors.joining("; ", "", "."));
    }
}
