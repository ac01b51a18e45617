package dev.evenkeel.lab;

import dev.evenkeel.report.Figures;
import dev.evenkeel.report.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** The rules of {@link LearnedExperiment}: from figures to claims. Pure functions. */
final class LearnedClaims {
    /** What is farther from where it began has moved. */
    private static final double MOVED = 1e-3;

    /** What is nearer has not. */
    private static final double STAYED = 1e-6;

    /** Rounding of floats, and no more. */
    private static final double EXACT = 1e-4;

    private LearnedClaims() {}

    /** How far something is from where it began, at the end: of a net that learns and of one that does not. */
    record Moves(double learning, double still) {
        boolean isLearned() {
            return learning > MOVED && still < STAYED;
        }

        boolean isTracked() {
            return learning > MOVED && still > MOVED;
        }

        String text() {
            return Figures.text(learning) + " and " + Figures.text(still);
        }
    }

    /**
     * All that a net's batch normalization has.
     *
     * @param missed by how much running statistics miss the moving average of batches, at most
     */
    record Found(String net, Moves gamma, Moves beta, Moves mean, Moves variance, double missed) {}

    /** Whether backpropagation learns mean and variance. */
    static Claim learnsStatistics(List<Found> nets) {
        boolean all = nets.stream()
                .allMatch(net -> net.mean().isLearned() && net.variance().isLearned());
        boolean some = nets.stream()
                .anyMatch(net -> net.mean().isLearned() || net.variance().isLearned());
        return new Claim(
                "The parameters of batch normalization, such as the mean and variance, are learned during training using"
                        + " backpropagation.",
                Claim.ARTICLE,
                "How far running mean and variance are from where they began at the end of training: at the usual rate, and at a"
                        + " rate so small that backpropagation moves nothing. What is learned moves at the former alone.",
                nets.stream()
                        .map(net -> net.net() + " running mean by " + net.mean().text() + ", running variance by "
                                + net.variance().text())
                        .collect(Collectors.joining("; ", "Moved at the usual rate and at none: ", ".")),
                table(nets),
                all ? Holding.HOLDS : some ? Holding.HOLDS_IN_PART : Holding.DOES_NOT_HOLD,
                "It holds if mean and variance move by more than " + Figures.text(MOVED)
                        + " at the usual rate and by less than " + Figures.text(STAYED)
                        + " without one, in every net; in part if one of them does in some net.");
    }

    /** Whether γ and β are learned, and mean and variance averages of what comes by. */
    static Claim learnsScaleAndShift(List<Found> nets) {
        boolean learned = nets.stream()
                .allMatch(net -> net.gamma().isLearned() && net.beta().isLearned());
        boolean tracked = nets.stream()
                .allMatch(net -> net.mean().isTracked() && net.variance().isTracked() && net.missed() <= EXACT);
        return new Claim(
                "What backpropagation learns are scale γ and shift β; mean and variance are those of the mini-batch, and for use"
                        + " after training a moving average of them.",
                "Ioffe and Szegedy 2015, section 3, in other words",
                "The same of γ and β; and how much running statistics differ from the moving average of the batches' mean and"
                        + " variance, computed from what went into the layers.",
                nets.stream()
                        .map(net -> net.net() + " γ by " + net.gamma().text() + ", β by "
                                + net.beta().text() + ", average missed by at most "
                                + Figures.text(net.missed(), 2))
                        .collect(Collectors.joining("; ", "Moved at the usual rate and at none: ", ".")),
                table(nets),
                learned && tracked ? Holding.HOLDS : learned || tracked ? Holding.HOLDS_IN_PART : Holding.DOES_NOT_HOLD,
                "It holds if γ and β move at the usual rate alone, mean and variance without one as well, and these differ from"
                        + " the moving average by at most "
                        + Figures.text(EXACT)
                        + " of the deviation or variance, in every net; in part if only the former or only"
                        + " the latter is so.");
    }

    private static Table table(List<Found> nets) {
        List<List<String>> rows = new ArrayList<>();
        for (Found net : nets) {
            rows.add(row(net, "γ", net.gamma()));
            rows.add(row(net, "β", net.beta()));
            rows.add(row(net, "running mean", net.mean()));
            rows.add(row(net, "running variance", net.variance()));
        }
        return new Table(List.of("net", "quantity", "moved at the usual rate", "moved at none"), rows);
    }

    private static List<String> row(Found net, String quantity, Moves moves) {
        return List.of(net.net(), quantity, Figures.text(moves.learning()), Figures.text(moves.still()));
    }
}
