package dev.evenkeel.job;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.evenkeel.health.Action;
import dev.evenkeel.health.HealthSpec;
import dev.evenkeel.health.Rule;
import java.util.List;
import java.util.function.Function;

/** The section {@code health}: keys to values, and back. */
final class HealthKeys {
    private static final Range COUNT = Range.atLeast(1);
    private static final Range SHARE = Range.fromToBelow(0, 1);
    private static final Range RATIO = Range.above(1);
    private static final Range POSITIVE = Range.above(0);

    /** What a verdict may do; an infinity is no such thing: it can't be warned of and used. */
    private static final List<Action> ACTIONS = List.of(Action.WARN, Action.STOP, Action.REDUCE_LEARNING_RATE);

    private static final List<Action> NON_FINITE = List.of(Action.STOP, Action.SKIP_STEP);

    private HealthKeys() {}

    static HealthSpec read(Section health) {
        HealthSpec or = Defaults.HEALTH;
        return new HealthSpec(
                health.flag("enabled", or.enabled()),
                health.whole("every-steps", COUNT, or.everySteps()),
                health.whole("patience", COUNT, or.patience()),
                health.number("rate-factor", Range.aboveToBelow(0, 1), or.rateFactor()),
                rule(
                        health,
                        Rule.VANISHING_GRADIENT,
                        section -> new HealthSpec.VanishingGradient(
                                section.number(
                                        "mean-abs",
                                        POSITIVE,
                                        or.vanishingGradient().meanAbs()),
                                action(section, ACTIONS, or.vanishingGradient().action()))),
                rule(
                        health,
                        Rule.VANISHING_WITH_DEPTH,
                        section -> new HealthSpec.VanishingWithDepth(
                                section.number(
                                        "ratio",
                                        POSITIVE,
                                        or.vanishingWithDepth().ratio()),
                                section.number(
                                        "slope",
                                        POSITIVE,
                                        or.vanishingWithDepth().slope()),
                                action(section, ACTIONS, or.vanishingWithDepth().action()))),
                rule(
                        health,
                        Rule.EXPLODING_GRADIENT,
                        section -> new HealthSpec.ExplodingGradient(
                                section.number(
                                        "norm", POSITIVE, or.explodingGradient().norm()),
                                section.number(
                                        "growth", RATIO, or.explodingGradient().growth()),
                                action(section, ACTIONS, or.explodingGradient().action()))),
                rule(
                        health,
                        Rule.NON_FINITE,
                        section -> new HealthSpec.NonFinite(
                                action(section, NON_FINITE, or.nonFinite().action()))),
                rule(
                        health,
                        Rule.DEAD_RELU,
                        section -> new HealthSpec.DeadRelu(
                                section.number("share", SHARE, or.deadRelu().share()),
                                section.number(
                                        "active",
                                        Range.aboveTo(0, 1),
                                        or.deadRelu().active()),
                                action(section, ACTIONS, or.deadRelu().action()))),
                rule(health, Rule.SATURATED_ACTIVATION, HealthKeys::saturated),
                rule(
                        health,
                        Rule.POOR_INITIALIZATION,
                        section -> new HealthSpec.PoorInitialization(
                                section.number(
                                        "ratio", RATIO, or.poorInitialization().ratio()),
                                action(section, ACTIONS, or.poorInitialization().action()))),
                rule(
                        health,
                        Rule.UPDATE_RATIO,
                        section -> new HealthSpec.UpdateRatio(
                                section.number(
                                        "above", POSITIVE, or.updateRatio().above()),
                                section.number(
                                        "below",
                                        Range.atLeast(0),
                                        or.updateRatio().below()),
                                action(section, ACTIONS, or.updateRatio().action()))),
                rule(
                        health,
                        Rule.LOSS_NOT_DECREASING,
                        section -> new HealthSpec.LossNotDecreasing(
                                section.number(
                                        "decrease",
                                        SHARE,
                                        or.lossNotDecreasing().decrease()),
                                section.whole(
                                        "over-steps",
                                        COUNT,
                                        or.lossNotDecreasing().overSteps()),
                                action(section, ACTIONS, or.lossNotDecreasing().action()))));
    }

    private static HealthSpec.SaturatedActivation saturated(Section section) {
        HealthSpec.SaturatedActivation or = Defaults.HEALTH.saturatedActivation();
        return new HealthSpec.SaturatedActivation(
                section.number("share", SHARE, or.share()),
                section.number("tanh", POSITIVE, or.tanh()),
                section.number("sigmoid-below", Range.below(0), or.sigmoidBelow()),
                section.number("sigmoid-above", POSITIVE, or.sigmoidAbove()),
                action(section, ACTIONS, or.action()));
    }

    private static <T> T rule(Section health, Rule rule, Function<Section, T> reader) {
        return health.section(rule.key(), reader);
    }

    private static Action action(Section section, List<Action> allowed, Action otherwise) {
        List<String> words = allowed.stream().map(Action::key).toList();
        return section.has("action") ? Action.of(section.choice("action", words)) : otherwise;
    }

    static ObjectNode write(HealthSpec health) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.put("enabled", health.enabled())
                .put("every-steps", health.everySteps())
                .put("patience", health.patience())
                .put("rate-factor", health.rateFactor());
        put(node, Rule.VANISHING_GRADIENT, health)
                .put("mean-abs", health.vanishingGradient().meanAbs());
        put(node, Rule.VANISHING_WITH_DEPTH, health)
                .put("ratio", health.vanishingWithDepth().ratio())
                .put("slope", health.vanishingWithDepth().slope());
        put(node, Rule.EXPLODING_GRADIENT, health)
                .put("norm", health.explodingGradient().norm())
                .put("growth", health.explodingGradient().growth());
        put(node, Rule.NON_FINITE, health);
        put(node, Rule.DEAD_RELU, health)
                .put("share", health.deadRelu().share())
                .put("active", health.deadRelu().active());
        put(node, Rule.SATURATED_ACTIVATION, health)
                .put("share", health.saturatedActivation().share())
                .put("tanh", health.saturatedActivation().tanh())
                .put("sigmoid-below", health.saturatedActivation().sigmoidBelow())
                .put("sigmoid-above", health.saturatedActivation().sigmoidAbove());
        put(node, Rule.POOR_INITIALIZATION, health)
                .put("ratio", health.poorInitialization().ratio());
        put(node, Rule.UPDATE_RATIO, health)
                .put("above", health.updateRatio().above())
                .put("below", health.updateRatio().below());
        put(node, Rule.LOSS_NOT_DECREASING, health)
                .put("decrease", health.lossNotDecreasing().decrease())
                .put("over-steps", health.lossNotDecreasing().overSteps());
        return node;
    }

    private static ObjectNode put(ObjectNode health, Rule rule, HealthSpec spec) {
        return health.putObject(rule.key()).put("action", spec.action(rule).key());
    }
}
