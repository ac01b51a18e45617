package dev.evenkeel.run;

/** A run directory that cannot be used as asked. The message is one sentence for the user: file, place, rule and value. */
public final class RunException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public RunException(String message) {
        super(message);
    }

    public RunException(String message, Throwable cause) {
        super(message, cause);
    }
}
