package dev.evenkeel;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** How tests wait for other threads and processes: not without end, and they say what they waited for. */
public final class Waiting {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Duration LOOK = Duration.ofMillis(20);

    private Waiting() {}

    /** What is waited for; whatever it throws ends the wait. */
    public interface Condition {
        boolean holds() throws Exception;
    }

    public static void until(String what, Condition condition) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!holds(what, condition)) {
            if (System.nanoTime() > end) {
                throw new AssertionError("waited " + PATIENCE.toMinutes() + " minutes in vain until " + what);
            }
            LockSupport.parkNanos(LOOK.toNanos());
        }
    }

    private static boolean holds(String what, Condition condition) {
        try {
            return condition.holds();
        } catch (RuntimeException failed) {
            throw failed;
        } catch (Exception failed) {
            throw new AssertionError("waiting until " + what + ": " + failed, failed);
        }
    }
}
