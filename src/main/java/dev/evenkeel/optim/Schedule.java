package dev.evenkeel.optim;

/** The learning rate of a step: a pure function of the step's number, in double by + − × ÷ and {@link StrictMath#cos}. */
public final class Schedule {
    private Schedule() {}

    /**
     * The rate of the step that follows {@code done} steps.
     *
     * @param stepsPerEpoch steps of every epoch
     * @param epochs of the whole run
     */
    public static double rate(ScheduleSpec schedule, double base, long done, int stepsPerEpoch, int epochs) {
        double warmup = schedule.warmupEpochs() * stepsPerEpoch;
        if (done < warmup) {
            // The first step of a warm-up has a rate above zero, the first one after it the full rate.
            return base * ((done + 1) / (warmup + 1));
        }
        if (schedule instanceof ScheduleSpec.Step step) {
            double rate = base;
            for (long epoch = done / stepsPerEpoch; epoch >= step.everyEpochs(); epoch -= step.everyEpochs()) {
                rate *= step.factor();
            }
            return rate;
        }
        if (schedule instanceof ScheduleSpec.Cosine) {
            double progress = (done - warmup) / ((double) epochs * stepsPerEpoch - warmup);
            return base * (0.5 * (1.0 + StrictMath.cos(Math.PI * progress)));
        }
        return base;
    }
}
