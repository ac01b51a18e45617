package dev.evenkeel;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import dev.evenkeel.client.Addresses;
import dev.evenkeel.job.JobSpec;
import dev.evenkeel.job.JobValidation;
import dev.evenkeel.job.ReadJob;
import dev.evenkeel.math.KernelSets;
import dev.evenkeel.math.Kernels;
import dev.evenkeel.math.KnownAnswer;
import dev.evenkeel.run.RunRequest;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where jobs are submitted: to worker actors in this JVM, or to a cluster. Any thread may call it; close it when done.
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

    private final Kernels kernels;
    private final Backend backend;

    private Evenkeel(Kernels kernels, Backend backend) {
        this.kernels = kernels;
        this.backend = backend;
    }

    /** Trains with that many worker actors in this JVM. The model does not depend on the number. */
    public static Evenkeel local(int workers) {
        return local(workers, ConfigFactory.empty());
    }

    /** The same with settings of one's own, such as {@code evenkeel.step-timeout}; what they leave out has its default. */
    public static Evenkeel local(int workers, Config settings) {
        KernelSets.requireHardwareFma();
        KernelSets.Choice choice = KernelSets.choose();
        choice.warning().ifPresent(LOG::warn);
        KnownAnswer.verify(choice.kernels());
        return new Evenkeel(choice.kernels(), new LocalBackend(workers, choice.kernels(), settings));
    }

    /**
     * Submits to a cluster: jobs run on its nodes, with {@link RunOptions#workers} of them, and read their data there; the
     * files of a job that has ended, checkpoints aside, are brought to its directory here. The model has the bytes that it has
     * when trained in this JVM.
     *
     * <p>Whatever can't be had for the moment is waited for, but not without end. Where no node answers a submission, it is a
     * {@link dev.evenkeel.client.UnreachableException}; where the cluster takes no job at the moment, a
     * {@link dev.evenkeel.client.RefusedException}.
     *
     * @param addresses {@code http://host:port} of a node; several with commas between, so that one may be down
     * @throws IllegalArgumentException if they are no such addresses
     */
    public static Evenkeel connect(String addresses) {
        return new Evenkeel(KernelSets.best(), new ConnectedBackend(Addresses.of(addresses)));
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
        RunRequest request = new RunRequest(
                job,
                data -> JobValidation.check(job, data),
                options.dataBase(),
                options.runs(),
                options.directory(),
                options.resume(),
                options.command());
        return backend.start(request, options);
    }

    /** The same for a job from a file: relative data paths start from the file's folder, and refusals name file and line. */
    public JobHandle submit(ReadJob job, RunOptions options) {
        RunRequest request = new RunRequest(
                job.spec(),
                job::check,
                job.base(),
                options.runs(),
                options.directory(),
                options.resume(),
                options.command());
        return backend.start(request, options);
    }

    /** What computes in this JVM: {@code vector-512}, {@code plain}, … */
    public String kernels() {
        return kernels.name();
    }

    /** Lets go of all threads, and ends what still runs in this JVM, without a checkpoint; a cluster's jobs go on. */
    @Override
    public void close() {
        backend.close();
    }
}
