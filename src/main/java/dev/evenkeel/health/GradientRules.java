package dev.evenkeel.health;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/** What gradients and updates of a watched step say, layer by layer. Pure. */
final class GradientRules {
    /**
     * A small gradient has vanished on its way only if it was larger where it came from: a network that has learned everything has
     * small gradients everywhere.
     */
    private static final double LOST_ON_THE_WAY = 100;

    private GradientRules() {}

    /**
     * Whoever has a small gradient has lost it on the way if nobody before has a larger one: past a residual branch that begins with
     * γ = 0 it comes back by the shortcut, and nothing is lost.
     */
    static List<Reading> vanishing(HealthSpec.VanishingGradient rule, List<WeightFigures> layers, long step) {
        List<Reading> readings = new ArrayList<>();
        boolean lost = true;
        for (int i = 0; i < layers.size() - 1; i++) {
            WeightFigures layer = layers.get(i);
            double last = layers.get(layers.size() - 1).gradientMeanAbs();
            double value = layer.gradientMeanAbs();
            lost &= value < rule.meanAbs();
            boolean ill = lost && last > LOST_ON_THE_WAY * value;
            readings.add(new Reading(
                    Rule.VANISHING_GRADIENT,
                    i,
                    Optional.of(layer.layer()),
                    ill,
                    step,
                    value,
                    rule.meanAbs(),
                    since -> "the gradient vanishes on its way back to " + layer.layer()
                            + ": its mean absolute value is " + Text.number(value) + ", below "
                            + Text.number(rule.meanAbs()) + " since step " + since));
        }
        return readings;
    }

    static List<Reading> vanishingWithDepth(HealthSpec.VanishingWithDepth rule, Figures figures, long step) {
        OptionalDouble ratio = figures.gradientRatio();
        if (ratio.isEmpty()) {
            return List.of();
        }
        double value = ratio.getAsDouble();
        // Without a slope the first layers have no gradient at all: nothing shrinks more.
        boolean ill = value < rule.ratio() && figures.gradientSlope().orElse(Double.POSITIVE_INFINITY) > rule.slope();
        String first = figures.weights().get(0).layer();
        return List.of(new Reading(
                Rule.VANISHING_WITH_DEPTH,
                0,
                Optional.of(first),
                ill,
                step,
                value,
                rule.ratio(),
                since -> "gradients shrink from layer to layer on their way back: the norm in " + first + " is "
                        + Text.number(value) + " of the last layer's, below " + Text.number(rule.ratio())
                        + " since step " + since));
    }

    /** @param firstNorm the largest norm that the run began with; 0 while it is not known */
    static List<Reading> exploding(
            HealthSpec.ExplodingGradient rule, List<WeightFigures> layers, double firstNorm, long step) {
        double grown = firstNorm > 0 ? firstNorm * rule.growth() : Double.POSITIVE_INFINITY;
        double bound = Math.min(rule.norm(), grown);
        String what = bound == rule.norm()
                ? ""
                : ", " + Text.number(rule.growth()) + " times the largest of the first " + HealthSpec.FIRST_STEPS
                        + " steps";
        List<Reading> readings = new ArrayList<>();
        for (int i = 0; i < layers.size(); i++) {
            WeightFigures layer = layers.get(i);
            double value = layer.gradientNorm();
            readings.add(new Reading(
                    Rule.EXPLODING_GRADIENT,
                    i,
                    Optional.of(layer.layer()),
                    value > bound,
                    step,
                    value,
                    bound,
                    since -> "the gradient of " + layer.layer() + " explodes: its norm is " + Text.number(value)
                            + ", above " + Text.number(bound) + what + " since step " + since));
        }
        return readings;
    }

    /**
     * @param rateShare the learning rate over the job's: a schedule that ends at 0 stops the weights on purpose
     * @param vanished readings of layers whose small updates are explained already
     */
    static List<Reading> updateRatio(
            HealthSpec.UpdateRatio rule,
            List<WeightFigures> layers,
            double rateShare,
            List<Reading> vanished,
            long step) {
        List<Reading> readings = new ArrayList<>();
        for (int i = 0; i < layers.size(); i++) {
            WeightFigures layer = layers.get(i);
            double value = layer.updateRatio();
            boolean above = value > rule.above();
            boolean below = value < rule.below() * rateShare
                    && !(i < vanished.size() && vanished.get(i).ill());
            double threshold = above ? rule.above() : rule.below();
            readings.add(new Reading(
                    Rule.UPDATE_RATIO,
                    i,
                    Optional.of(layer.layer()),
                    above || below,
                    step,
                    value,
                    threshold,
                    since -> "the weights of " + layer.layer() + (above ? " move too far" : " do not move")
                            + " in a step: mean |update| / mean |weight| is " + Text.number(value)
                            + (above ? ", above " : ", below ") + Text.number(threshold) + " since step " + since));
        }
        return readings;
    }
}
