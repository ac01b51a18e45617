package dev.evenkeel;

import dev.evenkeel.run.MetricsLine;
import java.nio.file.Path;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/** A submitted job. Any thread may call it. */
public interface JobHandle {
    /** What the job is called where it runs: in a cluster it tells it from all others, on this JVM it is its directory's name. */
    String id();

    /** Where the job leaves its files on this machine; one that runs in a cluster does when it has ended. */
    Path runDirectory();

    /**
     * Follows the job: the listener hears of every committed step, its health and verdicts, and of every finished epoch, those before it was added
     * included (the last 100,000 of them). Called on Evenkeel's own thread, one call at a time; an exception it throws is logged and goes no further.
     */
    void onMetrics(Consumer<MetricsLine> listener);

    /**
     * Completes when the job has ended: with its result, or exceptionally with a {@link JobFailedException} or a
     * {@link JobStoppedException}.
     */
    CompletionStage<TrainingResult> result();

    /** Asks the job to stop behind a checkpoint, from which it can be resumed. Returns at once; the result tells when it has. */
    void stop();
}
