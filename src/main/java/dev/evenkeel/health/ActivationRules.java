package dev.evenkeel.health;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.function.Function;

/** What activations of a watched step say, layer by layer. Pure. */
final class ActivationRules {
    private ActivationRules() {}

    static List<Reading> dead(HealthSpec.DeadRelu rule, List<ActivationFigures> layers, long step) {
        return shares(
                Rule.DEAD_RELU,
                layers,
                ActivationFigures::dead,
                rule.share(),
                step,
                "of the units of %s are dead, above 0 for fewer than " + Text.percent(rule.active())
                        + " of the samples");
    }

    static List<Reading> saturated(HealthSpec.SaturatedActivation rule, List<ActivationFigures> layers, long step) {
        return shares(
                Rule.SATURATED_ACTIVATION,
                layers,
                ActivationFigures::saturated,
                rule.share(),
                step,
                "of the inputs of %s are saturated, where its slope is nothing");
    }

    private static List<Reading> shares(
            Rule rule,
            List<ActivationFigures> layers,
            Function<ActivationFigures, OptionalDouble> figure,
            double threshold,
            long step,
            String what) {
        List<Reading> readings = new ArrayList<>();
        for (int i = 0; i < layers.size(); i++) {
            String layer = layers.get(i).layer();
            OptionalDouble share = figure.apply(layers.get(i));
            if (share.isPresent()) {
                double value = share.getAsDouble();
                readings.add(new Reading(
                        rule,
                        i,
                        Optional.of(layer),
                        value > threshold,
                        step,
                        value,
                        threshold,
                        since -> Text.percent(value) + " " + what.replace("%s", layer) + ", more than "
                                + Text.percent(threshold) + " since step " + since));
            }
        }
        return readings;
    }

    /** Compares layers of one kind with each other: a sigmoid's outputs have another variance than a relu's, well or ill. */
    static List<Reading> poorInitialization(
            HealthSpec.PoorInitialization rule, List<ActivationFigures> layers, long step) {
        Map<String, List<ActivationFigures>> kinds = new TreeMap<>();
        layers.forEach(layer ->
                kinds.computeIfAbsent(layer.kind(), kind -> new ArrayList<>()).add(layer));
        List<Reading> readings = new ArrayList<>();
        for (List<ActivationFigures> kind : kinds.values()) {
            readings.add(poorInitialization(rule, kind, readings.size(), step));
        }
        return readings;
    }

    private static Reading poorInitialization(
            HealthSpec.PoorInitialization rule, List<ActivationFigures> layers, int index, long step) {
        ActivationFigures least = layers.get(0);
        ActivationFigures most = layers.get(0);
        for (ActivationFigures layer : layers) {
            least = variance(layer) < variance(least) ? layer : least;
            most = variance(layer) > variance(most) ? layer : most;
        }
        boolean ill = variance(most) > rule.ratio() * variance(least);
        // A variance of 0 has no finite ratio to others.
        double value = ill ? variance(most) / Math.max(variance(least), Double.MIN_NORMAL) : 1;
        boolean shrinks = layers.indexOf(least) > layers.indexOf(most);
        ActivationFigures from = shrinks ? most : least;
        ActivationFigures to = shrinks ? least : most;
        return new Reading(
                Rule.POOR_INITIALIZATION,
                index,
                Optional.of(to.layer()),
                ill,
                step,
                value,
                rule.ratio(),
                since -> "the variance of activations " + (shrinks ? "shrinks" : "grows") + " from "
                        + Text.number(variance(from)) + " in " + from.layer() + " to " + Text.number(variance(to))
                        + " in " + to.layer() + ", by more than a factor of " + Text.number(rule.ratio())
                        + " since step " + since);
    }

    /** At most the largest double: a deviation that is beyond all bounds is that already. */
    private static double variance(ActivationFigures layer) {
        return Math.min(layer.deviation() * layer.deviation(), Double.MAX_VALUE);
    }
}
