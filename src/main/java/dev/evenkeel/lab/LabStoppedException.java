package dev.evenkeel.lab;

/** The laboratory was stopped before all trials were done. What was done is kept. */
public final class LabStoppedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final long done;
    private final long all;

    LabStoppedException(long done, long all) {
        super("stopped after " + done + " of " + all + " jobs");
        this.done = done;
        this.all = all;
    }

    public long done() {
        return done;
    }

    public long all() {
        return all;
    }
}
