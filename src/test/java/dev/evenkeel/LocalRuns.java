package dev.evenkeel;

import dev.evenkeel.job.JobSpec;
import dev.evenkeel.job.ReadJob;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** Runs of jobs in this JVM, to their end. */
public final class LocalRuns {
    private static final long SECONDS = 120;

    private LocalRuns() {}

    public static TrainingResult train(int workers, ReadJob job, RunOptions options) {
        return train(workers, evenkeel -> evenkeel.submit(job, options));
    }

    public static TrainingResult train(int workers, JobSpec job, RunOptions options) {
        return train(workers, evenkeel -> evenkeel.submit(job, options));
    }

    private static TrainingResult train(int workers, Function<Evenkeel, JobHandle> submit) {
        try (Evenkeel evenkeel = Evenkeel.local(workers)) {
            return join(submit.apply(evenkeel));
        }
    }

    /** Waits for the end of a job. */
    public static TrainingResult join(JobHandle job) {
        return job.result()
                .toCompletableFuture()
                .orTimeout(SECONDS, TimeUnit.SECONDS)
                .join();
    }
}
