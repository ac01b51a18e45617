package dev.evenkeel.cli;

import dev.evenkeel.health.Verdict;
import dev.evenkeel.run.MetricsLine;
import dev.evenkeel.run.MetricsText;
import dev.evenkeel.run.VerdictLines;
import java.io.PrintWriter;
import java.util.List;

/** A line for every epoch, and for what health finds. */
final class PlainProgress implements Progress {
    private final PrintWriter out;
    private final int epochs;

    /** @param epochs of the whole run */
    PlainProgress(PrintWriter out, int epochs) {
        this.out = out;
        this.epochs = epochs;
    }

    @Override
    public void step(MetricsLine.Step step) {
        // A step is nothing to tell of where lines stay.
    }

    @Override
    public void epoch(MetricsLine.Epoch epoch) {
        out.println(MetricsText.line(epoch, epochs));
        out.flush();
    }

    @Override
    public void verdicts(List<Verdict> ofOneStep) {
        VerdictLines.of(ofOneStep).forEach(out::println);
        out.flush();
    }

    @Override
    public void close() {
        out.flush();
    }
}
