package dev.evenkeel.processes;

import dev.evenkeel.run.MetricsLine;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/** Does something once, when a job has committed a step. */
public final class AtStep implements Consumer<MetricsLine> {
    private final long step;
    private final Runnable then;
    private final AtomicBoolean done = new AtomicBoolean();

    public AtStep(long step, Runnable then) {
        this.step = step;
        this.then = then;
    }

    @Override
    public void accept(MetricsLine line) {
        if (line instanceof MetricsLine.Step committed && committed.step() >= step && done.compareAndSet(false, true)) {
            then.run();
        }
    }
}
