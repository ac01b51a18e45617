package dev.evenkeel.cluster.node;

/** A node can't start or join. The message is one sentence for the user. */
public final class NodeException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public NodeException(String message) {
        super(message);
    }
}
