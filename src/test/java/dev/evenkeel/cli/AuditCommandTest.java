package dev.evenkeel.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.evenkeel.job.JobSpec;
import dev.evenkeel.run.RunFiles;
import dev.evenkeel.run.Runs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AuditCommandTest {
    private static final JobSpec JOB = Runs.job("\"epochs\": 2");

    @TempDir
    private Path folder;

    @Test
    void shouldProveAnHonestRun() throws IOException {
        Runs.write(folder, JOB, Runs.lines(JOB));

        Cli audit = Cli.run("audit", folder);

        assertEquals(0, audit.status());
        assertEquals("", audit.err());
        List<String> lines = audit.out().lines().toList();
        assertEquals(6, lines.size());
        assertEquals("ok    samples  each of 2 epochs used each of 10 samples exactly once, in 6 steps", lines.get(2));
    }

    @Test
    void shouldFailWhereTheModelIsAnother() throws IOException {
        RunFiles run = Runs.write(folder, JOB, Runs.lines(JOB));
        Files.writeString(run.model(), "a better one");

        Cli audit = Cli.run("audit", folder);

        assertEquals(1, audit.status());
        assertTrue(audit.out().lines().toList().get(5).startsWith("WRONG model    " + run.model() + " has sha256:"));
    }
}
