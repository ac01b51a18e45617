package dev.evenkeel.job;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.evenkeel.nn.BatchNormSpec;
import dev.evenkeel.nn.BatchNormSpec.Scope;
import java.util.List;
import java.util.OptionalDouble;

/** The section {@code batch-norm}: keys to values, and back. */
final class BatchNormKeys {
    static final String CUMULATIVE = "cumulative";
    private static final Range MOMENTUM = Range.aboveTo(0, 1);

    private BatchNormKeys() {}

    static BatchNormSpec read(Section norm) {
        return new BatchNormSpec(
                norm.flag("enabled", Defaults.BATCH_NORM_ENABLED),
                norm.has("scope") ? scope(norm) : Defaults.BATCH_NORM_SCOPE,
                momentum(norm),
                norm.number("epsilon", Range.fromTo(1e-12, 1), Defaults.BATCH_NORM_EPSILON),
                norm.flag("zero-init-residual", Defaults.BATCH_NORM_ZERO_INIT_RESIDUAL));
    }

    private static Scope scope(Section norm) {
        if (norm.isObject("scope")) {
            return norm.section("scope", group -> new Scope.Group(group.whole("group", Range.atLeast(1))));
        }
        String scope = norm.choice("scope", List.of("global", "micro-batch"), "global, micro-batch or { group = 4 }");
        return scope.equals("global") ? new Scope.Global() : new Scope.MicroBatch();
    }

    private static OptionalDouble momentum(Section norm) {
        if (norm.isText("momentum")) {
            norm.choice("momentum", List.of(CUMULATIVE), "a number" + MOMENTUM.words() + ", or " + CUMULATIVE);
            return OptionalDouble.empty();
        }
        return OptionalDouble.of(norm.number("momentum", MOMENTUM, Defaults.BATCH_NORM_MOMENTUM));
    }

    static ObjectNode write(BatchNormSpec norm) {
        ObjectNode node = JsonNodeFactory.instance.objectNode().put("enabled", norm.enabled());
        node.set("scope", write(norm.scope()));
        norm.momentum().ifPresentOrElse(m -> node.put("momentum", m), () -> node.put("momentum", CUMULATIVE));
        return node.put("epsilon", norm.epsilon()).put("zero-init-residual", norm.zeroInitResidual());
    }

    static JsonNode write(Scope scope) {
        return scope instanceof Scope.Group group
                ? JsonNodeFactory.instance.objectNode().put("group", group.microBatches())
                : JsonNodeFactory.instance.textNode(scope instanceof Scope.Global ? "global" : "micro-batch");
    }
}
