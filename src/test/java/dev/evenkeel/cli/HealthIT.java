package dev.evenkeel.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.evenkeel.health.Rule;
import dev.evenkeel.health.Verdict;
import dev.evenkeel.processes.Distribution;
import dev.evenkeel.run.MetricsLine;
import dev.evenkeel.run.MetricsReader;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A relu network whose gradients explode, by the command: clipped, so that it lives long enough to be told of as exploding and not
 * as not a number.
 */
class HealthIT {
    private static final String SENTENCE =
            "the gradient of layer 1 \\(dense\\) explodes: its norm is [0-9.e]+, above 1000 since step 1";

    private static final String HELP =
            "a smaller learning rate, batch normalization, gradient-clip or smaller initial weights usually help";

    @TempDir
    Path folder;

    @Test
    void shouldNameLayerValueThresholdStepAndHelpOfAnExplosion() throws Exception {
        Distribution.Ended train = train();

        assertEquals(0, train.status(), train.err());
        assertTrue(
                train.out()
                        .lines()
                        .anyMatch(line -> line.matches("health, step 2: " + SENTENCE
                                + ", likewise in 10 more layers up to layer 21 \\(dense\\); " + HELP)),
                train.out());
        try (MetricsReader metrics = new MetricsReader(folder.resolve("run/metrics.jsonl"))) {
            Verdict verdict = Stream.generate(metrics::next)
                    .map(Optional::orElseThrow)
                    .filter(MetricsLine.Judged.class::isInstance)
                    .map(line -> ((MetricsLine.Judged) line).verdict())
                    .findFirst()
                    .orElseThrow();
            assertEquals(Rule.EXPLODING_GRADIENT, verdict.rule());
            assertEquals(Optional.of("layer 1 (dense)"), verdict.layer());
            assertEquals(List.of(2L, 1L), List.of(verdict.step(), verdict.since()));
            assertTrue(verdict.value().getAsDouble() > 100_000, verdict::toString);
            assertEquals(1000, verdict.threshold().getAsDouble());
            assertEquals(HELP, verdict.help());
        }
    }

    @Test
    void shouldStopWhereTheJobSaysSo() throws Exception {
        Distribution.Ended train = train("--set", "health.exploding-gradient.action=stop");

        assertEquals(1, train.status(), train.err());
        List<String> err = train.err().lines().toList();
        assertTrue(
                err.get(err.size() - 1).matches("evenkeel: step 2: " + SENTENCE + "; " + HELP),
                err.get(err.size() - 1));
    }

    @Test
    void shouldBeSilentWhereBatchNormalizationKeepsTheGradientSmall() throws Exception {
        Distribution.Ended train = train("--set", "batch-norm.enabled=true");

        assertEquals(0, train.status(), train.err());
        assertTrue(train.out().lines().noneMatch(line -> line.startsWith("health")), train.out());
    }

    private Distribution.Ended train(Object... settings) throws Exception {
        Stream<Object> job = Stream.of(
                "train",
                Distribution.HOME.resolve("conf/jobs/exploding-relu.conf"),
                "--set",
                "gradient-clip.norm=1",
                "--set",
                "epochs=2",
                "--run-dir",
                "run");
        return Distribution.run()
                .in(folder)
                .start(Stream.concat(job, Stream.of(settings)).toArray());
    }
}
