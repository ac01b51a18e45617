package dev.evenkeel.lab;

import dev.evenkeel.health.Action;
import dev.evenkeel.health.Rule;
import dev.evenkeel.run.MetricsLine;
import java.util.List;

/** Tells a job that came to numbers without bounds, which is a result here, from one that met with a misfortune. */
final class Divergence {
    private Divergence() {}

    /** Whether a failed run ended so. */
    static boolean ended(List<MetricsLine> metrics) {
        return metrics.stream()
                .anyMatch(line -> line instanceof MetricsLine.Judged judged
                        && judged.verdict().rule() == Rule.NON_FINITE
                        && judged.verdict().action() == Action.STOP);
    }
}
