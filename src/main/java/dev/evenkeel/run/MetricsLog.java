package dev.evenkeel.run;

import java.io.Closeable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** The file {@code metrics.jsonl}: what a run measured, the lines of every step and one for every epoch behind its last step. */
public final class MetricsLog implements Closeable {
    private final LineFile file;

    private MetricsLog(LineFile file) {
        this.file = file;
    }

    /** Begins a log in a file that is not there yet. */
    public static MetricsLog create(Path path) {
        if (Files.exists(path)) {
            throw new RunException(path + " is there already: new metrics need a new run directory");
        }
        return new MetricsLog(LineFile.open(path));
    }

    /**
     * Opens a log to go on after a step, and cuts off what follows it: what later steps measured, which will be computed again,
     * and what a crash left of a line.
     *
     * @param step the last step to keep
     * @param epoch the last epoch to keep: one whose line was written before the checkpoint of {@code step}
     */
    public static MetricsLog resume(Path path, long step, int epoch) {
        LineFile file = LineFile.open(path);
        try (MetricsReader reader = new MetricsReader(path)) {
            long kept = 0;
            for (Optional<MetricsLine> line = reader.next(); line.isPresent(); line = reader.next()) {
                if (isAfter(line.get(), step, epoch)) {
                    break;
                }
                kept = reader.end();
            }
            file.cutTo(kept);
        }
        return new MetricsLog(file);
    }

    private static boolean isAfter(MetricsLine line, long step, int epoch) {
        return line instanceof MetricsLine.OfStep of && of.step() > step
                || line instanceof MetricsLine.Epoch finished && finished.epoch() > epoch;
    }

    /**
     * Adds a line; it is with the operating system when this returns.
     *
     * @throws IllegalArgumentException where a number is not finite
     */
    public void append(MetricsLine line) {
        file.append(MetricsJson.write(line));
    }

    @Override
    public void close() {
        file.close();
    }
}
