package dev.evenkeel;

/** A job that was stopped before its end, as asked. A checkpoint of its last step is in its run directory. */
public final class JobStoppedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final long step;

    public JobStoppedException(long step) {
        super("stopped after step " + step);
        this.step = step;
    }

    /** The step of the checkpoint. */
    public long step() {
        return step;
    }
}
