package dev.evenkeel.job;

import dev.evenkeel.optim.ScheduleSpec;

/** The schedules of a job, for code, with the defaults of a job file: {@code cosine().warmupEpochs(1)}. */
public final class Schedules {
    private Schedules() {}

    public static ScheduleSpec.Constant constant() {
        return new ScheduleSpec.Constant(Defaults.WARMUP_EPOCHS);
    }

    public static ScheduleSpec.Step step(int everyEpochs) {
        return step(everyEpochs, Defaults.STEP_FACTOR);
    }

    public static ScheduleSpec.Step step(int everyEpochs, double factor) {
        return new ScheduleSpec.Step(everyEpochs, factor, Defaults.WARMUP_EPOCHS);
    }

    public static ScheduleSpec.Cosine cosine() {
        return new ScheduleSpec.Cosine(Defaults.WARMUP_EPOCHS);
    }
}
