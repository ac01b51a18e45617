package dev.evenkeel.client;

/** No node of a cluster could be spoken to. The message is one sentence: which addresses, and what went wrong at each. */
public final class UnreachableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    UnreachableException(String message) {
        super(message);
    }
}
