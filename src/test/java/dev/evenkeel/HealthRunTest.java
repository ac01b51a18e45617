package dev.evenkeel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.evenkeel.health.Rule;
import dev.evenkeel.health.Verdict;
import dev.evenkeel.job.JobReader;
import dev.evenkeel.job.ReadJob;
import dev.evenkeel.run.MetricsLine;
import dev.evenkeel.run.MetricsReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Gradient health from outside: what whole runs are told, and that actions survive an interruption. */
class HealthRunTest {
    private static final Path JOBS = Path.of("conf/jobs");

    /** Sigmoid upon sigmoid: gradients shrink, which a rule sees at step 5. */
    private static final String DEEP = """
            name = deep
            data { type = digits }
            layers = [
              { type = repeat, times = 9, body = [ { type = dense, units = 20 }, { type = sigmoid } ] }
              { type = dense, units = 10 }
            ]
            optimizer { type = sgd, learning-rate = 0.1, momentum = 0.9 }
            batch-size = 97
            epochs = 3
            checkpoint { every-steps = 3 }
            health { vanishing-with-depth { ratio = 0.5 } }
            """;

    @TempDir
    Path folder;

    @Test
    void shouldSeeGradientsVanishWithinTheFirstEpoch() {
        List<Verdict> verdicts = train(job("deep-sigmoid.conf", "batch-norm.enabled=false", "epochs=1"), 2, "run")
                .verdicts();
        Verdict first = verdicts.get(0);
        assertEquals(Rule.VANISHING_GRADIENT, first.rule());
        assertEquals(Optional.of("layer 1 (dense)"), first.layer());
        assertEquals(1, first.since());
        assertEquals(5, first.step());
        assertTrue(first.value().getAsDouble() < 1e-12, first::toString);
        assertEquals(1e-7, first.threshold().getAsDouble());
        assertTrue(first.help().contains("batch normalization"), first::help);
        assertEquals(
                List.of(Rule.VANISHING_GRADIENT, Rule.VANISHING_WITH_DEPTH),
                verdicts.stream().map(Verdict::rule).distinct().toList());
    }

    @ParameterizedTest
    @ValueSource(strings = {"deep-sigmoid.conf", "digits.conf"})
    void shouldBeSilentWhereNothingIsWrong(String name) {
        assertEquals(List.of(), train(job(name, "epochs=4"), 2, "run").verdicts());
    }

    @Test
    void shouldMeasureAndJudgeAlikeOnEveryNumberOfWorkers() throws IOException {
        for (int workers : new int[] {1, 3}) {
            train(job("deep-sigmoid.conf", "batch-norm.enabled=false", "epochs=2"), workers, "on-" + workers);
        }
        assertEquals(lines("on-1"), lines("on-3"));
        assertTrue(lines("on-1").stream().anyMatch(line -> line.contains("\"health\"")));
        assertTrue(lines("on-1").stream().anyMatch(line -> line.contains("\"verdict\"")));
    }

    /** A job whose values overflow is named, and its books say so to the last line, on every number of workers. */
    @Test
    void shouldNameWhereAReluNetWithLargeWeightsExplodes() throws IOException {
        List<String> sentences = new ArrayList<>();
        for (int workers : new int[] {1, 3}) {
            sentences.add(fail(
                    job("exploding-relu.conf"), workers, RunOptions.defaults().in(folder.resolve("on-" + workers))));
        }
        assertEquals(1, sentences.stream().distinct().count(), sentences::toString);
        assertTrue(sentences.get(0).contains("not finite"), sentences::toString);
        assertEquals(lines("on-1"), lines("on-3"));
        List<Verdict> verdicts = verdicts("on-1");
        assertTrue(
                verdicts.stream().map(Verdict::rule).collect(Collectors.toSet()).contains(Rule.NON_FINITE),
                verdicts::toString);
        assertTrue(train(job("exploding-relu.conf", "batch-norm.enabled=true"), 2, "with")
                        .accuracy()
                        .getAsDouble()
                > 0.9);
    }

    @Test
    void shouldFailBehindTheStepThatAVerdictStopsAt() throws IOException {
        ReadJob job = deep("health.vanishing-with-depth.action=stop");
        String sentence = fail(job, 3, RunOptions.defaults().in(folder.resolve("run")));
        assertTrue(sentence.startsWith("step 5: gradients shrink from layer to layer"), sentence);
        assertEquals(5, steps("run"));
        // Resumed behind step 3, it comes to the same end.
        assertEquals(
                sentence,
                fail(job, 1, RunOptions.defaults().in(folder.resolve("run")).resuming()));
        assertEquals(5, steps("run"));
    }

    @ParameterizedTest(name = "{0}, stopped near step {1}")
    @CsvSource({"reduce-learning-rate, 2", "reduce-learning-rate, 8", "warn, 12"})
    void shouldActTheSameAfterAnInterruption(String action, long stopAt) throws IOException {
        ReadJob job = deep("health.vanishing-with-depth.action=" + action);
        String undisturbed = train(job, 2, "whole").fingerprint();
        RunOptions options = RunOptions.defaults().in(folder.resolve("stopped"));
        try (Evenkeel evenkeel = Evenkeel.local(3)) {
            JobHandle handle = evenkeel.submit(job, options);
            handle.onMetrics(line -> {
                if (line instanceof MetricsLine.Step step && step.step() == stopAt) {
                    handle.stop();
                }
            });
            assertThrows(CompletionException.class, () -> LocalRuns.join(handle));
        }
        assertEquals(undisturbed, LocalRuns.train(1, job, options.resuming()).fingerprint());
        assertEquals(lines("whole"), lines("stopped"));
        assertEquals(
                action.startsWith("reduce"),
                lines("whole").stream().anyMatch(line -> line.contains("\"learning_rate\":0.05,")));
    }

    private static ReadJob job(String name, String... settings) {
        return JobReader.read(JOBS.resolve(name), List.of(settings));
    }

    private ReadJob deep(String setting) throws IOException {
        Path file = folder.resolve("deep.conf");
        Files.writeString(file, DEEP);
        return JobReader.read(file, List.of(setting));
    }

    private TrainingResult train(ReadJob job, int workers, String run) {
        return LocalRuns.train(workers, job, RunOptions.defaults().in(folder.resolve(run)));
    }

    /** Runs a job that fails; the sentence. */
    private static String fail(ReadJob job, int workers, RunOptions options) {
        try (Evenkeel evenkeel = Evenkeel.local(workers)) {
            JobHandle handle = evenkeel.submit(job, options);
            CompletionException ended = assertThrows(CompletionException.class, () -> LocalRuns.join(handle));
            return assertInstanceOf(JobFailedException.class, ended.getCause()).getMessage();
        }
    }

    private List<String> lines(String run) throws IOException {
        return Files.readAllLines(folder.resolve(run).resolve("metrics.jsonl"));
    }

    private long steps(String run) throws IOException {
        return lines(run).stream().filter(line -> line.contains("\"loss\"")).count();
    }

    private List<Verdict> verdicts(String run) {
        List<Verdict> verdicts = new ArrayList<>();
        try (MetricsReader reader = new MetricsReader(folder.resolve(run).resolve("metrics.jsonl"))) {
            for (Optional<MetricsLine> line = reader.next(); line.isPresent(); line = reader.next()) {
                if (line.get() instanceof MetricsLine.Judged judged) {
                    verdicts.add(judged.verdict());
                }
            }
        }
        return verdicts;
    }
}
