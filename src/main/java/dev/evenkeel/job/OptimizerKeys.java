package dev.evenkeel.job;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.evenkeel.optim.OptimizerSpec;
import java.util.List;

/** The section {@code optimizer}: keys to values, and back. */
final class OptimizerKeys {
    private static final Types TYPES = new Types(List.of("sgd"), List.of("adam", "adamw", "lars"));

    private OptimizerKeys() {}

    static OptimizerSpec read(Section optimizer) {
        TYPES.read(optimizer, Defaults.OPTIMIZER);
        OptimizerSpec.Sgd sgd = new OptimizerSpec.Sgd(
                optimizer.number("learning-rate", Range.above(0), Defaults.LEARNING_RATE),
                optimizer.number("momentum", Range.fromToBelow(0, 1), Defaults.MOMENTUM),
                optimizer.flag("nesterov", Defaults.NESTEROV),
                optimizer.number("weight-decay", Range.atLeast(0), Defaults.WEIGHT_DECAY),
                optimizer.flag("decay-all", Defaults.DECAY_ALL));
        if (sgd.nesterov() && sgd.momentum() == 0) {
            throw optimizer.refuse(
                    "nesterov",
                    optimizer.at("nesterov") + " is true and needs " + optimizer.at("momentum")
                            + " above 0, which is 0");
        }
        return sgd;
    }

    static ObjectNode write(OptimizerSpec optimizer) {
        if (optimizer instanceof OptimizerSpec.Sgd sgd) {
            return JsonNodeFactory.instance
                    .objectNode()
                    .put("type", "sgd")
                    .put("learning-rate", sgd.learningRate())
                    .put("momentum", sgd.momentum())
                    .put("nesterov", sgd.nesterov())
                    .put("weight-decay", sgd.weightDecay())
                    .put("decay-all", sgd.decayAll());
        }
        throw new IllegalStateException("an optimizer without a writer: " + optimizer);
    }
}
