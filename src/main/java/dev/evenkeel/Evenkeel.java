package dev.evenkeel;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import dev.evenkeel.cluster.Hooks;
import dev.evenkeel.cluster.LocalCluster;
import dev.evenkeel.data.MicroBatches;
import dev.evenkeel.job.JobSpec;
import dev.evenkeel.job.JobValidation;
import dev.evenkeel.job.ReadJob;
import dev.evenkeel.math.KernelSets;
import dev.evenkeel.math.Kernels;
import dev.evenkeel.math.KnownAnswer;
import dev.evenkeel.run.RunRequest;
import dev.evenkeel.run.TrainingRun;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where jobs are submitted: training with worker actors in this JVM. Any thread may call it; close it when done.
 *
 * <pre>{@code
 * try (Evenkeel evenkeel = Evenkeel.local(4)) {
 *   TrainingResult result = evenkeel.submit(JobSpec.read(path)).result().toCompletableFuture().join();
 * }
 * }</pre>
 *
 * <p>The flag {@code --add-modules jdk.incubator.vector} makes it fast; without it the result is the same, later.
 */
public final class Evenkeel implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Evenkeel.class);

    private final int workers;
    private final Kernels kernels;
    private final LocalCluster cluster;

    private Evenkeel(int workers, Config settings) {
        if (workers < 1) {
            throw new IllegalArgumentException("workers must be 1 or more, but is " + workers);
        }
        KernelSets.requireHardwareFma();
        KernelSets.Choice choice = KernelSets.choose();
        choice.warning().ifPresent(LOG::warn);
        KnownAnswer.verify(choice.kernels());
        this.workers = workers;
        this.kernels = choice.kernels();
        this.cluster = new LocalCluster(settings);
    }

    /** Trains with that many worker actors in this JVM. The model does not depend on the number. */
    public static Evenkeel local(int workers) {
        return local(workers, ConfigFactory.empty());
    }

    /** The same with settings of one's own, such as {@code evenkeel.step-timeout}; what they leave out has its default. */
    public static Evenkeel local(int workers, Config settings) {
        return new Evenkeel(workers, settings);
    }

    /** Submits a job; its files go to a new directory in {@code runs}. See {@link #submit(JobSpec, RunOptions)}. */
    public JobHandle submit(JobSpec job) {
        return submit(job, RunOptions.defaults());
    }

    /**
     * Checks a job, reads its data, and starts it. Jobs that run at the same time share the cores, not their results.
     *
     * @throws dev.evenkeel.job.InvalidJobException if the job is wrong, with the sentence that the command line prints
     * @throws dev.evenkeel.data.DataException if its data can't be used
     * @throws dev.evenkeel.run.RunException if its run directory can't be used
     */
    public JobHandle submit(JobSpec job, RunOptions options) {
        return start(new RunRequest(
                job,
                data -> JobValidation.check(job, data),
                options.dataBase(),
                options.runs(),
                options.directory(),
                options.resume(),
                options.command()));
    }

    /** The same for a job from a file: relative data paths start from the file's folder, and refusals name file and line. */
    public JobHandle submit(ReadJob job, RunOptions options) {
        return start(new RunRequest(
                job.spec(),
                job::check,
                job.base(),
                options.runs(),
                options.directory(),
                options.resume(),
                options.command()));
    }

    private JobHandle start(RunRequest request) {
        TrainingRun run = TrainingRun.open(request);
        warnOfIdleWorkers(request.job());
        LocalJob started = new LocalJob(run.directory().files().directory());
        started.running(cluster.start(run, workers, kernels, Hooks.NONE, started));
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

    /** What computes: {@code vector-512}, {@code plain}, … */
    public String kernels() {
        return kernels.name();
    }

    /** Ends what still runs, without a checkpoint, and lets go of all threads. */
    @Override
    public void close() {
        cluster.close();
    }
}
