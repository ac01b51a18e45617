package dev.evenkeel.run;

import java.util.Locale;

/** Metrics as people read them, a line each. */
public final class MetricsText {
    private MetricsText() {}

    /** @param epochs of the whole run */
    public static String line(MetricsLine.Epoch epoch, int epochs) {
        int width = String.valueOf(epochs).length();
        StringBuilder line = new StringBuilder(String.format(
                Locale.ROOT, "epoch %" + width + "d/%d  train loss %.4f", epoch.epoch(), epochs, epoch.trainLoss()));
        epoch.testLoss().ifPresent(loss -> line.append(String.format(Locale.ROOT, "  test loss %.4f", loss)));
        epoch.testAccuracy()
                .ifPresent(share -> line.append(String.format(Locale.ROOT, "  test accuracy %.2f %%", 100 * share)));
        return line.toString();
    }
}
