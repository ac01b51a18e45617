package dev.evenkeel.cluster;

import dev.evenkeel.run.MetricsLine;
import java.util.function.Predicate;

/**
 * Follows a job that may go back to a checkpoint when it has lost its state: whoever listens hears of one job.
 *
 * @param again begins anew for that reason, and says whether it could; if it could not, the job has failed
 */
record Retrying(JobListener listener, Predicate<String> again) implements JobListener {
    @Override
    public void timed(StepTimes times) {
        listener.timed(times);
    }

    @Override
    public void staffed(Crew crew) {
        listener.staffed(crew);
    }

    @Override
    public void metrics(MetricsLine line) {
        listener.metrics(line);
    }

    @Override
    public void ended(JobOutcome outcome) {
        if (!(outcome instanceof JobOutcome.Failed failed && failed.goBack() && again.test(failed.sentence()))) {
            listener.ended(outcome);
        }
    }

    @Override
    public void abandoned() {
        listener.abandoned();
    }
}
