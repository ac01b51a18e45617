package dev.evenkeel.math;

/** Kernels that cannot be used as asked, here and now. The message is one sentence for the user: what, where, what would be right. */
public final class KernelException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public KernelException(String message) {
        super(message);
    }
}
