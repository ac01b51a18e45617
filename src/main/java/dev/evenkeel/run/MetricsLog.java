package dev.evenkeel.run;

import java.io.Closeable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
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

    /** Adds lines of another log of the same run, as they stand there; returns the last epoch among them, or 0. */
    int adopt(byte[] lines) {
        int epoch = 0;
        for (int from = 0, to = 0; to < lines.length; to++) {
            if (lines[to] == '\n') {
                if (MetricsJson.read(Arrays.copyOfRange(lines, from, to)) instanceof MetricsLine.Epoch finished) {
                    epoch = finished.epoch();
                }
                from = to + 1;
            }
        }
        file.append(lines);
        return epoch;
    }

    /** Drops every line. */
    void clear() {
        file.cutTo(0);
    }

    /** In bytes. */
    long length() {
        return file.length();
    }

    @Override
    public void close() {
        file.close();
    }
}
