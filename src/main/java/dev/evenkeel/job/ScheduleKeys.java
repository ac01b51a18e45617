package dev.evenkeel.job;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.evenkeel.optim.ScheduleSpec;
import java.util.List;

/** The section {@code schedule}: keys to values, and back. */
final class ScheduleKeys {
    private static final Types TYPES = new Types(List.of("constant", "step", "cosine"), List.of());

    private ScheduleKeys() {}

    static ScheduleSpec read(Section schedule) {
        String type = TYPES.read(schedule, Defaults.SCHEDULE);
        double warmup = schedule.number("warmup-epochs", Range.atLeast(0), Defaults.WARMUP_EPOCHS);
        return switch (type) {
            case "constant" -> new ScheduleSpec.Constant(warmup);
            case "step" ->
                new ScheduleSpec.Step(
                        schedule.whole("every-epochs", Range.atLeast(1)),
                        schedule.number("factor", Range.above(0), Defaults.STEP_FACTOR),
                        warmup);
            case "cosine" -> new ScheduleSpec.Cosine(warmup);
            default -> throw new IllegalStateException("a schedule without a reader");
        };
    }

    static ObjectNode write(ScheduleSpec schedule) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        if (schedule instanceof ScheduleSpec.Constant) {
            node.put("type", "constant");
        } else if (schedule instanceof ScheduleSpec.Step step) {
            node.put("type", "step").put("every-epochs", step.everyEpochs()).put("factor", step.factor());
        } else if (schedule instanceof ScheduleSpec.Cosine) {
            node.put("type", "cosine");
        } else {
            throw new IllegalStateException("a schedule without a writer: " + schedule);
        }
        return node.put("warmup-epochs", schedule.warmupEpochs());
    }
}
