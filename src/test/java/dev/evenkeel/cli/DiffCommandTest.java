package dev.evenkeel.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.evenkeel.job.JobSpec;
import dev.evenkeel.run.Runs;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DiffCommandTest {
    private static final JobSpec JOB = Runs.job("\"epochs\": 2");

    @TempDir
    private Path folder;

    @Test
    void shouldShowThatRunsAreTheSame() throws IOException {
        Path a = folder.resolve("a");
        Path b = folder.resolve("b");
        Runs.write(a, JOB, Runs.lines(JOB));
        Runs.write(b, JOB, Runs.lines(JOB));

        assertEquals(new Cli(0, """
                        job     same
                        data    same
                        step    same
                        tensor  same
                        """, ""), Cli.run("diff", a, b));
    }

    @Test
    void shouldShowWhereRunsPart() throws IOException {
        Path a = folder.resolve("a");
        Path b = folder.resolve("b");
        Runs.write(a, JOB, Runs.lines(JOB));
        Runs.write(b, Runs.job("\"epochs\": 2", "\"seed\": 7"), Runs.lines(JOB).subList(0, 6));

        Cli diff = Cli.run("diff", a, b);

        assertEquals(1, diff.status());
        assertEquals("""
                job     seed: 42 in %1$s, 7 in %2$s
                data    same
                step    step 6 (epoch 2): state b54cda58fbbee87e, loss 0.16666666666666666 in %1$s, not reached in %2$s
                tensor  same
                """.formatted(a, b), diff.out());
    }
}
