package dev.evenkeel.format;

/** A file that is not what it should be. The message is one sentence for the user: file, place, rule and value. */
public final class FormatException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public FormatException(String message) {
        super(message);
    }

    public FormatException(String message, Throwable cause) {
        super(message, cause);
    }
}
