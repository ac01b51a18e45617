package dev.evenkeel.run;

import java.io.Closeable;
import java.nio.file.Path;
import java.util.Optional;

/** Reads {@code metrics.jsonl} line by line. A torn last line is not there. */
public final class MetricsReader implements Closeable {
    private final Path path;
    private final LineReader lines;
    private long number;

    public MetricsReader(Path path) {
        this.path = path;
        this.lines = new LineReader(path);
    }

    /** @throws RunException where a line cannot be read */
    public Optional<MetricsLine> next() {
        number++;
        return lines.next().map(this::line);
    }

    /** The file's length up to the last line returned. */
    long end() {
        return lines.end();
    }

    @Override
    public void close() {
        lines.close();
    }

    private MetricsLine line(byte[] text) {
        try {
            return MetricsJson.read(text);
        } catch (IllegalArgumentException wrong) {
            throw new RunException(path + ", line " + number + ": " + wrong.getMessage(), wrong);
        }
    }
}
