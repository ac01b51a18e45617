package dev.evenkeel.job;

/** A job that was refused before anything started. The message is one sentence on one line: key, rule and value. */
public final class InvalidJobException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public InvalidJobException(String message) {
        super(onOneLine(message));
    }

    public InvalidJobException(String message, Throwable cause) {
        super(onOneLine(message), cause);
    }

    /** Whatever a job may hold, it does not end a line of a log. */
    private static String onOneLine(String message) {
        return message.replaceAll("\\p{Cntrl}", " ");
    }
}
