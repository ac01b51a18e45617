package dev.evenkeel.lab;

import dev.evenkeel.report.Figures;
import dev.evenkeel.report.Table;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** The rules of {@link GradientsExperiment}: from figures to claims. Pure functions. */
final class GradientClaims {
    /** A factor per layer beyond this, or below its inverse, is a problem: 50 layers of it make 70,000. */
    private static final double PROBLEM = 1.25;

    /** From this R² on a change counts as exponential. */
    private static final double EXPONENTIAL = 0.9;

    /** An update that moves weights by a tenth of their size is no small step. */
    private static final double DRASTIC = 0.1;

    /** Yang et al. 2019, for wide relu nets at initialization. */
    private static final double PREDICTED = 1.21;

    private static final double NEAR = 0.06;

    private GradientClaims() {}

    /**
     * A setting and how gradients grow in it.
     *
     * @param seeds per seed; empty where too few of its nets could be measured
     */
    record Setting(String activation, String initializer, boolean batchNorm, List<Optional<Growth>> seeds) {
        Setting {
            seeds = List.copyOf(seeds);
        }

        String name() {
            return activation + ", " + initializer;
        }

        boolean all(Predicate<Growth> rule) {
            return seeds.stream().allMatch(seed -> seed.filter(rule).isPresent());
        }

        /** A seed that could not be measured is one that does not train. */
        boolean isProblem() {
            return !all(growth -> growth.steepness() <= StrictMath.log10(PROBLEM));
        }

        List<Double> factors() {
            return seeds.stream().flatMap(Optional::stream).map(Growth::factor).toList();
        }

        List<Double> steepness() {
            return seeds.stream()
                    .flatMap(Optional::stream)
                    .map(Growth::steepness)
                    .toList();
        }
    }

    /** Whether gradients shrink and grow exponentially where there is no batch normalization. */
    static Claim vanishOrExplode(List<Setting> settings) {
        List<Setting> without = settings.stream().filter(s -> !s.batchNorm()).toList();
        List<Setting> vanishing = without.stream()
                .filter(s -> s.all(g -> g.factor() <= 1 / PROBLEM && g.fit() >= EXPONENTIAL))
                .toList();
        List<Setting> exploding = without.stream()
                .filter(s -> s.all(g -> g.factor() >= PROBLEM && g.fit() >= EXPONENTIAL))
                .toList();
        Holding verdict = !vanishing.isEmpty() && !exploding.isEmpty()
                ? Holding.HOLDS
                : vanishing.isEmpty() && exploding.isEmpty() ? Holding.DOES_NOT_HOLD : Holding.HOLDS_IN_PART;
        return new Claim(
                "As the gradients pass through each layer, they can either diminish exponentially (vanishing gradients) or grow"
                        + " exponentially (exploding gradients).",
                Claim.ARTICLE,
                "How the norm of the first layer's gradient changes with every hidden layer more, at initialization, without"
                        + " batch normalization.",
                "From × " + least(without) + " to × " + most(without) + " per layer; of " + without.size()
                        + " settings " + vanishing.size() + " vanish and " + exploding.size() + " explode.",
                factors(settings),
                verdict,
                "It holds if some setting shrinks to " + Figures.text(1 / PROBLEM)
                        + " or less per layer and another grows to "
                        + Figures.text(PROBLEM)
                        + " or more, for every seed and with an R² of the exponential of at least "
                        + Figures.text(EXPONENTIAL) + "; in part if only one of the two is found.");
    }

    /** Whether batch normalization takes gradients nearer to neither shrinking nor growing. */
    static Claim stabilizes(List<Setting> settings, String when) {
        List<Setting> with = settings.stream().filter(Setting::batchNorm).toList();
        List<Setting> without = settings.stream().filter(s -> !s.batchNorm()).toList();
        Spread steepWith = steepness(with);
        Spread steepWithout = steepness(without);
        long problemsWith = with.stream().filter(Setting::isProblem).count();
        long problemsWithout = without.stream().filter(Setting::isProblem).count();
        double ratio = steepWith.mean() / steepWithout.mean();
        boolean fewer = problemsWith < problemsWithout;
        Holding verdict = problemsWith == 0 && fewer && ratio <= 0.5
                ? Holding.HOLDS
                : fewer && ratio <= 0.75 ? Holding.HOLDS_IN_PART : Holding.DOES_NOT_HOLD;
        return new Claim(
                "By normalizing the inputs to each layer, batch normalization stabilizes the gradients.",
                Claim.ARTICLE,
                "The change of the first layer's gradient norm per hidden layer, in powers of ten either way, over all"
                        + " activations and initializers, " + when + ".",
                "Powers of ten per layer, " + when + ": with " + steepWith.text("measurements") + ", without "
                        + steepWithout.text("measurements")
                        + "; settings outside of " + Figures.text(1 / PROBLEM) + " to " + Figures.text(PROBLEM)
                        + " per layer: " + problemsWith + " of " + with.size() + " with, " + problemsWithout + " of "
                        + without.size() + " without.",
                factors(settings),
                verdict,
                "It holds if with batch normalization no setting is outside of these bounds, while without some are, and"
                        + " the mean steepness is at most half; in part if fewer are outside and the steepness is at"
                        + " most three quarters.");
    }

    /**
     * A run's largest update ratio in its last steps.
     *
     * @param diverged whether it came to numbers that are not finite
     */
    record LastUpdates(boolean diverged, double largestRatio) {}

    /** Whether updates are drastic before training breaks down, and only there. */
    static Claim drasticUpdates(List<LastUpdates> runs) {
        List<LastUpdates> diverged = runs.stream().filter(LastUpdates::diverged).toList();
        List<LastUpdates> others = runs.stream().filter(run -> !run.diverged()).toList();
        double before = drastic(diverged);
        double otherwise = drastic(others);
        boolean there = !diverged.isEmpty() && before >= 0.9;
        boolean onlyThere = otherwise <= 0.1;
        Holding verdict = there && onlyThere
                ? Holding.HOLDS
                : there || !diverged.isEmpty() && before >= 2 * otherwise
                        ? Holding.HOLDS_IN_PART
                        : Holding.DOES_NOT_HOLD;
        return new Claim(
                "Exploding gradients occur when the gradients become extremely large, causing the weight updates to be too"
                        + " drastic. This can lead to unstable training.",
                Claim.ARTICLE,
                "The largest ratio of update to weight (mean |Δw| / mean |w|) of any layer in the last ten steps before a"
                        + " run broke down, and in those of the runs that did not.",
                diverged.size() + " of " + runs.size() + " runs broke down"
                        + (diverged.isEmpty()
                                ? ""
                                : ", " + Figures.percent(before) + " of them after a ratio above "
                                        + Figures.text(DRASTIC) + " (median " + Figures.text(median(diverged)) + ")")
                        + (others.isEmpty()
                                ? ""
                                : "; of the others " + Figures.percent(otherwise) + " had one (median "
                                        + Figures.text(median(others)) + ")")
                        + ".",
                new Table(List.of(), List.of()),
                verdict,
                "It holds if 90 % of the runs that broke down had a ratio above " + Figures.text(DRASTIC)
                        + " and at most 10 % of the others; in part if only the former is so, or it is twice as frequent"
                        + " before a breakdown.");
    }

    private static double drastic(List<LastUpdates> runs) {
        long many = runs.stream().filter(run -> run.largestRatio() > DRASTIC).count();
        return runs.isEmpty() ? 0 : (double) many / runs.size();
    }

    private static double median(List<LastUpdates> runs) {
        List<Double> sorted =
                runs.stream().map(LastUpdates::largestRatio).sorted().toList();
        return sorted.get(sorted.size() / 2);
    }

    /** The exception: relu nets with batch normalization, at initialization. */
    static Claim batchNormExplodes(List<Setting> settings) {
        List<Double> factors = new ArrayList<>();
        settings.stream()
                .filter(s -> s.batchNorm() && s.activation().equals("relu"))
                .forEach(s -> factors.addAll(s.factors()));
        Spread factor = Spread.of(factors);
        Holding verdict = Math.abs(factor.mean() - PREDICTED) <= NEAR
                ? Holding.HOLDS
                : factor.mean() >= 1.05 ? Holding.HOLDS_IN_PART : Holding.DOES_NOT_HOLD;
        return new Claim(
                "Batch normalization itself makes gradients grow with depth in plain relu networks at initialization, about"
                        + " 1.21 times per layer.",
                "Yang et al. 2019, which the article does not mention",
                "The factor per hidden layer in relu nets with batch normalization, at initialization.",
                "× " + factor.text("measurements") + " per layer.",
                factors(settings.stream()
                        .filter(s -> s.activation().equals("relu"))
                        .toList()),
                verdict,
                "It holds within " + Figures.text(NEAR) + " of " + Figures.text(PREDICTED)
                        + "; in part where gradients grow by 1.05 or more per layer.");
    }

    private static Spread steepness(List<Setting> settings) {
        return Spread.of(settings.stream().flatMap(s -> s.steepness().stream()).toList());
    }

    private static String least(List<Setting> settings) {
        return extreme(settings, Comparator.naturalOrder());
    }

    private static String most(List<Setting> settings) {
        return extreme(settings, Comparator.reverseOrder());
    }

    /** The setting that comes first by its mean factor. */
    private static String extreme(List<Setting> settings, Comparator<Double> order) {
        return settings.stream()
                .filter(s -> !s.factors().isEmpty())
                .min(Comparator.comparing(s -> Spread.of(s.factors()).mean(), order))
                .map(s -> Spread.of(s.factors()).text() + " (" + s.name() + ")")
                .orElse("–");
    }

    /** Factors per layer, a row per activation and initializer. */
    private static Table factors(List<Setting> settings) {
        List<List<String>> rows = new ArrayList<>();
        for (Setting with : settings) {
            if (with.batchNorm()) {
                Setting without = settings.stream()
                        .filter(s -> !s.batchNorm() && s.name().equals(with.name()))
                        .findFirst()
                        .orElse(new Setting(with.activation(), with.initializer(), false, List.of()));
                rows.add(List.of(with.activation(), with.initializer(), factor(with), factor(without)));
            }
        }
        return new Table(List.of("activation", "initializer", "× per layer, with", "without"), rows);
    }

    private static String factor(Setting setting) {
        return setting.factors().isEmpty()
                ? "broke down"
                : Spread.of(setting.factors()).text();
    }
}
