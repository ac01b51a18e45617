package dev.evenkeel;

import dev.evenkeel.cluster.JobListener;
import dev.evenkeel.cluster.JobOutcome;
import dev.evenkeel.cluster.LocalCluster;
import dev.evenkeel.run.MetricsLine;
import dev.evenkeel.run.Model;
import dev.evenkeel.train.Evaluation;
import java.nio.file.Path;
import java.util.OptionalDouble;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/** A job on this JVM's actors. */
final class LocalJob implements JobHandle, JobListener {
    private final Path directory;
    private final CompletableFuture<TrainingResult> result = new CompletableFuture<>();
    private final CompletableFuture<LocalCluster.Running> running = new CompletableFuture<>();
    private final Listeners listeners = new Listeners();

    LocalJob(Path directory) {
        this.directory = directory;
    }

    void running(LocalCluster.Running started) {
        running.complete(started);
    }

    @Override
    public String id() {
        return directory.toAbsolutePath().getFileName().toString();
    }

    @Override
    public Path runDirectory() {
        return directory;
    }

    @Override
    public void onMetrics(Consumer<MetricsLine> listener) {
        listeners.add(listener);
    }

    @Override
    public CompletionStage<TrainingResult> result() {
        return result.minimalCompletionStage();
    }

    @Override
    public void stop() {
        running.thenAccept(LocalCluster.Running::stop);
    }

    /** Ends a worker as a crash would; returns at once. */
    void kill(int worker) {
        running.thenAccept(job -> job.kill(worker));
    }

    @Override
    public void metrics(MetricsLine line) {
        listeners.tell(line);
    }

    @Override
    public void ended(JobOutcome outcome) {
        listeners.then(() -> {
            if (outcome instanceof JobOutcome.Succeeded succeeded) {
                result.complete(result(succeeded));
            } else if (outcome instanceof JobOutcome.Stopped stopped) {
                result.completeExceptionally(new JobStoppedException(stopped.step()));
            } else {
                result.completeExceptionally(new JobFailedException(((JobOutcome.Failed) outcome).sentence()));
            }
        });
    }

    private TrainingResult result(JobOutcome.Succeeded succeeded) {
        Model model = succeeded.model().orElseThrow();
        OptionalDouble loss =
                succeeded.test().stream().mapToDouble(Evaluation.Result::loss).findFirst();
        OptionalDouble accuracy = succeeded.test().stream()
                .filter(test -> !model.classNames().isEmpty())
                .mapToDouble(Evaluation.Result::accuracy)
                .findFirst();
        return new TrainingResult(
                succeeded.fingerprint(), loss, accuracy, new TrainedModel(model), directory, listeners.verdicts());
    }
}
