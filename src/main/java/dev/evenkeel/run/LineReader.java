package dev.evenkeel.run;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Reads a {@link LineFile} line by line, byte by byte as it stands there, and knows where each line ended. */
final class LineReader implements Closeable {
    private final Path path;
    private final InputStream in;
    private long end;

    LineReader(Path path) {
        this.path = path;
        try {
            this.in = new BufferedInputStream(Files.newInputStream(path), 1 << 16);
        } catch (IOException failed) {
            throw failure(failed);
        }
    }

    /** The next line's bytes without its newline. Empty at the end, and before a torn line: one that no newline ends. */
    Optional<byte[]> next() {
        ByteArrayOutputStream line = new ByteArrayOutputStream(512);
        try {
            for (int b = in.read(); b >= 0; b = in.read()) {
                if (b == '\n') {
                    end += line.size() + 1;
                    return Optional.of(line.toByteArray());
                }
                line.write(b);
            }
        } catch (IOException failed) {
            throw failure(failed);
        }
        return Optional.empty();
    }

    /** The file's length up to the last line returned, its newline included. */
    long end() {
        return end;
    }

    @Override
    public void close() {
        try {
            in.close();
        } catch (IOException failed) {
            throw failure(failed);
        }
    }

    private UncheckedIOException failure(IOException failed) {
        return new UncheckedIOException("cannot read " + path + ": " + Reason.of(failed), failed);
    }
}
