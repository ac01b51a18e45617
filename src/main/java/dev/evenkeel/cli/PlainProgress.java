package dev.evenkeel.cli;

import dev.evenkeel.run.MetricsLine;
import java.io.PrintWriter;
import java.util.Locale;

/** A line for every epoch. */
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
        out.println(line(epoch));
        out.flush();
    }

    @Override
    public void close() {
        out.flush();
    }

    private String line(MetricsLine.Epoch epoch) {
        int width = String.valueOf(epochs).length();
        StringBuilder line = new StringBuilder(String.format(
                Locale.ROOT, "epoch %" + width + "d/%d  train loss %.4f", epoch.epoch(), epochs, epoch.trainLoss()));
        epoch.testLoss().ifPresent(loss -> line.append(String.format(Locale.ROOT, "  test loss %.4f", loss)));
        epoch.testAccuracy()
                .ifPresent(share -> line.append(String.format(Locale.ROOT, "  test accuracy %.2f %%", 100 * share)));
        return line.toString();
    }
}
