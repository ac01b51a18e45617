package dev.evenkeel.client;

import dev.evenkeel.run.MetricsLine;

/** Who follows a job. Called by the thread that waits, one call at a time. */
public interface Follower {
    /** The job is in this state, for this reason. */
    void status(JobStatus status);

    /** The next line of the job's metrics. */
    void metrics(MetricsLine line);
}
