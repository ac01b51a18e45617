package dev.evenkeel.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunDirectoryTest {
    @TempDir
    private Path folder;

    private Path path;

    @BeforeEach
    void namePath() {
        path = folder.resolve("runs/digits");
    }

    @Test
    void shouldMakeADirectoryAndGoOnInIt() throws IOException {
        try (RunDirectory run = RunDirectory.create(path)) {
            Files.writeString(run.files().job(), "{}");
        }

        try (RunDirectory run = RunDirectory.reopen(path)) {
            assertEquals(new RunFiles(path), run.files());
        }
    }

    @Test
    void shouldUseAnEmptyDirectory() throws IOException {
        Files.createDirectories(path);

        RunDirectory.create(path).close();
        RunDirectory.create(path).close();
    }

    @Test
    void shouldNotMixWithOtherFiles() throws IOException {
        Files.createDirectories(path);
        Files.writeString(path.resolve("letter.txt"), "Dear");

        assertRefused(
                path + " holds other files: a new run needs an empty directory, or one that is not there yet",
                () -> RunDirectory.create(path));
        assertRefused(path + " holds no run to resume: there is no job.json in it", () -> RunDirectory.reopen(path));
        assertEquals(1, Files.list(path).count());
    }

    @Test
    void shouldNotWriteOverARun() throws IOException {
        Files.createDirectories(path);
        Files.writeString(path.resolve("job.json"), "{}");

        assertRefused(
                path + " holds a run already: --resume goes on with it, another --run-dir keeps it",
                () -> RunDirectory.create(path));
    }

    @Test
    void shouldBelongToOneAtATime() throws IOException {
        try (RunDirectory run = RunDirectory.create(path)) {
            Files.writeString(run.files().job(), "{}");

            assertRefused(path + " is in use: another process is training there", () -> RunDirectory.reopen(path));
        }
        RunDirectory.reopen(path).close();
    }

    @Test
    void shouldSayWhereAFileIsInTheWay() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "");
        Path below = file.resolve("run");

        assertRefused(
                "cannot make the run directory " + file + ": " + file + " is a file", () -> RunDirectory.create(file));
        assertRefused(
                "cannot make the run directory " + below + ": " + below + ": Not a directory",
                () -> RunDirectory.create(below));
    }

    private static void assertRefused(String message, Runnable use) {
        assertEquals(message, assertThrows(RunException.class, use::run).getMessage());
    }
}
