package dev.evenkeel.lab;

import dev.evenkeel.data.Dataset;
import dev.evenkeel.job.JobSpec;
import dev.evenkeel.run.MetricsLine;
import dev.evenkeel.run.RunFiles;
import java.util.List;

/**
 * A run that has come to its end.
 *
 * @param metrics in order
 * @param diverged whether it could not go on, since a number was not finite
 */
public record TrialRun(JobSpec job, Dataset data, RunFiles files, List<MetricsLine> metrics, boolean diverged) {
    public TrialRun {
        metrics = List.copyOf(metrics);
    }

    /** The committed steps. */
    public List<MetricsLine.Step> steps() {
        return metrics.stream()
                .filter(MetricsLine.Step.class::isInstance)
                .map(MetricsLine.Step.class::cast)
                .toList();
    }
}
