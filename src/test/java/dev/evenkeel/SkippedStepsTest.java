package dev.evenkeel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.evenkeel.data.EpochOrder;
import dev.evenkeel.job.JobReader;
import dev.evenkeel.run.Audit;
import dev.evenkeel.run.Finding;
import dev.evenkeel.run.RunFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A run that skips steps whose gradient overflows, from outside: what its books say, and that an interruption changes nothing. */
class SkippedStepsTest {
    private static final int SAMPLES = 24;

    /** Twelve steps an epoch. Any target of 3e38 among its samples makes a gradient that is beyond every float. */
    private static final String JOB = """
            name = skipping
            data { type = csv, path = "data.csv", target = number, test-fraction = 0.2 }
            layers = [ { type = dense, units = 6, bias = false }, { type = batch-norm }, { type = relu }, { type = dense, units = 1 } ]
            loss = mean-squared-error
            optimizer { type = sgd, learning-rate = 0.01, momentum = 0.9 }
            batch-size = 2
            micro-batch = 1
            epochs = 1
            seed = 42
            checkpoint { every-steps = 3 }
            health { non-finite { action = skip-step } }
            """;

    private static final List<Integer> SKIPPED = List.of(6, 7, 11);

    @TempDir
    Path folder;

    private Path file;

    /** Spoils the samples that those steps use. */
    @BeforeEach
    void writeJob() throws IOException {
        file = Files.writeString(folder.resolve("job.conf"), JOB);
        EpochOrder order = EpochOrder.of(SAMPLES, 2, 42, 1);
        List<Integer> spoilt =
                SKIPPED.stream().map(step -> order.ids()[order.from(step - 1)]).toList();
        Files.write(
                folder.resolve("data.csv"),
                Stream.concat(
                                Stream.of("a,b,target"),
                                IntStream.range(0, SAMPLES + 6)
                                        .mapToObj(i -> i % 5 + "," + i % 7 + ","
                                                + (spoilt.contains(i) ? "3e38" : i % 5 - 0.5 * (i % 7))))
                        .toList());
    }

    @Test
    void shouldSayWhichStepsWereSkippedAndTellOnceOfThoseInARow() throws IOException {
        train(3, RunOptions.defaults().in(folder.resolve("run")));
        assertEquals("3 skipped steps: 6, 7, 11, as metrics.jsonl says", skips("run"));
        List<String> verdicts = lines("run").stream()
                .filter(line -> line.contains("\"rule\":\"non-finite\""))
                .toList();
        assertEquals(2, verdicts.size(), verdicts::toString);
        assertTrue(verdicts.get(0).contains("\"step\":6,"), verdicts::toString);
        assertTrue(verdicts.get(1).contains("\"step\":11,"), verdicts::toString);
    }

    /** Killed, it has lost everything behind a checkpoint: the one between two skipped steps, and one behind them. */
    @ParameterizedTest(name = "killed behind the checkpoint of step {0} on {1} workers, resumed on {2}")
    @CsvSource({"6, 2, 1", "6, 1, 2", "9, 2, 1"})
    void shouldTakeTheSameActionsAndGiveTheSameBitsAfterAnInterruption(int step, int workers, int others)
            throws IOException {
        String undisturbed = train(workers, RunOptions.defaults().in(folder.resolve("run")));
        List<String> expected = lines("run");
        loseWhatIsBehind(step);
        assertEquals(
                undisturbed,
                train(others, RunOptions.defaults().in(folder.resolve("run")).resuming()));
        assertEquals(expected, lines("run"));
        assertEquals("3 skipped steps: 6, 7, 11, as metrics.jsonl says", skips("run"));
    }

    private void loseWhatIsBehind(int step) throws IOException {
        RunFiles run = new RunFiles(folder.resolve("run"));
        Files.delete(run.model());
        Files.delete(run.repro());
        for (int later = step + 3; later <= 12; later += 3) {
            String name = "-0*" + later + "\\.safetensors";
            List<Path> lost;
            try (Stream<Path> checkpoints = Files.list(run.checkpoints())) {
                lost = checkpoints
                        .filter(path -> path.getFileName().toString().matches("step" + name))
                        .toList();
            }
            assertEquals(1, lost.size(), "checkpoints of step " + later);
            Files.delete(lost.get(0));
        }
    }

    private String skips(String run) {
        Audit audit = Audit.of(RunFiles.ofRun(folder.resolve(run)));
        assertTrue(audit.holds(), audit::toString);
        return audit.findings().stream()
                .filter(finding -> finding.property().equals("skips"))
                .map(Finding::sentence)
                .findFirst()
                .orElseThrow();
    }

    private List<String> lines(String run) throws IOException {
        return Files.readAllLines(folder.resolve(run).resolve("metrics.jsonl"));
    }

    /** Runs the job to its end; its fingerprint. */
    private String train(int workers, RunOptions options) {
        return LocalRuns.train(workers, JobReader.read(file, List.of()), options)
                .fingerprint();
    }
}
