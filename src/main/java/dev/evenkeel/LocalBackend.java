package dev.evenkeel;

import com.typesafe.config.Config;
import dev.evenkeel.cluster.Hooks;
import dev.evenkeel.cluster.Killing;
import dev.evenkeel.cluster.LocalCluster;
import dev.evenkeel.data.MicroBatches;
import dev.evenkeel.job.JobSpec;
import dev.evenkeel.math.Kernels;
import dev.evenkeel.run.RunRequest;
import dev.evenkeel.run.TrainingRun;
import dev.evenkeel.train.JobMemory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Worker actors in this JVM. */
final class LocalBackend implements Backend {
    private static final Logger LOG = LoggerFactory.getLogger(LocalBackend.class);

    private final int workers;
    private final Kernels kernels;
    private final LocalCluster cluster;

    LocalBackend(int workers, Kernels kernels, Config settings) {
        if (workers < 1) {
            throw new IllegalArgumentException("workers must be 1 or more, but is " + workers);
        }
        this.workers = workers;
        this.kernels = kernels;
        this.cluster = new LocalCluster(settings);
    }

    @Override
    public JobHandle start(RunRequest request, RunOptions options) {
        JobSpec job = request.job();
        TrainingRun run =
                TrainingRun.open(request.checking(data -> JobMemory.check(job, data, JobMemory.Here.all(workers))));
        warnOfIdleWorkers(job);
        LocalJob started = new LocalJob(run.directory().files().directory());
        Hooks hooks = options.loss()
                .map(loss -> new Killing(loss.worker(), loss.step(), started::kill).hooks())
                .orElse(Hooks.NONE);
        started.running(cluster.start(run, workers, kernels, hooks, started));
        return started;
    }

    private void warnOfIdleWorkers(JobSpec job) {
        int useful = MicroBatches.split(job.batchSize(), job.microBatch()).length;
        if (workers > useful) {
            LOG.warn(
                    "batch-size {} makes {} micro-batches of at most {}, so {} of the {} workers have nothing to compute",
                    job.batchSize(),
                    useful,
                    job.microBatch(),
                    workers - useful,
                    workers);
        }
    }

    /** Ends what still runs, without a checkpoint. */
    @Override
    public void close() {
        cluster.close();
    }
}
