package dev.evenkeel.health;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;

/**
 * Folds what was measured, step by step, into a memory, and gives the verdicts: a pure function, so that every worker, and
 * every resumed run, comes to the same.
 *
 * <p>A rule fires for a layer when its readings were ill at {@link HealthSpec#patience} watched steps in a row: one mini-batch
 * proves nothing. Then it is silent for that layer until it has been well as often.
 *
 * @param normalized whether the network has batch normalization, so that the help need not name it
 */
public record Judge(HealthSpec spec, boolean normalized) {
    /** An explosion gives no time for more; one mini-batch may still be an outlier. */
    private static final int EXPLODING_PATIENCE = 2;

    /** Windows without progress: as many as schedulers that look for plateaus commonly wait. */
    private static final int STALE_WINDOWS = 10;

    /** A loss below this share of what it began with has been learned from: where it stays then, training has converged. */
    private static final double LEARNED = 0.5;

    /**
     * A committed step.
     *
     * @param loss mean over the mini-batch
     * @param rateShare its learning rate over the job's
     * @param figures where the step was watched
     */
    public record Step(long step, double loss, double rateShare, Optional<Figures> figures) {}

    /** What is remembered from here on, and what is to be told. */
    public record Outcome(Memory memory, List<Verdict> verdicts) {
        public Outcome {
            verdicts = List.copyOf(verdicts);
        }
    }

    /** The sentence of the first verdict that ends the job; empty if none does. */
    public static Optional<String> stop(List<Verdict> verdicts) {
        return verdicts.stream()
                .filter(verdict -> verdict.action() == Action.STOP)
                .findFirst()
                .map(verdict -> "step " + verdict.step() + ": " + verdict.message() + "; " + verdict.help());
    }

    private record Key(Rule rule, int index) {}

    private static final Comparator<Key> ORDER = Comparator.comparing(Key::rule).thenComparing(Key::index);

    /** Judges a committed step. */
    public Outcome step(Memory before, Step step) {
        TreeMap<Key, Streak> streaks = streaks(before);
        // Finite again: the next one that is not is told again.
        streaks.remove(new Key(Rule.NON_FINITE, 0));
        List<Verdict> verdicts = new ArrayList<>();
        LossTrend loss = before.loss();
        double firstNorm = before.firstNorm();
        if (spec.enabled()) {
            loss = loss.plus(
                    step.loss(),
                    spec.lossNotDecreasing().overSteps(),
                    spec.lossNotDecreasing().decrease());
            if (loss.windowEnded()) {
                note(lossNotDecreasing(loss, step.step()), step.step(), streaks, verdicts);
            }
            if (step.figures().isPresent()) {
                Figures figures = step.figures().get();
                readings(figures, step, firstNorm).forEach(reading -> note(reading, step.step(), streaks, verdicts));
                if (step.step() <= HealthSpec.FIRST_STEPS) {
                    firstNorm = figures.weights().stream()
                            .mapToDouble(WeightFigures::gradientNorm)
                            .reduce(firstNorm, Math::max);
                }
            }
        }
        boolean reduces = verdicts.stream().anyMatch(verdict -> verdict.action() == Action.REDUCE_LEARNING_RATE);
        double multiplier = reduces ? before.rateMultiplier() * spec.rateFactor() : before.rateMultiplier();
        Memory after = new Memory(multiplier, before.skipped(), firstNorm, loss, List.copyOf(streaks.values()));
        return new Outcome(after, verdicts);
    }

    /**
     * Judges a step that has met an infinity or not-a-number. Where it is skipped the memory counts it; where the job stops the
     * memory is nobody's any more.
     *
     * @param layer where it was seen first, if that is known
     * @param what a sentence without a full stop
     */
    public Outcome nonFinite(Memory before, long step, Optional<String> layer, String what) {
        TreeMap<Key, Streak> streaks = streaks(before);
        List<Verdict> verdicts = new ArrayList<>();
        Reading reading = new Reading(Rule.NON_FINITE, 0, layer, true, step, Double.NaN, Double.NaN, since -> what);
        note(reading, step, streaks, verdicts);
        Memory after = new Memory(
                before.rateMultiplier(),
                before.skipped() + 1,
                before.firstNorm(),
                before.loss(),
                List.copyOf(streaks.values()));
        return new Outcome(after, verdicts);
    }

    private List<Reading> readings(Figures figures, Step step, double firstNorm) {
        List<Reading> readings = new ArrayList<>();
        long at = step.step();
        List<Reading> vanishing = GradientRules.vanishing(spec.vanishingGradient(), figures.weights(), at);
        readings.addAll(vanishing);
        readings.addAll(GradientRules.vanishingWithDepth(spec.vanishingWithDepth(), figures, at));
        readings.addAll(GradientRules.exploding(
                spec.explodingGradient(), figures.weights(), at <= HealthSpec.FIRST_STEPS ? 0 : firstNorm, at));
        readings.addAll(ActivationRules.dead(spec.deadRelu(), figures.activations(), at));
        readings.addAll(ActivationRules.saturated(spec.saturatedActivation(), figures.activations(), at));
        if (at <= HealthSpec.FIRST_STEPS) {
            readings.addAll(ActivationRules.poorInitialization(spec.poorInitialization(), figures.activations(), at));
        }
        readings.addAll(
                GradientRules.updateRatio(spec.updateRatio(), figures.weights(), step.rateShare(), vanishing, at));
        return readings;
    }

    private Reading lossNotDecreasing(LossTrend loss, long step) {
        HealthSpec.LossNotDecreasing rule = spec.lossNotDecreasing();
        boolean ill = loss.stale() >= STALE_WINDOWS && loss.latest() > LEARNED * loss.first();
        long since = step - loss.stale() * rule.overSteps() + 1;
        double decrease = 1 - loss.latest() / loss.lowest();
        return new Reading(
                Rule.LOSS_NOT_DECREASING,
                0,
                Optional.empty(),
                ill,
                since,
                decrease,
                rule.decrease(),
                from -> "the loss does not decrease: " + Text.number(loss.latest()) + " over the last "
                        + rule.overSteps()
                        + " steps, after " + Text.number(loss.first()) + " over the first, and not "
                        + Text.percent(rule.decrease()) + " below its lowest since step " + from);
    }

    private void note(Reading reading, long step, Map<Key, Streak> streaks, List<Verdict> verdicts) {
        Key key = new Key(reading.rule(), reading.index());
        Streak streak = streaks.get(key);
        if (!reading.ill()) {
            if (streak != null && streak.fired() && streak.well() + 1 < patience(reading.rule())) {
                streaks.put(key, streak.wellOnce());
            } else {
                streaks.remove(key);
            }
            return;
        }
        streak = streak == null ? Streak.begin(reading.rule(), reading.index(), reading.since()) : streak.heldAgain();
        if (!streak.fired() && streak.held() >= patience(reading.rule())) {
            streak = streak.withVerdict();
            verdicts.add(verdict(reading, step, streak.since()));
        }
        streaks.put(key, streak);
    }

    private int patience(Rule rule) {
        return switch (rule) {
            case EXPLODING_GRADIENT -> Math.min(EXPLODING_PATIENCE, spec.patience());
            case NON_FINITE, LOSS_NOT_DECREASING -> 1;
            default -> spec.patience();
        };
    }

    private Verdict verdict(Reading reading, long step, long since) {
        return new Verdict(
                reading.rule(),
                reading.layer(),
                step,
                finite(reading.value()),
                finite(reading.threshold()),
                since,
                spec.action(reading.rule()),
                reading.message().apply(since),
                Text.help(reading.rule(), normalized));
    }

    private static OptionalDouble finite(double value) {
        return Double.isFinite(value) ? OptionalDouble.of(value) : OptionalDouble.empty();
    }

    private static TreeMap<Key, Streak> streaks(Memory memory) {
        TreeMap<Key, Streak> streaks = new TreeMap<>(ORDER);
        memory.streaks().forEach(streak -> streaks.put(new Key(streak.rule(), streak.index()), streak));
        return streaks;
    }
}
