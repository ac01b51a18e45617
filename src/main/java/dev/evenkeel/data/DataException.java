package dev.evenkeel.data;

/** Data that cannot be used. The message is one sentence for the user: file, place, rule and value. */
public final class DataException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public DataException(String message) {
        super(message);
    }

    public DataException(String message, Throwable cause) {
        super(message, cause);
    }
}
