package dev.evenkeel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.evenkeel.job.InvalidJobException;
import dev.evenkeel.job.JobReader;
import dev.evenkeel.job.ReadJob;
import dev.evenkeel.run.MetricsLine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A run that was stopped, or whose checkpoints were damaged, goes on to the model of the undisturbed run. */
class ResumeTest {
    private static final String JOB = """
            name = resumed
            data { type = digits }
            augment = [ { type = random-crop, padding = 1 } ]
            layers = [
              { type = dense, units = 24, bias = false }, { type = batch-norm }, { type = relu }
              { type = dropout, rate = 0.2 }, { type = dense, units = 10 }
            ]
            optimizer { type = sgd, learning-rate = 0.05, momentum = 0.9 }
            batch-norm { momentum = cumulative }
            batch-size = 97
            epochs = 6
            checkpoint { every-steps = 11 }
            """;

    @TempDir
    Path folder;

    private Path file;

    @BeforeEach
    void writeJob() throws IOException {
        file = folder.resolve("job.conf");
        Files.writeString(file, JOB);
    }

    @ParameterizedTest(name = "stopped near step {0} on {1} workers, resumed on {2}")
    @CsvSource({"1, 1, 3", "10, 3, 1", "15, 2, 5", "30, 5, 2", "76, 2, 3"})
    void shouldGiveTheModelOfTheUndisturbedRun(long stopAt, int workers, int others) throws IOException {
        String undisturbed = train(3, job(), RunOptions.defaults().in(folder.resolve("whole")));
        Path run = folder.resolve("stopped");
        try (Evenkeel evenkeel = Evenkeel.local(workers)) {
            JobHandle handle = evenkeel.submit(job(), RunOptions.defaults().in(run));
            handle.onMetrics(line -> {
                if (line instanceof MetricsLine.Step step && step.step() == stopAt) {
                    handle.stop();
                }
            });
            CompletionException ended = assertThrows(CompletionException.class, () -> LocalRuns.join(handle));
            assertInstanceOf(JobStoppedException.class, ended.getCause());
        }
        String resumed = train(others, job(), RunOptions.defaults().in(run).resuming());
        assertEquals(undisturbed, resumed);
        assertSameLines("whole", "stopped", "metrics.jsonl");
    }

    /** Moments and running products are in the checkpoint; a run that begins them anew takes other steps. */
    @ParameterizedTest
    @ValueSource(strings = {"adam", "adamw", "lars"})
    void shouldGiveTheModelOfTheUndisturbedRunUnderEveryOptimizer(String optimizer) throws IOException {
        String[] settings = {"optimizer=null", "optimizer.type=" + optimizer, "schedule.type=constant"};
        String[] half =
                Stream.concat(Stream.of(settings), Stream.of("epochs=1")).toArray(String[]::new);
        String[] whole =
                Stream.concat(Stream.of(settings), Stream.of("epochs=2")).toArray(String[]::new);
        String undisturbed = train(3, job(whole), RunOptions.defaults().in(folder.resolve("whole")));
        Path run = folder.resolve("resumed");
        train(1, job(half), RunOptions.defaults().in(run));
        assertEquals(
                undisturbed, train(2, job(whole), RunOptions.defaults().in(run).resuming()));
    }

    @Test
    void shouldTakeTheCheckpointBeforeADamagedOne() throws IOException {
        Path run = folder.resolve("run");
        String undisturbed = train(2, job(), RunOptions.defaults().in(run));
        List<Path> checkpoints;
        try (Stream<Path> files = Files.list(run.resolve("checkpoints"))) {
            checkpoints = files.sorted().toList();
        }
        assertEquals(3, checkpoints.size());
        byte[] torn = Files.readAllBytes(checkpoints.get(2));
        Files.write(checkpoints.get(2), java.util.Arrays.copyOf(torn, torn.length / 2));
        byte[] flipped = Files.readAllBytes(checkpoints.get(1));
        flipped[flipped.length - 100] ^= 4;
        Files.write(checkpoints.get(1), flipped);
        assertEquals(undisturbed, train(3, job(), RunOptions.defaults().in(run).resuming()));
    }

    @Test
    void shouldGoOnWithMoreEpochsAndReachTheModelOfTheLongerRun() throws IOException {
        Path run = folder.resolve("run");
        train(2, job("epochs=3"), RunOptions.defaults().in(run));
        String longer = train(2, job("epochs=4"), RunOptions.defaults().in(folder.resolve("longer")));
        assertEquals(
                longer, train(3, job("epochs=4"), RunOptions.defaults().in(run).resuming()));
    }

    @Test
    void shouldRefuseToResumeAnotherJob() throws IOException {
        Path run = folder.resolve("run");
        train(1, job("epochs=1"), RunOptions.defaults().in(run));
        try (Evenkeel evenkeel = Evenkeel.local(1)) {
            InvalidJobException refused = assertThrows(
                    InvalidJobException.class,
                    () -> evenkeel.submit(
                            job("epochs=1", "seed=7"),
                            RunOptions.defaults().in(run).resuming()));
            assertEquals(
                    run + " can't be resumed: seed was 42 and is now 7: only epochs may grow when a run is resumed",
                    refused.getMessage());
        }
    }

    private void assertSameLines(String a, String b, String name) throws IOException {
        assertEquals(
                Files.readAllLines(folder.resolve(a).resolve(name)),
                Files.readAllLines(folder.resolve(b).resolve(name)));
        assertTrue(Files.size(folder.resolve(a).resolve(name)) > 0);
    }

    private ReadJob job(String... settings) {
        return JobReader.read(file, List.of(settings));
    }

    /** Runs a job to its end; its fingerprint. */
    private static String train(int workers, ReadJob job, RunOptions options) {
        return LocalRuns.train(workers, job, options).fingerprint();
    }
}
