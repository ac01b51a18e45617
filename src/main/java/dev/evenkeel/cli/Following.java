package dev.evenkeel.cli;

import dev.evenkeel.JobHandle;
import dev.evenkeel.TrainingResult;
import dev.evenkeel.health.Verdict;
import dev.evenkeel.run.MetricsLine;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;

/** Shows how a job goes: hands its metrics to a {@link Progress}, the verdicts of a step together. */
final class Following {
    private final Progress progress;
    private final List<Verdict> ofOneStep = new ArrayList<>();

    Following(Progress progress) {
        this.progress = progress;
    }

    /**
     * Returns when the job is done and all of its progress is shown.
     *
     * @throws dev.evenkeel.JobFailedException if it failed
     * @throws dev.evenkeel.JobStoppedException if it was stopped
     */
    static TrainingResult toTheEnd(JobHandle job, Progress progress) {
        Following following = new Following(progress);
        try {
            job.onMetrics(following::show);
            return job.result().toCompletableFuture().join();
        } catch (CompletionException ended) {
            if (ended.getCause() instanceof RuntimeException told) {
                throw told;
            }
            throw ended;
        } finally {
            following.close();
        }
    }

    synchronized void show(MetricsLine line) {
        if (line instanceof MetricsLine.Judged judged) {
            ofOneStep.add(judged.verdict());
            return;
        }
        showVerdicts();
        if (line instanceof MetricsLine.Step step) {
            progress.step(step);
        } else if (line instanceof MetricsLine.Epoch epoch) {
            progress.epoch(epoch);
        }
    }

    /** Those of a step are shown when what follows them is there. */
    private void showVerdicts() {
        if (!ofOneStep.isEmpty()) {
            progress.verdicts(List.copyOf(ofOneStep));
            ofOneStep.clear();
        }
    }

    /** When the job has ended. */
    synchronized void close() {
        showVerdicts();
        progress.close();
    }
}
