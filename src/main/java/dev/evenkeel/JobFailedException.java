package dev.evenkeel;

/** A job that could not be finished. The message is one sentence that says why. */
public final class JobFailedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public JobFailedException(String message) {
        super(message);
    }
}
