package dev.evenkeel.cluster;

import dev.evenkeel.train.AttemptAbortedException;
import dev.evenkeel.train.ProtocolPoint;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.IntConsumer;

/**
 * Kills a worker in the backward pass of a step: its actor is stopped, and its compute thread, which is in the middle of the
 * step, does nothing more. Once; the worker's rank is its number, as long as nobody else is lost.
 */
public final class Killing {
    /** An actor is stopped within milliseconds; a compute thread that is spared nevertheless goes on. */
    private static final long SECONDS = 60;

    private final int worker;
    private final long step;
    private final IntConsumer kill;
    private final AtomicBoolean done = new AtomicBoolean();

    /** @param kill stops the actor of the worker with that number, from any thread, some time after it has returned */
    public Killing(int worker, long step, IntConsumer kill) {
        this.worker = worker;
        this.step = step;
        this.kill = kill;
    }

    public Hooks hooks() {
        return new Hooks(this::reached, Hooks.LinkFactory.BY_REFERENCE);
    }

    private void reached(ProtocolPoint point, long at, int rank, int layer) {
        boolean here = point == ProtocolPoint.BACKWARD && at == step && rank == worker;
        if (here && done.compareAndSet(false, true)) {
            kill.accept(worker);
            awaitTheEnd();
        }
    }

    private static void awaitTheEnd() {
        try {
            TimeUnit.SECONDS.sleep(SECONDS);
        } catch (InterruptedException stopped) {
            throw new AttemptAbortedException("killed on purpose");
        }
    }
}
