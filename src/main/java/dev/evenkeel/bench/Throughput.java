package dev.evenkeel.bench;

import dev.evenkeel.Evenkeel;
import dev.evenkeel.JobHandle;
import dev.evenkeel.JobStoppedException;
import dev.evenkeel.RunOptions;
import dev.evenkeel.run.MetricsLine;
import dev.evenkeel.run.TemporaryFolder;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Training throughput of a net: samples per second in each of several windows, after a warm-up in which the compiler gets its
 * work done.
 *
 * @param median of the windows
 * @param best of the windows
 */
public record Throughput(ReferenceNet net, int workers, String kernels, double median, double best) {
    private static final int WINDOWS = 10;

    /** Until this many steps the compiler is at work, unless it takes unusually long. */
    private static final int WARM_UP_STEPS = 300;

    private static final double WARM_UP_MOST_SECONDS = 30;

    /** Trains until it is warm, and then for this long, a third of it still warm-up; blocks meanwhile. */
    public static Throughput measure(ReferenceNet net, int workers, double seconds) {
        try (TemporaryFolder folder = TemporaryFolder.create("evenkeel-bench-");
                Evenkeel evenkeel = Evenkeel.local(workers)) {
            JobHandle job = evenkeel.submit(
                    net.job(), RunOptions.defaults().in(folder.path().resolve("run")));
            AtomicLong step = new AtomicLong();
            job.onMetrics(line -> {
                if (line instanceof MetricsLine.Step committed) {
                    step.set(committed.step());
                }
            });
            long started = System.nanoTime();
            while (step.get() < WARM_UP_STEPS && (System.nanoTime() - started) / 1e9 < WARM_UP_MOST_SECONDS) {
                pause(job, 0.1);
            }
            pause(job, seconds / 3);
            List<Double> rates = new ArrayList<>();
            for (int window = 0; window < WINDOWS; window++) {
                long from = step.get();
                long start = System.nanoTime();
                pause(job, seconds * 2 / 3 / WINDOWS);
                rates.add((step.get() - from) * (double) net.batchSize() / ((System.nanoTime() - start) / 1e9));
            }
            stop(job);
            Collections.sort(rates);
            double median = (rates.get(WINDOWS / 2 - 1) + rates.get(WINDOWS / 2)) / 2;
            return new Throughput(net, workers, evenkeel.kernels(), median, rates.get(WINDOWS - 1));
        }
    }

    /** Waits; a job that ends meanwhile has failed, and says why. */
    private static void pause(JobHandle job, double seconds) {
        try {
            job.result().toCompletableFuture().get((long) (seconds * 1e9), TimeUnit.NANOSECONDS);
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

    private static void stop(JobHandle job) {
        job.stop();
        try {
            job.result().toCompletableFuture().orTimeout(60, TimeUnit.SECONDS).join();
        } catch (CompletionException ended) {
            if (!(ended.getCause() instanceof JobStoppedException)) {
                throw ended;
            }
        }
    }
}
