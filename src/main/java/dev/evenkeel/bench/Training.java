package dev.evenkeel.bench;

import dev.evenkeel.cluster.StepTimes;
import dev.evenkeel.run.MetricsLine;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;

/** A training run that is measured while it goes on. Its steps come from the job's thread, the rest is called by the measuring one. */
abstract class Training implements AutoCloseable {
    /** A committed step, and when it was heard of. */
    record Mark(long step, long nanos) {
        double stepsPerSecond(Mark earlier) {
            return (step - earlier.step) / ((nanos - earlier.nanos) / 1e9);
        }
    }

    private static final double POLL_SECONDS = 0.01;

    private final AtomicReference<Mark> last = new AtomicReference<>(new Mark(0, System.nanoTime()));
    private final AtomicReference<StepTimes> times = new AtomicReference<>(StepTimes.NONE);

    /** The last committed step. */
    Mark last() {
        return last.get();
    }

    /** Waits for that long, and on until another step has been committed since: what is measured between such marks is whole steps. */
    Mark after(double seconds) {
        Mark before = last();
        pause(seconds);
        while (last().equals(before)) {
            pause(POLL_SECONDS);
        }
        return last();
    }

    /** Where time went, in all steps so far; nothing where that is not told. */
    StepTimes times() {
        return times.get();
    }

    void heard(StepTimes spent) {
        times.accumulateAndGet(spent, StepTimes::plus);
    }

    void heard(MetricsLine line) {
        if (line instanceof MetricsLine.Step step) {
            committed(step.step());
        }
    }

    void committed(long step) {
        last.set(new Mark(step, System.nanoTime()));
    }

    /** Completes when the job has ended: as it should only when it is stopped. */
    abstract CompletableFuture<?> ended();

    /** What computes. */
    abstract String kernels();

    /** Whether the workers are in this JVM, so that it can tell what they allocate. */
    boolean isHere() {
        return false;
    }

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
