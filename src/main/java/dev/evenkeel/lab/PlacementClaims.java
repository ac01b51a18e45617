package dev.evenkeel.lab;

import dev.evenkeel.report.Figures;
import dev.evenkeel.report.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** The rules of {@link PlacementExperiment}: from figures to claims. Pure functions. */
final class PlacementClaims {
    /** Half a point of accuracy is about what seeds differ by. */
    private static final double AS_ACCURATE = 0.005;

    private static final double AS_FAST = 1.1;

    private PlacementClaims() {}

    /** A net with batch normalization in one place. */
    record Place(List<Double> accuracies, Reach reach) {
        Place {
            accuracies = List.copyOf(accuracies);
        }

        boolean isAsGoodAs(Place other) {
            return Spread.of(accuracies).mean() >= Spread.of(other.accuracies).mean() - AS_ACCURATE
                    && reach.steps() <= AS_FAST * other.reach.steps();
        }

        String text() {
            return Figures.percent(Spread.of(accuracies).mean()) + " and " + reach.text();
        }
    }

    /** A net in all variants. */
    record Places(String net, Place after, Place before, Place without) {
        String text() {
            return net + " after " + after.text() + ", before " + before.text();
        }
    }

    /** Whether the article's place does as well as the paper's. */
    static Claim after(List<Places> nets) {
        return claim(
                "In most cases, batch normalization is added as a layer after the activation function in a neural network.",
                Claim.ARTICLE,
                "What is done in most cases is not for measuring. Whether that place does as well as the other is:",
                nets,
                Holding.of(nets, net -> net.after().isAsGoodAs(net.before())));
    }

    /** Whether the paper's place does as well as the article's. */
    static Claim before(List<Places> nets) {
        return claim(
                "Batch normalization belongs immediately before the activation function.",
                "Ioffe and Szegedy 2015, section 3.2, in other words",
                "Whether that place does as well as the article's:",
                nets,
                Holding.of(nets, net -> net.before().isAsGoodAs(net.after())));
    }

    private static Claim claim(String sentence, String source, String question, List<Places> nets, Holding verdict) {
        List<List<String>> rows = new ArrayList<>();
        for (Places net : nets) {
            rows.add(row(net.net(), "after the activation", net.after()));
            rows.add(row(net.net(), "before it", net.before()));
            rows.add(row(net.net(), "nowhere", net.without()));
        }
        return new Claim(
                sentence,
                source,
                question + " test accuracy after the last epoch, and steps until it is first high enough.",
                nets.stream().map(Places::text).collect(Collectors.joining("; ", "", ".")),
                new Table(List.of("net", "batch normalization", "test accuracy", "steps"), rows),
                verdict,
                "A place does as well as another if its mean accuracy is at most " + Figures.text(100 * AS_ACCURATE)
                        + " points lower and it takes at most " + Figures.text(AS_FAST)
                        + " times the steps. It holds if that is so for every net; in part if for some.");
    }

    private static List<String> row(String net, String where, Place place) {
        return List.of(
                net,
                where,
                Spread.of(place.accuracies()).text("seeds"),
                place.reach().text());
    }
}
