package dev.evenkeel.run;

import dev.evenkeel.data.Dataset;
import dev.evenkeel.data.Datasets;
import dev.evenkeel.job.InvalidJobException;
import dev.evenkeel.job.JobDigest;
import dev.evenkeel.job.JobJson;
import dev.evenkeel.job.JobSpec;
import dev.evenkeel.job.Resumption;
import dev.evenkeel.math.Arithmetic;
import dev.evenkeel.optim.Optimizer;
import dev.evenkeel.train.Replica;
import dev.evenkeel.train.TrainingState;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A run that is ready to start: job and data checked against each other, the directory held, the state to start from at hand.
 * Made by the thread that submits, then left to the job's actors; {@link #close} lets the directory go.
 *
 * @param state before the first step to do; must not change
 */
public record TrainingRun(
        JobSpec job,
        Dataset data,
        RunIdentity identity,
        RunDirectory directory,
        TrainingState state,
        RunJournal journal)
        implements Closeable {
    /**
     * Checks everything that can be checked before training, and opens the run directory.
     *
     * @throws InvalidJobException if the job does not fit the data, or not the run to resume
     * @throws dev.evenkeel.data.DataException if the data can't be read
     * @throws RunException if the directory can't be used
     */
    public static TrainingRun open(RunRequest request) {
        return open(request, Datasets.load(request.job().data(), request.dataBase()));
    }

    /**
     * The same with data that was read already.
     *
     * @throws InvalidJobException if the job does not fit the data, or not the run to resume
     * @throws RunException if the directory can't be used
     */
    public static TrainingRun open(RunRequest request, Dataset data) {
        JobSpec job = request.job();
        request.check().accept(data);
        RunIdentity identity = identity(job, data);
        return request.resume() ? resume(request, data, identity) : start(request, data, identity);
    }

    /**
     * Opens a run directory that another run's books are to be copied into: one that is there is emptied of its own. Its state is
     * the initial one.
     *
     * @throws InvalidJobException if the job does not fit the data
     * @throws RunException if the directory can't be used
     */
    public static TrainingRun join(RunRequest request, Dataset data) {
        Path path = request.directory().orElseThrow();
        if (!Files.exists(new RunFiles(path).job())) {
            return open(request, data);
        }
        JobSpec job = request.job();
        request.check().accept(data);
        RunIdentity identity = identity(job, data);
        RunDirectory directory = RunDirectory.reopen(path);
        try {
            Files.deleteIfExists(directory.files().ledger());
            Files.deleteIfExists(directory.files().metrics());
            return begin(directory, request, data, identity);
        } catch (IOException failed) {
            directory.close();
            throw new UncheckedIOException("cannot empty " + path + ": " + Reason.of(failed), failed);
        } catch (RuntimeException failed) {
            directory.close();
            throw failed;
        }
    }

    private static RunIdentity identity(JobSpec job, Dataset data) {
        return new RunIdentity(
                JobDigest.of(job, data.digest(), Arithmetic.VERSION),
                JobDigest.resumable(job, data.digest(), Arithmetic.VERSION),
                data.digest());
    }

    private static TrainingRun start(RunRequest request, Dataset data, RunIdentity identity) {
        JobSpec job = request.job();
        Path path = request.directory().orElseGet(() -> RunNames.fresh(request.runs(), job.name(), Instant.now()));
        RunDirectory directory = RunDirectory.create(path);
        try {
            return begin(directory, request, data, identity);
        } catch (RuntimeException failed) {
            directory.close();
            throw failed;
        }
    }

    private static TrainingRun begin(RunDirectory directory, RunRequest request, Dataset data, RunIdentity identity) {
        JobSpec job = request.job();
        writeJob(directory, job.located(request.dataBase()));
        TrainingState state =
                TrainingState.initial(Replica.network(job, data), Optimizer.of(job.optimizer()), job.seed());
        RunJournal journal = RunJournal.create(directory.files(), job, data, identity, request.command());
        return new TrainingRun(job, data, identity, directory, state, journal);
    }

    private static TrainingRun resume(RunRequest request, Dataset data, RunIdentity identity) {
        JobSpec job = request.job();
        Path path = request.directory()
                .or(() -> RunNames.newest(request.runs(), job.name()))
                .orElseThrow(() -> new RunException("no run of job " + job.name() + " in " + request.runs()
                        + " to resume: name its directory with --run-dir, or leave --resume out"));
        RunDirectory directory = RunDirectory.reopen(path);
        try {
            JobSpec saved = JobJson.parse(
                    read(directory.files().job()), directory.files().job().toString());
            Optional<String> refusal = Resumption.check(saved, job);
            if (refusal.isPresent()) {
                throw new InvalidJobException(path + " can't be resumed: " + refusal.get());
            }
            TrainingRun run = reopen(directory, job, data, identity, request.command())
                    .orElseThrow(() -> new RunException(
                            path + " holds no complete checkpoint to resume from: start again with another --run-dir"));
            writeJob(directory, job.located(request.dataBase()));
            return run;
        } catch (RuntimeException failed) {
            directory.close();
            throw failed;
        }
    }

    private static Optional<TrainingRun> reopen(
            RunDirectory directory, JobSpec job, Dataset data, RunIdentity identity, List<String> command) {
        RunFiles files = directory.files();
        return new Checkpoints(files.checkpoints())
                .newest(identity, Replica.network(job, data))
                .map(checkpoint -> new TrainingRun(
                        job,
                        data,
                        identity,
                        directory,
                        checkpoint.state(),
                        RunJournal.resume(files, job, data, identity, command, checkpoint)));
    }

    /**
     * The same run from its newest complete checkpoint, if it has one. This one must be closed.
     *
     * @throws RunException if the directory can't be used
     */
    public Optional<TrainingRun> back() {
        RunDirectory again = RunDirectory.reopen(directory.files().directory());
        try {
            Optional<TrainingRun> run = reopen(again, job, data, identity, journal.command());
            if (run.isEmpty()) {
                again.close();
            }
            return run;
        } catch (RuntimeException failed) {
            again.close();
            throw failed;
        }
    }

    private static void writeJob(RunDirectory directory, JobSpec job) {
        RunFiles.write(directory.files().job(), JobJson.write(job));
    }

    private static String read(Path path) {
        try {
            return Files.readString(path);
        } catch (IOException failed) {
            throw new UncheckedIOException("cannot read " + path + ": " + failed.getMessage(), failed);
        }
    }

    @Override
    public void close() {
        journal.close();
        directory.close();
    }
}
