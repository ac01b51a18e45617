package dev.evenkeel;

import dev.evenkeel.cluster.JobListener;
import dev.evenkeel.cluster.JobOutcome;
import dev.evenkeel.cluster.LocalCluster;
import dev.evenkeel.run.MetricsLine;
import dev.evenkeel.run.Model;
import dev.evenkeel.train.Evaluation;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.OptionalDouble;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A job on this JVM's actors. What listeners are told goes through one thread, so that a slow one holds nobody up but others. */
final class LocalJob implements JobHandle, JobListener {
    private static final Logger LOG = LoggerFactory.getLogger(LocalJob.class);
    private static final int REMEMBERED = 100_000;

    private final Path directory;
    private final CompletableFuture<TrainingResult> result = new CompletableFuture<>();
    private final CompletableFuture<LocalCluster.Running> running = new CompletableFuture<>();
    private final ThreadPoolExecutor telling;
    private final Deque<MetricsLine> told = new ArrayDeque<>();
    private final List<Consumer<MetricsLine>> listeners = new ArrayList<>();

    LocalJob(Path directory) {
        this.directory = directory;
        // One thread, which ends when there is nothing to tell; it comes back for a listener that is added late.
        this.telling = new ThreadPoolExecutor(1, 1, 1, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), task -> {
            Thread thread = new Thread(task, "evenkeel-listeners");
            thread.setDaemon(true);
            return thread;
        });
        telling.allowCoreThreadTimeOut(true);
    }

    void running(LocalCluster.Running started) {
        running.complete(started);
    }

    @Override
    public Path runDirectory() {
        return directory;
    }

    @Override
    public void onMetrics(Consumer<MetricsLine> listener) {
        telling.execute(() -> {
            told.forEach(line -> tell(listener, line));
            listeners.add(listener);
        });
    }

    @Override
    public CompletionStage<TrainingResult> result() {
        return result.minimalCompletionStage();
    }

    @Override
    public void stop() {
        running.thenAccept(LocalCluster.Running::stop);
    }

    @Override
    public void metrics(MetricsLine line) {
        telling.execute(() -> {
            if (told.size() == REMEMBERED) {
                told.removeFirst();
            }
            told.addLast(line);
            listeners.forEach(listener -> tell(listener, line));
        });
    }

    @Override
    public void ended(JobOutcome outcome) {
        telling.execute(() -> {
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
        return new TrainingResult(succeeded.fingerprint(), loss, accuracy, new TrainedModel(model), directory);
    }

    private static void tell(Consumer<MetricsLine> listener, MetricsLine line) {
        try {
            listener.accept(line);
        } catch (RuntimeException failed) {
            LOG.warn("a metrics listener failed: {}", failed.toString());
        }
    }
}
