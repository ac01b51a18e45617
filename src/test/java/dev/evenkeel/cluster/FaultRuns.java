package dev.evenkeel.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.typesafe.config.ConfigFactory;
import dev.evenkeel.job.JobReader;
import dev.evenkeel.job.ReadJob;
import dev.evenkeel.math.KernelSets;
import dev.evenkeel.run.Audit;
import dev.evenkeel.run.MetricsLine;
import dev.evenkeel.run.RunFiles;
import dev.evenkeel.run.RunRequest;
import dev.evenkeel.run.Tally;
import dev.evenkeel.run.TrainingRun;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/** Runs of one small job on real actors: 6 steps of 6 micro-batches, in 3 epochs, every step watched by health. */
final class FaultRuns implements AutoCloseable {
    private static final String JOB = """
            name = faults
            data { type = synthetic, channels = 6, rows = 1, columns = 1, classes = 3, train = 96, test = 30 }
            layers = [
              { type = dense, units = 9, bias = false }, { type = batch-norm }, { type = relu }, { type = dense, units = 3 }
            ]
            batch-size = 48
            micro-batch = 8
            epochs = 3
            """;

    /** A step-timeout that nothing comes near. */
    static final String CALM = "60s";

    private final Path folder;
    private final List<String> settings;
    /** By their step-timeout. */
    private final Map<String, LocalCluster> clusters = new HashMap<>();

    private final String undisturbed;
    private int runs;

    /** @param settings of the job that are to be others, as {@code epochs=9} */
    FaultRuns(Path folder, String... settings) {
        this.folder = folder;
        this.settings = List.of(settings);
        this.undisturbed = train(1, Hooks.NONE, CALM).fingerprint();
    }

    /** What happens to a run. */
    interface Script {
        Faults write(Faults faults);
    }

    /** Of a run in which nothing happens. */
    String undisturbed() {
        return undisturbed;
    }

    /** A run that has ended. */
    record Ended(JobOutcome outcome, RunFiles files) {
        String fingerprint() {
            return assertInstanceOf(JobOutcome.Succeeded.class, outcome, outcome::toString)
                    .fingerprint();
        }

        String sentence() {
            return assertInstanceOf(JobOutcome.Failed.class, outcome, outcome::toString)
                    .sentence();
        }

        /** Workers that computed the last step. */
        long lastWorkers() throws IOException {
            List<String> steps = Files.readAllLines(files.ledger()).stream()
                    .filter(line -> line.contains("\"shares\""))
                    .toList();
            return Pattern.compile("\"worker\":")
                    .matcher(steps.get(steps.size() - 1))
                    .results()
                    .count();
        }

        /** Attempts that were called off, by a ledger that is in order. */
        long aborted() {
            Audit audit = Audit.of(files);
            assertTrue(audit.holds(), () -> audit.findings().toString());
            return Tally.of(files.ledger()).aborted();
        }
    }

    /** Trains while that happens: all of it has happened, and the model is that of the undisturbed run. */
    Ended recovered(int workers, Script script, String timeout) {
        Ended ended = struck(workers, script, timeout);
        assertEquals(undisturbed, ended.fingerprint());
        return ended;
    }

    /** Likewise, however it ends. */
    Ended struck(int workers, Script script, String timeout) {
        try (Faults faults = new Faults()) {
            Hooks hooks = script.write(faults).hooks(Hooks.LinkFactory.BY_REFERENCE);
            Ended ended = train(workers, hooks, timeout);
            faults.assertFired();
            return ended;
        }
    }

    Ended train(int workers, Hooks hooks, String timeout) {
        try {
            Path file = folder.resolve("job.conf");
            Files.writeString(file, JOB);
            ReadJob job = JobReader.read(file, settings);
            Path directory = folder.resolve("run-" + runs++);
            TrainingRun run = TrainingRun.open(new RunRequest(
                    job.spec(), job::check, job.base(), folder, Optional.of(directory), false, List.of()));
            return new Ended(train(run, workers, hooks, timeout), new RunFiles(directory));
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private JobOutcome train(TrainingRun run, int workers, Hooks hooks, String timeout) {
        CompletableFuture<JobOutcome> outcome = new CompletableFuture<>();
        JobListener listener = new JobListener() {
            @Override
            public void metrics(MetricsLine line) {}

            @Override
            public void ended(JobOutcome ended) {
                outcome.complete(ended);
            }
        };
        LocalCluster cluster = clusters.computeIfAbsent(
                timeout, limit -> new LocalCluster(ConfigFactory.parseString("evenkeel.step-timeout = " + limit)));
        cluster.start(run, workers, KernelSets.best(), hooks, listener);
        return outcome.orTimeout(60, TimeUnit.SECONDS).join();
    }

    @Override
    public void close() {
        clusters.values().forEach(LocalCluster::close);
    }
}
