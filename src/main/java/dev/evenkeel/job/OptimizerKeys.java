package dev.evenkeel.job;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.evenkeel.optim.OptimizerSpec;
import java.util.List;
import java.util.OptionalInt;

/** The section {@code optimizer}: keys to values, and back. */
final class OptimizerKeys {
    private static final Types TYPES = new Types(List.of("sgd", "adam", "adamw", "lars"), List.of());
    private static final Range EPSILON = Range.fromTo(1e-16, 1);
    private static final Range SHARE = Range.fromToBelow(0, 1);

    private OptimizerKeys() {}

    static OptimizerSpec read(Section optimizer) {
        return switch (TYPES.read(optimizer, Defaults.OPTIMIZER)) {
            case "sgd" -> sgd(optimizer);
            case "adam" -> adam(optimizer, false);
            case "adamw" -> adam(optimizer, true);
            case "lars" -> lars(optimizer);
            default -> throw new IllegalStateException("an optimizer without a reader");
        };
    }

    private static OptimizerSpec sgd(Section optimizer) {
        OptimizerSpec.Sgd sgd = new OptimizerSpec.Sgd(
                rate(optimizer, Defaults.LEARNING_RATE),
                base(optimizer),
                optimizer.number("momentum", SHARE, Defaults.MOMENTUM),
                optimizer.flag("nesterov", Defaults.NESTEROV),
                decay(optimizer, Defaults.WEIGHT_DECAY),
                decayAll(optimizer));
        if (sgd.nesterov() && sgd.momentum() == 0) {
            throw optimizer.refuse(
                    "nesterov",
                    optimizer.at("nesterov") + " is true and needs " + optimizer.at("momentum")
                            + " above 0, which is 0");
        }
        return sgd;
    }

    private static OptimizerSpec adam(Section optimizer, boolean decoupled) {
        return new OptimizerSpec.Adam(
                rate(optimizer, Defaults.ADAM_LEARNING_RATE),
                base(optimizer),
                optimizer.number("beta1", SHARE, Defaults.ADAM_BETA1),
                optimizer.number("beta2", SHARE, Defaults.ADAM_BETA2),
                optimizer.number("epsilon", EPSILON, Defaults.ADAM_EPSILON),
                decay(optimizer, decoupled ? Defaults.ADAMW_WEIGHT_DECAY : Defaults.WEIGHT_DECAY),
                decoupled,
                decayAll(optimizer));
    }

    private static OptimizerSpec lars(Section optimizer) {
        return new OptimizerSpec.Lars(
                rate(optimizer, Defaults.LARS_LEARNING_RATE),
                base(optimizer),
                optimizer.number("momentum", SHARE, Defaults.MOMENTUM),
                optimizer.number("trust-coefficient", Range.above(0), Defaults.LARS_TRUST_COEFFICIENT),
                optimizer.number("epsilon", EPSILON, Defaults.LARS_EPSILON),
                decay(optimizer, Defaults.WEIGHT_DECAY),
                decayAll(optimizer));
    }

    private static double rate(Section optimizer, double otherwise) {
        return optimizer.number("learning-rate", Range.above(0), otherwise);
    }

    private static OptionalInt base(Section optimizer) {
        return optimizer.has("base-batch-size")
                ? OptionalInt.of(optimizer.whole("base-batch-size", Range.atLeast(1)))
                : OptionalInt.empty();
    }

    private static double decay(Section optimizer, double otherwise) {
        return optimizer.number("weight-decay", Range.atLeast(0), otherwise);
    }

    private static boolean decayAll(Section optimizer) {
        return optimizer.flag("decay-all", Defaults.DECAY_ALL);
    }

    static ObjectNode write(OptimizerSpec optimizer) {
        ObjectNode node = JsonNodeFactory.instance.objectNode().put("type", type(optimizer));
        node.put("learning-rate", optimizer.learningRate());
        optimizer.baseBatchSize().ifPresent(size -> node.put("base-batch-size", size));
        if (optimizer instanceof OptimizerSpec.Sgd sgd) {
            node.put("momentum", sgd.momentum()).put("nesterov", sgd.nesterov());
        } else if (optimizer instanceof OptimizerSpec.Adam adam) {
            node.put("beta1", adam.beta1()).put("beta2", adam.beta2()).put("epsilon", adam.epsilon());
        } else if (optimizer instanceof OptimizerSpec.Lars lars) {
            node.put("momentum", lars.momentum());
            node.put("trust-coefficient", lars.trustCoefficient()).put("epsilon", lars.epsilon());
        }
        return node.put("weight-decay", optimizer.weightDecay()).put("decay-all", optimizer.decayAll());
    }

    private static String type(OptimizerSpec optimizer) {
        if (optimizer instanceof OptimizerSpec.Adam adam) {
            return adam.decoupled() ? "adamw" : "adam";
        }
        return optimizer instanceof OptimizerSpec.Lars ? "lars" : "sgd";
    }
}
