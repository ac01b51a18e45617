package dev.evenkeel.job;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.evenkeel.data.AugmentSpec;
import dev.evenkeel.data.DataSpec;
import dev.evenkeel.health.Action;
import dev.evenkeel.health.HealthSpec;
import dev.evenkeel.health.Rule;
import dev.evenkeel.nn.BatchNormSpec;
import dev.evenkeel.nn.LayerSpec;
import dev.evenkeel.nn.Loss;
import dev.evenkeel.optim.OptimizerSpec;
import dev.evenkeel.optim.ScheduleSpec;
import java.util.List;

/**
 * Builds a job in code: a method for every key of a job file. It writes the same tree that a file is read into, so that
 * defaults, rules and sentences are those of a file. {@code data} and {@code layers} must be given. Not for many threads.
 */
public final class JobBuilder {
    private final ObjectNode job;

    JobBuilder(ObjectNode job) {
        this.job = job;
    }

    /** @throws InvalidJobException the same sentence as for a file, without a place */
    public JobSpec build() {
        return JobKeys.read(job, Source.code());
    }

    public JobBuilder name(String name) {
        job.put("name", name);
        return this;
    }

    public JobBuilder data(DataSpec data) {
        job.set("data", DataKeys.write(data));
        return this;
    }

    /** How training samples are varied, step by step. */
    public JobBuilder augment(AugmentSpec... steps) {
        job.set("augment", AugmentKeys.write(List.of(steps)));
        return this;
    }

    public JobBuilder layers(LayerSpec... layers) {
        return layers(List.of(layers));
    }

    public JobBuilder layers(List<? extends LayerSpec> layers) {
        job.set("layers", LayerKeys.write(layers));
        return this;
    }

    public JobBuilder loss(Loss loss) {
        job.put("loss", Words.of(loss));
        return this;
    }

    public JobBuilder optimizer(OptimizerSpec optimizer) {
        job.set("optimizer", OptimizerKeys.write(optimizer));
        return this;
    }

    public JobBuilder schedule(ScheduleSpec schedule) {
        job.set("schedule", ScheduleKeys.write(schedule));
        return this;
    }

    /** Gradients are scaled down to this global norm where theirs is larger. */
    public JobBuilder gradientClip(double norm) {
        job.putObject("gradient-clip").put("norm", norm);
        return this;
    }

    public JobBuilder batchSize(int samples) {
        job.put("batch-size", samples);
        return this;
    }

    public JobBuilder microBatch(int samples) {
        job.put("micro-batch", samples);
        return this;
    }

    /** False takes every batch-norm layer out of the network. */
    public JobBuilder batchNormEnabled(boolean enabled) {
        job.withObjectProperty("batch-norm").put("enabled", enabled);
        return this;
    }

    public JobBuilder batchNormScope(BatchNormSpec.Scope scope) {
        job.withObjectProperty("batch-norm").set("scope", BatchNormKeys.write(scope));
        return this;
    }

    /** The weight of the batch in the running statistics. */
    public JobBuilder batchNormMomentum(double momentum) {
        job.withObjectProperty("batch-norm").put("momentum", momentum);
        return this;
    }

    /** Running statistics are averages over all batches alike. */
    public JobBuilder batchNormCumulative() {
        job.withObjectProperty("batch-norm").put("momentum", BatchNormKeys.CUMULATIVE);
        return this;
    }

    public JobBuilder batchNormEpsilon(double epsilon) {
        job.withObjectProperty("batch-norm").put("epsilon", epsilon);
        return this;
    }

    /** Whether the last batch norm in the body of every residual block starts with γ = 0. */
    public JobBuilder batchNormZeroInitResidual(boolean wanted) {
        job.withObjectProperty("batch-norm").put("zero-init-residual", wanted);
        return this;
    }

    public JobBuilder epochs(int epochs) {
        job.put("epochs", epochs);
        return this;
    }

    public JobBuilder seed(long seed) {
        job.put("seed", seed);
        return this;
    }

    public JobBuilder checkpointEveryEpochs(int epochs) {
        job.withObjectProperty("checkpoint").put("every-epochs", epochs);
        return this;
    }

    public JobBuilder checkpointEverySteps(int steps) {
        job.withObjectProperty("checkpoint").put("every-steps", steps);
        return this;
    }

    public JobBuilder evaluateEveryEpochs(int epochs) {
        job.putObject("evaluate").put("every-epochs", epochs);
        return this;
    }

    /** How gradient health is watched and judged, all of it. */
    public JobBuilder health(HealthSpec health) {
        job.set("health", HealthKeys.write(health));
        return this;
    }

    /** False: gradient health is neither watched nor judged. */
    public JobBuilder healthEnabled(boolean enabled) {
        job.withObjectProperty("health").put("enabled", enabled);
        return this;
    }

    /** Steps from one on which gradient health is watched to the next. */
    public JobBuilder healthEverySteps(int steps) {
        job.withObjectProperty("health").put("every-steps", steps);
        return this;
    }

    /** What follows where a health rule fires. */
    public JobBuilder healthAction(Rule rule, Action action) {
        job.withObjectProperty("health").withObjectProperty(rule.key()).put("action", action.key());
        return this;
    }
}
