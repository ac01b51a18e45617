package dev.evenkeel.cluster;

import dev.evenkeel.run.MetricsLine;

/** Follows a job. Called by the journal's thread, one call at a time, in the order of events; {@code ended} comes last and once. */
public interface JobListener {
    /** Listens to nothing. */
    JobListener NONE = new JobListener() {
        @Override
        public void metrics(MetricsLine line) {}

        @Override
        public void ended(JobOutcome outcome) {}
    };

    /** Where the time of a committed step went; its metrics follow. */
    default void timed(StepTimes times) {}

    void metrics(MetricsLine line);

    void ended(JobOutcome outcome);

    /** Instead of {@code ended}: the actors here were stopped before the job's end; elsewhere it may go on. */
    default void abandoned() {
        ended(new JobOutcome.Failed("the job's actors were stopped before its end"));
    }
}
