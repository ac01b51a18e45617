package dev.evenkeel.client;

/** Where a job is in its life. */
public enum JobState {
    /** Accepted; waits for worker slots. */
    QUEUED,
    /** Its workers train. */
    RUNNING,
    /** There is a model. */
    SUCCEEDED,
    /** It came to an end without a model, for a reason that is stated. */
    FAILED,
    /** Somebody asked for its end. */
    STOPPED;

    /** Whether nothing will change any more. */
    public boolean ended() {
        return this == SUCCEEDED || this == FAILED || this == STOPPED;
    }
}
