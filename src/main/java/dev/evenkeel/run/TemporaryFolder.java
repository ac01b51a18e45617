package dev.evenkeel.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/** A folder that is gone when it is closed, unless it is to be kept. */
public final class TemporaryFolder implements AutoCloseable {
    private final Path path;
    private boolean kept;

    private TemporaryFolder(Path path) {
        this.path = path;
    }

    /** Where {@code java.io.tmpdir} says. */
    public static TemporaryFolder create(String prefix) {
        try {
            return new TemporaryFolder(Files.createTempDirectory(prefix));
        } catch (IOException failed) {
            throw new UncheckedIOException("cannot make a temporary folder: " + Reason.of(failed), failed);
        }
    }

    public Path path() {
        return path;
    }

    /** Lets it stay when it is closed. */
    public void keep() {
        kept = true;
    }

    @Override
    public void close() {
        if (kept) {
            return;
        }
        try (Stream<Path> entries = Files.walk(path)) {
            for (Path entry : entries.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(entry);
            }
        } catch (IOException failed) {
            throw new UncheckedIOException("cannot delete " + path + ": " + Reason.of(failed), failed);
        }
    }
}
