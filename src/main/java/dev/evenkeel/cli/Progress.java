package dev.evenkeel.cli;

import dev.evenkeel.health.Verdict;
import dev.evenkeel.run.MetricsLine;
import java.io.PrintWriter;
import java.util.List;
import java.util.Optional;

/**
 * Shows the user how training goes. All but the last method are called by one thread, in the order of the steps; {@link #close}
 * by any, once, when no other call is under way.
 */
interface Progress extends AutoCloseable {
    /** Shows nothing. */
    Progress SILENT = new Progress() {
        @Override
        public void step(MetricsLine.Step step) {}

        @Override
        public void epoch(MetricsLine.Epoch epoch) {}

        @Override
        public void verdicts(List<Verdict> ofOneStep) {}

        @Override
        public void close() {}
    };

    /**
     * Lines, and below them a bar where there is a terminal.
     *
     * @param err to the terminal
     */
    static Progress on(Optional<Terminal> terminal, Progress lines, PrintWriter err, RunLength length) {
        return terminal.<Progress>map(there -> new BarProgress(lines, err, there, length))
                .orElse(lines);
    }

    void step(MetricsLine.Step step);

    void epoch(MetricsLine.Epoch epoch);

    /** Shows what health found at a step; one verdict at least. */
    void verdicts(List<Verdict> ofOneStep);

    /** Leaves the cursor at the beginning of an empty line. */
    @Override
    void close();
}
