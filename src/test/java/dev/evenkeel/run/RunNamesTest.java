package dev.evenkeel.run;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunNamesTest {
    private static final Instant NOW = Instant.parse("2026-11-22T17:11:03Z");

    @TempDir
    private Path runs;

    @Test
    void shouldNameARunByItsJobAndTime() {
        assertEquals(runs.resolve("digits-20261122-171103"), RunNames.fresh(runs, "digits", NOW));
    }

    @Test
    void shouldNumberRunsOfTheSameSecond() throws IOException {
        run("digits-20261122-171103");
        run("digits-20261122-171103-2");

        assertEquals(runs.resolve("digits-20261122-171103-3"), RunNames.fresh(runs, "digits", NOW));
    }

    @Test
    void shouldFindTheNewestRunOfAJob() throws IOException {
        run("digits-20261122-171103-9");
        run("digits-20261122-171103-10");
        run("digits-20260101-000000");
        run("digits-large-20271122-171103");
        run("digits-by-hand");
        Files.createDirectories(runs.resolve("digits-20281122-171103"));

        assertEquals(Optional.of(runs.resolve("digits-20261122-171103-10")), RunNames.newest(runs, "digits"));
        assertEquals(Optional.of(runs.resolve("digits-large-20271122-171103")), RunNames.newest(runs, "digits-large"));
        assertEquals(Optional.empty(), RunNames.newest(runs, "digit"));
        assertEquals(Optional.empty(), RunNames.newest(runs.resolve("none"), "digits"));
    }

    private void run(String name) throws IOException {
        Path run = Files.createDirectories(runs.resolve(name));
        Files.writeString(run.resolve("job.json"), "{}");
    }
}
