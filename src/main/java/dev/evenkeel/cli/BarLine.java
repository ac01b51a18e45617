package dev.evenkeel.cli;

import dev.evenkeel.run.MetricsLine;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/**
 * The text of the progress bar, ASCII apart from colours: {@code epoch 3/10 [====>    ] 25%  loss 0.1234  9,876 samples/s  0:12
 * left}, and the strip of gradient norms behind it.
 */
final class BarLine {
    private static final int LEAST_BAR = 5;

    private BarLine() {}

    /**
     * @param step the last committed step
     * @param resumedAt steps that were done before this process began
     * @param elapsed since this process began to train
     * @return at most as wide as the terminal
     */
    static String of(RunLength length, MetricsLine.Step step, long resumedAt, Duration elapsed, Terminal terminal) {
        long done = step.step();
        String head = "epoch " + step.epoch() + "/" + length.epochs() + " ";
        double seconds = elapsed.toNanos() / 1e9;
        String figures = String.format(Locale.ROOT, "%3d%%  loss %.4f", 100 * done / length.steps(), step.loss());
        if (done > resumedAt && seconds > 0) {
            figures += speed(length, done - resumedAt, length.steps() - done, seconds);
        }
        List<MetricsLine.LayerNorm> norms = step.gradientNorms();
        int gap = norms.isEmpty() ? 0 : 2;
        int bar = terminal.columns() - head.length() - figures.length() - gap - norms.size() - 3;
        String text = head + bar(bar, done, length.steps()) + figures;
        if (text.length() > terminal.columns()) {
            return text.substring(0, terminal.columns());
        }
        int left = terminal.columns() - text.length() - gap;
        return text + " ".repeat(left > 0 ? gap : 0) + GradientStrip.of(norms, left, terminal.colours());
    }

    private static String speed(RunLength length, long done, long left, double seconds) {
        double samples = length.samples(done) / seconds;
        Duration remaining = Duration.ofSeconds((long) (left * seconds / done));
        return String.format(Locale.ROOT, "  %,.0f samples/s  %s left", samples, clock(remaining));
    }

    private static String clock(Duration time) {
        String hours = time.toHours() > 0 ? time.toHours() + ":" : "";
        String minutes = String.format(Locale.ROOT, hours.isEmpty() ? "%d" : "%02d", time.toMinutesPart());
        return hours + minutes + String.format(Locale.ROOT, ":%02d", time.toSecondsPart());
    }

    private static String bar(int columns, long done, long all) {
        if (columns < LEAST_BAR) {
            return "";
        }
        int filled = (int) (columns * done / all);
        String head = filled < columns ? ">" : "";
        return "[" + "=".repeat(filled) + head + " ".repeat(columns - filled - head.length()) + "] ";
    }
}
