package dev.evenkeel.bench;

import dev.evenkeel.cluster.StepTimes;
import dev.evenkeel.run.MetricsLine;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

/** A training run that is measured while it goes on. Its steps come from the job's thread, the rest is called by the measuring one. */
abstract class Training implements AutoCloseable {
    private final AtomicLong step = new AtomicLong();
    private final AtomicReference<StepTimes> times = new AtomicReference<>(StepTimes.NONE);

    /** The last committed step. */
    long step() {
        return step.get();
    }

    /** Where time went, in all steps so far; nothing where that is not told. */
    StepTimes times() {
        return times.get();
    }

    void heard(StepTimes spent) {
        times.accumulateAndGet(spent, StepTimes::plus);
    }

    void heard(MetricsLine line) {
        if (line instanceof MetricsLine.Step committed) {
            step.set(committed.step());
        }
    }

    /** Completes when the job has ended: as it should only when it is stopped. */
    abstract CompletableFuture<?> ended();

    /** What computes. */
    abstract String kernels();

    /** Stops the job, and waits until it has stopped. */
    abstract void stop();

    @Override
    public abstract void close();

    /** Waits; a job that ends meanwhile has failed, and says why. */
    void pause(double seconds) {
        try {
            ended().get((long) (seconds * 1e9), TimeUnit.NANOSECONDS);
            throw new IllegalStateException("the job came to its end while it was measured");
        } catch (TimeoutException stillRunning) {
            // As it should.
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new CompletionException(interrupted);
        } catch (ExecutionException failed) {
            throw new CompletionException(failed.getCause());
        }
    }
}
