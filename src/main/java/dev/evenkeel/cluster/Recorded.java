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
    private volatile long moved = System.nanoTime();

    Recorded(long step) {
        this.step = new AtomicLong(step);
    }

    void upTo(long committed) {
        step.set(committed);
        moved = System.nanoTime();
    }

    /** Nanoseconds since that time, or since the books have got on behind it. */
    long still(long since) {
        long now = System.nanoTime();
        return Math.min(now - since, now - moved);
    }

    long step() {
        return step.get();
    }
}
