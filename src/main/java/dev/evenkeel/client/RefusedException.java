package dev.evenkeel.client;

/** What a cluster refused. The message is its sentence. */
public final class RefusedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int status;

    RefusedException(int status, String sentence) {
        super(sentence);
        this.status = status;
    }

    /** Whether what was sent is wrong, rather than the moment. */
    public boolean isAboutTheJob() {
        return status == 400 || status == 413;
    }

    /** The HTTP status: 404 for what is not there, 4xx for what is wrong, 503 where the cluster could not do it now. */
    public int status() {
        return status;
    }
}
