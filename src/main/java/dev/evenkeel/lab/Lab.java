package dev.evenkeel.lab;

import dev.evenkeel.Evenkeel;
import dev.evenkeel.JobFailedException;
import dev.evenkeel.JobHandle;
import dev.evenkeel.JobStoppedException;
import dev.evenkeel.RunOptions;
import dev.evenkeel.TrainingResult;
import dev.evenkeel.data.DataSpec;
import dev.evenkeel.data.Dataset;
import dev.evenkeel.data.Datasets;
import dev.evenkeel.job.JobDigest;
import dev.evenkeel.math.Arithmetic;
import dev.evenkeel.run.FolderLock;
import dev.evenkeel.run.MetricsLine;
import dev.evenkeel.run.MetricsReader;
import dev.evenkeel.run.RunException;
import dev.evenkeel.run.RunFiles;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Runs experiments: submits the jobs of their trials, several side by side, takes what is to be measured, and keeps it in the
 * output folder, so that what was done once is not done again. {@link #run} is called once; {@link #stop} by any thread.
 */
public final class Lab {
    private final Evenkeel evenkeel;
    private final RunOptions options;
    private final int sideBySide;
    private final LabListener listener;
    private final Notebook notebook;
    private final Map<DataSpec, Dataset> data = new ConcurrentHashMap<>();
    private final Map<String, Object> turns = new ConcurrentHashMap<>();
    private final Map<Trial, Double> times = new ConcurrentHashMap<>();
    private final Set<JobHandle> running = ConcurrentHashMap.newKeySet();
    private volatile boolean stopWished;

    /**
     * @param options that jobs are submitted with, their directories aside
     * @param out the folder for results; made if it is not there
     * @param sideBySide jobs at a time
     */
    public Lab(Evenkeel evenkeel, RunOptions options, Path out, int sideBySide, LabListener listener) {
        this.evenkeel = evenkeel;
        this.options = options;
        this.sideBySide = sideBySide;
        this.listener = listener;
        this.notebook = new Notebook(out);
    }

    /**
     * Observes every trial of the experiments.
     *
     * @return per experiment, in the order given
     * @throws LabStoppedException if {@link #stop} was called before all were done
     * @throws RunException if another laboratory works in the output folder
     * @throws JobFailedException if a job failed for another reason than numbers that are not finite
     */
    public Map<Experiment, Observations> run(List<Experiment> experiments) {
        FolderLock held = notebook.lock();
        try {
            return observe(experiments);
        } finally {
            held.close();
        }
    }

    private Map<Experiment, Observations> observe(List<Experiment> experiments) {
        List<Future<?>> trials = new ArrayList<>();
        ExecutorService pool = Executors.newFixedThreadPool(sideBySide);
        int all = experiments.stream().mapToInt(each -> each.trials().size()).sum();
        listener.begins(all);
        Map<Experiment, Map<String, Observation>> observed = new LinkedHashMap<>();
        try {
            for (Experiment experiment : experiments) {
                Map<String, Observation> ofExperiment = new ConcurrentHashMap<>();
                observed.put(experiment, ofExperiment);
                for (Trial trial : experiment.trials()) {
                    trials.add(pool.submit(() -> observe(experiment, trial, ofExperiment)));
                }
            }
            await(trials);
        } finally {
            stop();
            pool.shutdownNow();
        }
        long done = observed.values().stream().mapToLong(Map::size).sum();
        if (done < all) {
            throw new LabStoppedException(done, all);
        }
        Map<Experiment, Observations> results = new LinkedHashMap<>();
        for (Experiment experiment : experiments) {
            Map<String, Observation> inOrder = new LinkedHashMap<>();
            Map<String, Double> seconds = new LinkedHashMap<>();
            for (Trial trial : experiment.trials()) {
                inOrder.put(trial.key(), observed.get(experiment).get(trial.key()));
                Optional.ofNullable(times.get(trial)).ifPresent(time -> seconds.put(trial.key(), time));
            }
            results.put(experiment, new Observations(inOrder, seconds));
        }
        return results;
    }

    /** Lets the jobs at hand go and begins no others; returns at once. */
    public void stop() {
        stopWished = true;
        running.forEach(JobHandle::stop);
    }

    private static void await(List<Future<?>> trials) {
        try {
            for (Future<?> trial : trials) {
                trial.get();
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while jobs ran", interrupted);
        } catch (ExecutionException failed) {
            throw failed.getCause() instanceof RuntimeException told ? told : new IllegalStateException(failed);
        }
    }

    private void observe(Experiment experiment, Trial trial, Map<String, Observation> into) {
        if (stopWished) {
            return;
        }
        Dataset dataset = data.computeIfAbsent(trial.job().data(), spec -> Datasets.load(spec, Path.of("")));
        String digest = JobDigest.of(trial.job(), dataset.digest(), Arithmetic.VERSION);
        Notebook.Page page = notebook.page(digest, trial.measure());
        // The same job may be a trial of several experiments: the second one finds it done.
        synchronized (turns.computeIfAbsent(page.key(), key -> new Object())) {
            Optional<Observation> known = page.read();
            if (known.isPresent()) {
                into.put(trial.key(), known.get());
                page.seconds().ifPresent(seconds -> times.put(trial, seconds));
                listener.known(experiment, trial);
                return;
            }
            long start = System.nanoTime();
            train(trial, dataset, digest, page).ifPresent(observation -> {
                double seconds = (System.nanoTime() - start) / 1e9;
                page.write(observation, seconds);
                into.put(trial.key(), observation);
                times.put(trial, seconds);
                listener.observed(experiment, trial, seconds);
            });
        }
    }

    /** Empty where it was stopped. */
    private Optional<Observation> train(Trial trial, Dataset dataset, String digest, Notebook.Page page) {
        try (Notebook.Scratch scratch = page.scratch()) {
            RunFiles files = new RunFiles(scratch.run());
            JobHandle job = evenkeel.submit(trial.job(), options.in(files.directory()));
            running.add(job);
            if (stopWished) {
                job.stop();
            }
            try {
                TrainingResult result = job.result().toCompletableFuture().join();
                TrialRun run = new TrialRun(trial.job(), dataset, files, metrics(files), false);
                return Optional.of(new Observation(
                        digest,
                        false,
                        Observation.FINISHED,
                        result.fingerprint(),
                        trial.measure().of(run)));
            } catch (CompletionException ended) {
                return ended(trial, dataset, digest, files, ended.getCause());
            } finally {
                running.remove(job);
            }
        }
    }

    private static Optional<Observation> ended(
            Trial trial, Dataset dataset, String digest, RunFiles files, Throwable reason) {
        if (reason instanceof JobStoppedException) {
            return Optional.empty();
        }
        List<MetricsLine> metrics = metrics(files);
        if (reason instanceof JobFailedException && Divergence.ended(metrics)) {
            TrialRun run = new TrialRun(trial.job(), dataset, files, metrics, true);
            return Optional.of(new Observation(
                    digest, true, reason.getMessage(), "", trial.measure().of(run)));
        }
        throw reason instanceof JobFailedException failed
                ? new JobFailedException("trial " + trial.key() + ": " + failed.getMessage())
                : new IllegalStateException("trial " + trial.key() + " ended with " + reason, reason);
    }

    /** None of a job that failed before its first step, on a cluster perhaps without a file. */
    static List<MetricsLine> metrics(RunFiles files) {
        List<MetricsLine> lines = new ArrayList<>();
        if (!Files.exists(files.metrics())) {
            return lines;
        }
        try (MetricsReader reader = new MetricsReader(files.metrics())) {
            for (Optional<MetricsLine> line = reader.next(); line.isPresent(); line = reader.next()) {
                lines.add(line.get());
            }
        }
        return lines;
    }
}
