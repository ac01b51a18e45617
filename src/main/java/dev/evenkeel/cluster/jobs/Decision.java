package dev.evenkeel.cluster.jobs;

import dev.evenkeel.client.JobStatus;
import java.util.List;

/**
 * What is to be done once something has happened to the queue.
 *
 * @param queue as it is from now on
 * @param changed jobs whose record is to be kept anew
 * @param acts what the job manager does, in order
 * @param reason one line for whoever runs the cluster; empty where nothing was decided
 */
record Decision(JobQueue queue, List<JobRecord> changed, List<Act> acts, String reason) {
    Decision {
        changed = List.copyOf(changed);
        acts = List.copyOf(acts);
    }

    sealed interface Act {
        /** Starts a job with so many workers on each of these nodes. */
        record Start(JobRecord job, List<JobStatus.Share> shares) implements Act {}

        /** Goes on with a job that runs, and whose coordinator was lost with the job manager before. */
        record TakeOver(JobRecord job) implements Act {}

        /** Gives a running job more workers. */
        record Extend(String id, List<JobStatus.Share> shares) implements Act {}

        /** Asks a running job to end behind a checkpoint. */
        record Stop(String id) implements Act {}
    }
}
