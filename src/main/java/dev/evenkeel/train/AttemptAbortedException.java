package dev.evenkeel.train;

/** The attempt at a step was called off: the compute thread leaves the buffers, and the state is what it was before the step. */
public final class AttemptAbortedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public AttemptAbortedException(String message) {
        super(message, null, false, false);
    }
}
