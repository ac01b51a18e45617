package dev.evenkeel.cli;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Lets a running job stop in order when the process is told to end (Ctrl-C, SIGTERM): the JVM's end waits until the work that
 * follows the job has told the user how it ended. The JVM then ends with 130 or 143 by itself.
 */
final class Interruption {
    /** For a long step and a large checkpoint; whoever cannot wait so long has SIGKILL. */
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private Interruption() {}

    /**
     * Does the work, on this thread.
     *
     * @param stop called by another thread when the process is told to end: makes the work come to an end; returns at once
     */
    static <T> T heeded(Runnable stop, Supplier<T> work) {
        CountDownLatch done = new CountDownLatch(1);
        Thread hook = new Thread(
                () -> {
                    stop.run();
                    await(done);
                },
                "evenkeel-interruption");
        Runtime.getRuntime().addShutdownHook(hook);
        try {
            return work.get();
        } finally {
            done.countDown();
            remove(hook);
        }
    }

    /**
     * Does the work, on this thread, and leaves it where it is when the process is told to end.
     *
     * @param last called by another thread before the process ends: says what the user should know
     */
    static <T> T answered(Runnable last, Supplier<T> work) {
        Thread hook = new Thread(last, "evenkeel-interruption");
        Runtime.getRuntime().addShutdownHook(hook);
        try {
            return work.get();
        } finally {
            remove(hook);
        }
    }

    private static void await(CountDownLatch done) {
        try {
            done.await(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException hurried) {
            Thread.currentThread().interrupt();
        }
    }

    private static void remove(Thread hook) {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException ending) {
            // The JVM is on its way down: the hook has done its work.
        }
    }
}
