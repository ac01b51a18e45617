package dev.evenkeel.cluster.jobs;

/** What the cluster does not do for somebody outside. The message is a sentence for them. */
public final class JobRefusedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int status;

    /** @param status as HTTP counts them: 4xx where what was asked is wrong, 503 where it can't be done now */
    public JobRefusedException(int status, String sentence) {
        super(sentence);
        this.status = status;
    }

    public int status() {
        return status;
    }
}
