package dev.evenkeel.run;

import java.io.Closeable;
import java.nio.file.Path;
import java.util.Optional;

/** Reads a ledger line by line, and judges nothing but that each line can be read. A torn last line is not there. */
public final class LedgerReader implements Closeable {
    private final Path path;
    private final LineReader lines;
    private long number;

    public LedgerReader(Path path) {
        this.path = path;
        this.lines = new LineReader(path);
    }

    /**
     * A line as it stands in the file.
     *
     * @param number of the line, from 1
     * @param previous the hash of the line before, as this line claims it
     * @param hash of this line
     */
    public record Entry(long number, String previous, String hash, LedgerLine line) {}

    /** @throws RunException where a line cannot be read */
    public Optional<Entry> next() {
        return lines.next().map(this::entry);
    }

    /** The file's length up to the last line returned. */
    long end() {
        return lines.end();
    }

    @Override
    public void close() {
        lines.close();
    }

    private Entry entry(byte[] text) {
        number++;
        try {
            LedgerJson.Linked linked = LedgerJson.read(text);
            return new Entry(number, linked.previous(), Sha256.of(text), linked.line());
        } catch (IllegalArgumentException wrong) {
            throw new RunException(path + ", line " + number + ": " + wrong.getMessage(), wrong);
        }
    }
}
