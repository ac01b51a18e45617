package dev.evenkeel.bench;

import dev.evenkeel.Evenkeel;
import dev.evenkeel.JobHandle;
import dev.evenkeel.JobStoppedException;
import dev.evenkeel.RunOptions;
import dev.evenkeel.job.JobSpec;
import dev.evenkeel.run.TemporaryFolder;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;

/** Training in this JVM, through the public API. */
final class LocalTraining extends Training {
    private final TemporaryFolder folder = TemporaryFolder.create("evenkeel-bench-");
    private final Evenkeel evenkeel;
    private final JobHandle job;

    LocalTraining(JobSpec spec, int workers) {
        evenkeel = Evenkeel.local(workers);
        job = evenkeel.submit(spec, RunOptions.defaults().in(folder.path().resolve("run")));
        job.onMetrics(this::heard);
    }

    @Override
    CompletableFuture<?> ended() {
        return job.result().toCompletableFuture();
    }

    @Override
    String kernels() {
        return evenkeel.kernels();
    }

    @Override
    boolean isHere() {
        return true;
    }

    @Override
    void stop() {
        job.stop();
        try {
            ended().orTimeout(60, TimeUnit.SECONDS).join();
        } catch (CompletionException ended) {
            if (!(ended.getCause() instanceof JobStoppedException)) {
                throw ended;
            }
        }
    }

    @Override
    public void close() {
        evenkeel.close();
        folder.close();
    }
}
