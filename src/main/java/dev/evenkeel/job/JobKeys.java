package dev.evenkeel.job;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.evenkeel.job.JobSpec.Checkpoints;
import dev.evenkeel.nn.Loss;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.regex.Pattern;

/**
 * A job: keys to values, and back. Every job comes through {@link #read}, from a file, from strict JSON or from code: the same
 * defaults, the same rules, the same sentences.
 */
final class JobKeys {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");
    private static final String NAME_RULE =
            "1 to 64 letters, digits, dots, dashes and underscores, the first a letter or digit";
    private static final Range COUNT = Range.atLeast(1);

    private JobKeys() {}

    /** The job of a tree; its values are in range, its initializers chosen. */
    static JobSpec read(JsonNode tree, Source source) {
        return Section.read(tree, "", source, JobKeys::read);
    }

    private static JobSpec read(Section job) {
        return new JobSpec(
                name(job),
                job.requiredSection("data", "a section such as { type = digits }", DataKeys::read),
                AugmentKeys.read(job, "augment"),
                LayerKeys.read(job, "layers"),
                job.constant("loss", Loss.class, Defaults.LOSS),
                job.section("optimizer", OptimizerKeys::read),
                job.section("schedule", ScheduleKeys::read),
                job.has("gradient-clip") ? job.section("gradient-clip", JobKeys::clip) : OptionalDouble.empty(),
                job.whole("batch-size", COUNT, Defaults.BATCH_SIZE),
                job.whole("micro-batch", COUNT, Defaults.MICRO_BATCH),
                job.section("batch-norm", BatchNormKeys::read),
                job.whole("epochs", COUNT, Defaults.EPOCHS),
                job.wide("seed", Defaults.SEED),
                job.section("checkpoint", JobKeys::checkpoints),
                job.section("evaluate", e -> e.whole("every-epochs", COUNT, Defaults.EVALUATE_EVERY_EPOCHS)),
                job.section("health", HealthKeys::read));
    }

    private static String name(Section job) {
        String name = job.text("name", NAME_RULE);
        if (!NAME.matcher(name).matches()) {
            throw job.mustBe("name", NAME_RULE);
        }
        return name;
    }

    private static OptionalDouble clip(Section clip) {
        return OptionalDouble.of(clip.number("norm", Range.above(0)));
    }

    private static Checkpoints checkpoints(Section checkpoint) {
        OptionalInt epochs = every(checkpoint, "every-epochs");
        OptionalInt steps = every(checkpoint, "every-steps");
        return epochs.isEmpty() && steps.isEmpty()
                ? new Checkpoints(OptionalInt.of(Defaults.CHECKPOINT_EVERY_EPOCHS), steps)
                : new Checkpoints(epochs, steps);
    }

    private static OptionalInt every(Section section, String key) {
        return section.has(key) ? OptionalInt.of(section.whole(key, COUNT)) : OptionalInt.empty();
    }

    static ObjectNode write(JobSpec job) {
        ObjectNode node = JsonNodeFactory.instance.objectNode().put("name", job.name());
        node.set("data", DataKeys.write(job.data()));
        if (!job.augment().isEmpty()) {
            node.set("augment", AugmentKeys.write(job.augment()));
        }
        node.set("layers", LayerKeys.write(job.layers()));
        node.put("loss", Words.of(job.loss()));
        node.set("optimizer", OptimizerKeys.write(job.optimizer()));
        node.set("schedule", ScheduleKeys.write(job.schedule()));
        job.clipNorm().ifPresent(norm -> node.putObject("gradient-clip").put("norm", norm));
        node.put("batch-size", job.batchSize());
        node.put("micro-batch", job.microBatch());
        node.set("batch-norm", BatchNormKeys.write(job.batchNorm()));
        node.put("epochs", job.epochs());
        node.put("seed", job.seed());
        ObjectNode checkpoint = node.putObject("checkpoint");
        job.checkpoint().everyEpochs().ifPresent(epochs -> checkpoint.put("every-epochs", epochs));
        job.checkpoint().everySteps().ifPresent(steps -> checkpoint.put("every-steps", steps));
        node.putObject("evaluate").put("every-epochs", job.evaluateEveryEpochs());
        node.set("health", HealthKeys.write(job.health()));
        return node;
    }
}
