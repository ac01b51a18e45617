package dev.evenkeel.cluster;

import java.util.concurrent.atomic.AtomicLong;

/**
 * How far the books of a node go: told by its journal, read by its workers' compute threads, which keep what is not written down
 * yet. Any thread.
 */
final class Recorded {
    /** Steps that workers go ahead of the books: without a coordinator nobody writes them down. */
    static final int MOST = 2_000;

    private final AtomicLong step;

    Recorded(long step) {
        this.step = new AtomicLong(step);
    }

    void upTo(long committed) {
        step.set(committed);
    }

    long step() {
        return step.get();
    }
}
