package dev.evenkeel.cli;

import dev.evenkeel.lab.Experiment;
import dev.evenkeel.lab.LabListener;
import dev.evenkeel.lab.Trial;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.Optional;

/** Shows how far the laboratory has come: one line that is redrawn on a terminal, a line for every tenth elsewhere. */
final class LabProgress implements LabListener, AutoCloseable {
    private static final String CLEAR = "\r\033[K";

    private final PrintWriter lines;
    private final PrintWriter err;
    private final Optional<Terminal> terminal;
    private int all;
    private int done;
    private int known;
    private long start;

    /** @param err to the terminal, where there is one */
    LabProgress(PrintWriter lines, PrintWriter err, Optional<Terminal> terminal) {
        this.lines = lines;
        this.err = err;
        this.terminal = terminal;
    }

    @Override
    public synchronized void begins(int trials) {
        all = trials;
        start = System.nanoTime();
    }

    @Override
    public synchronized void observed(Experiment experiment, Trial trial, double seconds) {
        done++;
        show(experiment, trial);
    }

    @Override
    public synchronized void known(Experiment experiment, Trial trial) {
        done++;
        known++;
        show(experiment, trial);
    }

    private void show(Experiment experiment, Trial trial) {
        if (terminal.isPresent()) {
            String line = line() + "  " + experiment.name() + ": " + trial.key();
            err.print(CLEAR
                    + line.substring(0, Math.min(line.length(), terminal.get().columns() - 1)));
            err.flush();
        } else if (10L * done / all != 10L * (done - 1) / all) {
            lines.println(line());
            lines.flush();
        }
    }

    private String line() {
        String text = String.format(Locale.ROOT, "%d of %d jobs", done, all);
        if (known > 0) {
            text += String.format(Locale.ROOT, " (%d were done before)", known);
        }
        if (done > known && done < all) {
            double left = (System.nanoTime() - start) / 1e9 / (done - known) * (all - done);
            text += String.format(Locale.ROOT, ", about %d:%02d left", (long) left / 60, (long) left % 60);
        }
        return text;
    }

    @Override
    public synchronized void close() {
        if (terminal.isPresent()) {
            err.print(CLEAR);
            err.flush();
        }
    }
}
