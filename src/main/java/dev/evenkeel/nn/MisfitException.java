package dev.evenkeel.nn;

/** A layer does not fit what it is to read. The message is a sentence that names the layer, both shapes and what would fit. */
public final class MisfitException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public MisfitException(String message) {
        super(message);
    }
}
