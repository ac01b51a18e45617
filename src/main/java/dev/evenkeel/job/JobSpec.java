package dev.evenkeel.job;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.evenkeel.data.AugmentSpec;
import dev.evenkeel.data.DataSpec;
import dev.evenkeel.health.HealthSpec;
import dev.evenkeel.nn.BatchNormSpec;
import dev.evenkeel.nn.LayerSpec;
import dev.evenkeel.nn.Loss;
import dev.evenkeel.optim.OptimizerSpec;
import dev.evenkeel.optim.ScheduleSpec;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * What to train, on what, and how: everything that the resulting model depends on, and nothing about where it runs.
 *
 * @param name {@code [A-Za-z0-9][A-Za-z0-9._-]{0,63}}; not part of the job's identity
 * @param augment how training samples are varied, step by step; none: not at all
 * @param batchSize samples of a mini-batch; the last of an epoch is smaller where it does not divide
 * @param microBatch most samples of a micro-batch, the unit of summation
 * @param clipNorm gradients are scaled down to this global norm where theirs is larger; empty: never
 */
public record JobSpec(
        String name,
        DataSpec data,
        List<AugmentSpec> augment,
        List<LayerSpec> layers,
        Loss loss,
        OptimizerSpec optimizer,
        ScheduleSpec schedule,
        OptionalDouble clipNorm,
        int batchSize,
        int microBatch,
        BatchNormSpec batchNorm,
        int epochs,
        long seed,
        Checkpoints checkpoint,
        int evaluateEveryEpochs,
        HealthSpec health) {

    public JobSpec {
        augment = List.copyOf(augment);
        layers = List.copyOf(layers);
    }

    /** A job in code; what it does not say has the defaults of a job file. */
    public static JobBuilder builder(String name) {
        return new JobBuilder(JsonNodeFactory.instance.objectNode()).name(name);
    }

    /** Another job that begins as this one: all keys are as here, also initializers that were chosen for this one's layers. */
    public JobBuilder toBuilder() {
        return new JobBuilder(JobKeys.write(this));
    }

    /** The same job with an absolute data path, which means the same wherever it runs on this machine. */
    public JobSpec located(Path base) {
        return toBuilder().data(data.located(base)).build();
    }

    /**
     * Reads a job file; a relative data path starts at its folder, and is made absolute.
     *
     * @throws InvalidJobException one sentence that begins with the file and line
     */
    public static JobSpec read(Path file) {
        return JobReader.read(file, List.of()).located();
    }

    /** When checkpoints are written: every so many epochs, or steps; always at the end and on interruption. */
    public record Checkpoints(OptionalInt everyEpochs, OptionalInt everySteps) {}
}
