package dev.evenkeel.cli;

import dev.evenkeel.health.Verdict;
import dev.evenkeel.run.MetricsLine;
import java.io.PrintWriter;
import java.util.List;
import java.util.Optional;
import me.tongfei.progressbar.DelegatingProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;

/**
 * A bar on the terminal, redrawn a few times a second by a thread of its own, so that a slow step is no frozen screen; the
 * lines of another {@link Progress} stay above it.
 */
final class BarProgress implements Progress {
    private static final String CLEAR = "\r\033[K";
    private static final int REDRAW_MILLIS = 200;

    private final Progress lines;
    private final PrintWriter out;
    private final ProgressBar bar;
    private volatile long firstStep;
    private volatile Optional<MetricsLine.Step> last = Optional.empty();

    /**
     * @param lines what to print above the bar
     * @param out to the terminal
     */
    BarProgress(Progress lines, PrintWriter out, Terminal terminal, RunLength length) {
        this.lines = lines;
        this.out = out;
        this.bar = new ProgressBarBuilder()
                .setInitialMax(length.steps())
                .setUpdateIntervalMillis(REDRAW_MILLIS)
                .continuousUpdate()
                .setRenderer((state, columns) -> last.map(
                                step -> BarLine.of(length, step, firstStep - 1, state.getElapsedAfterStart(), terminal))
                        .orElse(""))
                .setConsumer(new DelegatingProgressBarConsumer(this::draw, terminal.columns()))
                .build();
    }

    @Override
    public void step(MetricsLine.Step step) {
        if (last.isEmpty()) {
            firstStep = step.step();
        }
        last = Optional.of(step);
    }

    @Override
    public synchronized void epoch(MetricsLine.Epoch epoch) {
        draw("");
        lines.epoch(epoch);
    }

    @Override
    public synchronized void verdicts(List<Verdict> ofOneStep) {
        draw("");
        lines.verdicts(ofOneStep);
    }

    @Override
    public void close() {
        bar.close();
        draw("");
        lines.close();
    }

    private synchronized void draw(String line) {
        out.print(CLEAR + line);
        out.flush();
    }
}
