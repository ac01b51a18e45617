package dev.evenkeel.cli;

/** A command line or a setting that cannot be meant. The message is one sentence for the user: what, the rule, the value. */
final class UsageException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    UsageException(String message) {
        super(message);
    }

    UsageException(String message, Throwable cause) {
        super(message, cause);
    }
}
