package dev.evenkeel.cluster;

/**
 * Where the time of a step went, summed over its members, in nanoseconds.
 *
 * @param whole from the step's begin to its commit
 * @param statistics of it, waiting for peers' batch-norm statistics with nothing else to do
 * @param gradients of it, waiting for peers' gradients and losses
 */
public record StepTimes(long whole, long statistics, long gradients) {
    public static final StepTimes NONE = new StepTimes(0, 0, 0);

    public StepTimes plus(StepTimes other) {
        return new StepTimes(whole + other.whole, statistics + other.statistics, gradients + other.gradients);
    }

    public StepTimes minus(StepTimes other) {
        return new StepTimes(whole - other.whole, statistics - other.statistics, gradients - other.gradients);
    }
}
