package dev.evenkeel.run;

import dev.evenkeel.health.Verdict;
import java.util.ArrayList;
import java.util.List;

/** Metrics as the log of a job tells them: a line for every epoch, and for what health finds. One thread. */
public final class LogLines {
    private final int epochs;
    private final List<Verdict> ofOneStep = new ArrayList<>();

    /** @param epochs of the whole run */
    public LogLines(int epochs) {
        this.epochs = epochs;
    }

    /** The next metrics; the verdicts of a step are told together when what follows them is there. */
    public List<String> add(MetricsLine metrics) {
        if (metrics instanceof MetricsLine.Judged judged) {
            ofOneStep.add(judged.verdict());
            return List.of();
        }
        List<String> lines = new ArrayList<>(end());
        if (metrics instanceof MetricsLine.Epoch epoch) {
            lines.add(MetricsText.line(epoch, epochs));
        }
        return lines;
    }

    /** What is left to tell behind the last of the metrics. */
    public List<String> end() {
        List<String> lines = VerdictLines.of(ofOneStep);
        ofOneStep.clear();
        return lines;
    }
}
