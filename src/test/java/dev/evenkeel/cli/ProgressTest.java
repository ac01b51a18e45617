package dev.evenkeel.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.evenkeel.run.MetricsLine;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class ProgressTest {
    private static final RunLength LENGTH = new RunLength(10, 2, 100);
    private static final String LINES = """
            epoch  1/10  train loss 0.7500  test loss 0.6600  test accuracy 95.28 %
            epoch  2/10  train loss 0.2500
            """;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void shouldPrintALineForEveryEpochWhereThereIsNoTerminal() {
        train(Optional.empty());

        assertEquals(LINES, out.toString());
        assertEquals("", err.toString());
    }

    @Test
    void shouldKeepTheLinesAboveTheBar() {
        train(Optional.of(new Terminal(80, true)));

        assertEquals(LINES, out.toString());
        assertTrue(err.toString().startsWith("\r\033[K"));
        assertTrue(err.toString().endsWith("\r\033[K"));
    }

    private void train(Optional<Terminal> terminal) {
        Progress lines = new PlainProgress(new PrintWriter(out), LENGTH.epochs());
        try (Progress progress = Progress.on(terminal, lines, new PrintWriter(err), LENGTH)) {
            progress.step(new MetricsLine.Step(1, 1, 1.0, 0.1, List.of()));
            progress.step(new MetricsLine.Step(1, 2, 0.5, 0.1, List.of()));
            progress.epoch(new MetricsLine.Epoch(1, 0.75, OptionalDouble.of(0.66), OptionalDouble.of(0.9528)));
            progress.step(new MetricsLine.Step(2, 3, 0.25, 0.1, List.of()));
            progress.epoch(new MetricsLine.Epoch(2, 0.25, OptionalDouble.empty(), OptionalDouble.empty()));
        }
    }
}
