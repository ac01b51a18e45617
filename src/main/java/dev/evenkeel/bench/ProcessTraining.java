package dev.evenkeel.bench;

import dev.evenkeel.JobFailedException;
import dev.evenkeel.cluster.JobListener;
import dev.evenkeel.cluster.JobOutcome;
import dev.evenkeel.cluster.StepTimes;
import dev.evenkeel.job.JobSpec;
import dev.evenkeel.run.MetricsLine;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Training on the nodes of a {@link ProcessCluster}. */
final class ProcessTraining extends Training implements JobListener {
    private final ProcessCluster cluster;
    private final CompletableFuture<Void> ended = new CompletableFuture<>();
    private final Runnable stop;

    ProcessTraining(JobSpec job, int workers, ProcessCluster cluster) {
        this.cluster = cluster;
        this.stop = cluster.start(job, workers, this);
    }

    @Override
    public void metrics(MetricsLine line) {
        heard(line);
    }

    @Override
    public void timed(StepTimes spent) {
        heard(spent);
    }

    @Override
    public void ended(JobOutcome outcome) {
        if (outcome instanceof JobOutcome.Failed failed) {
            ended.completeExceptionally(new JobFailedException(failed.sentence()));
        } else {
            ended.complete(null);
        }
    }

    @Override
    CompletableFuture<Void> ended() {
        return ended;
    }

    @Override
    String kernels() {
        return cluster.nodes().get(0).kernels();
    }

    @Override
    void stop() {
        stop.run();
        ended.orTimeout(60, TimeUnit.SECONDS).join();
    }

    @Override
    public void close() {
        cluster.close();
    }
}
