package dev.evenkeel.format;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AtomicFilesTest {
    @TempDir
    private Path folder;

    @Test
    void shouldWriteAndReplaceAFile() throws IOException {
        Path file = folder.resolve("state");
        AtomicFiles.write(file, out -> out.write("first, and longer".getBytes()));
        AtomicFiles.write(file, out -> out.write("second".getBytes()));
        assertEquals("second", Files.readString(file));
        assertEquals(List.of("state"), names());
    }

    @Test
    void shouldKeepTheOldContentUntilTheNewIsComplete() throws IOException {
        Path file = folder.resolve("state");
        Files.writeString(file, "old");
        AtomicFiles.write(file, out -> {
            out.write(new byte[1 << 20]);
            out.flush();
            assertEquals("old", Files.readString(file));
        });
        assertEquals(1 << 20, Files.size(file));
    }

    @Test
    void shouldLeaveEverythingAsItWasWhereWritingFails() throws IOException {
        Path file = folder.resolve("state");
        Files.writeString(file, "old");
        IOException full = assertThrows(
                IOException.class,
                () -> AtomicFiles.write(file, out -> {
                    out.write(new byte[1 << 20]);
                    throw new IOException("No space left on device");
                }));
        assertEquals("cannot write " + file + ": No space left on device", full.getMessage());
        assertThrows(
                FormatException.class,
                () -> AtomicFiles.write(file, out -> {
                    throw new FormatException("no such content");
                }));
        assertEquals("old", Files.readString(file));
        assertEquals(List.of("state"), names());
    }

    @Test
    void shouldSayWhyItCannotWrite() throws IOException {
        Path file = folder.resolve("absent/state");
        assertEquals(
                "cannot write " + file + ": its folder does not exist",
                assertThrows(IOException.class, () -> AtomicFiles.write(file, out -> {}))
                        .getMessage());
        Path inTheWay =
                Files.createDirectories(folder.resolve("in-the-way/child")).getParent();
        assertTrue(assertThrows(IOException.class, () -> AtomicFiles.write(inTheWay, out -> {}))
                .getMessage()
                .startsWith("cannot write " + inTheWay + ": "));
        assertEquals(List.of("in-the-way"), names());
    }

    @Test
    void shouldFinishAlthoughItsThreadIsInterrupted() throws IOException {
        Path file = folder.resolve("state");
        AtomicFiles.write(file, out -> {
            out.write(1);
            Thread.currentThread().interrupt();
        });
        assertTrue(Thread.interrupted());
        assertEquals(1, Files.size(file));
        assertFalse(Thread.interrupted());
    }

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(path -> path.getFileName().toString()).toList();
        }
    }
}
