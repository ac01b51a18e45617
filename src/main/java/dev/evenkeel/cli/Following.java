package dev.evenkeel.cli;

import dev.evenkeel.JobHandle;
import dev.evenkeel.TrainingResult;
import dev.evenkeel.run.MetricsLine;
import java.util.concurrent.CompletionException;

/** Waits for a job, and shows how it goes meanwhile. */
final class Following {
    private Following() {}

    /**
     * Returns when the job is done and all of its progress is shown.
     *
     * @throws dev.evenkeel.JobFailedException if it failed
     * @throws dev.evenkeel.JobStoppedException if it was stopped
     */
    static TrainingResult toTheEnd(JobHandle job, Progress progress) {
        try (progress) {
            job.onMetrics(line -> show(line, progress));
            return job.result().toCompletableFuture().join();
        } catch (CompletionException ended) {
            if (ended.getCause() instanceof RuntimeException told) {
                throw told;
            }
            throw ended;
        }
    }

    static void show(MetricsLine line, Progress progress) {
        if (line instanceof MetricsLine.Step step) {
            progress.step(step);
        } else if (line instanceof MetricsLine.Epoch epoch) {
            progress.epoch(epoch);
        }
    }
}
