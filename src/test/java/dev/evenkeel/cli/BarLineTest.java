package dev.evenkeel.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.evenkeel.run.MetricsLine;
import dev.evenkeel.run.MetricsLine.LayerNorm;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BarLineTest {
    private static final RunLength LENGTH = new RunLength(10, 20, 1000);
    private static final List<LayerNorm> NORMS =
            List.of(new LayerNorm("dense-1", 1e-9), new LayerNorm("dense-2", 0.12), new LayerNorm("dense-3", 5000));

    @Test
    void shouldShowHowTrainingGoes() {
        String line = BarLine.of(LENGTH, step(50), 0, Duration.ofSeconds(30), new Terminal(80, false));

        assertEquals("epoch 3/10 [====>              ]  25%  loss 0.5000  83 samples/s  1:30 left   +@", line);
    }

    @Test
    void shouldColourACellPerLayer() {
        String line = BarLine.of(LENGTH, step(50), 0, Duration.ofSeconds(30), new Terminal(80, true));

        assertTrue(line.endsWith("1:30 left  \033[48;5;17m \033[48;5;40m \033[48;5;196m \033[0m"), line);
        assertEquals(80, line.replaceAll("\033\\[[0-9;]*m", "").length());
    }

    @Test
    void shouldMeasureOnlyWhatThisProcessDid() {
        String line = BarLine.of(LENGTH, step(50), 40, Duration.ofSeconds(50), new Terminal(80, false));

        assertTrue(line.contains("  10 samples/s  12:30 left"), line);
    }

    @Test
    void shouldPromiseNothingBeforeTheFirstStep() {
        String line = BarLine.of(LENGTH, step(40), 40, Duration.ofSeconds(50), new Terminal(80, false));

        assertEquals("epoch 2/10 [========>                                   ]  20%  loss 0.5000   +@", line);
        assertEquals(80, line.length());
    }

    @Test
    void shouldCountHours() {
        String line = BarLine.of(LENGTH, step(1), 0, Duration.ofSeconds(60), new Terminal(80, false));

        assertTrue(line.contains("  1 samples/s  3:19:00 left"), line);
    }

    @Test
    void shouldFitEveryWidth() {
        for (int columns = 20; columns < 200; columns++) {
            String line = BarLine.of(LENGTH, step(200), 0, Duration.ofSeconds(30), new Terminal(columns, true));

            int width = line.replaceAll("\033\\[[0-9;]*m", "").length();
            assertTrue(width <= columns, "columns=" + columns + ", width=" + width + ": " + line);
        }
    }

    @Test
    void shouldFitManyLayers() {
        List<LayerNorm> norms = IntStream.range(0, 200)
                .mapToObj(layer -> new LayerNorm("dense-" + layer, 1))
                .toList();
        MetricsLine.Step step = new MetricsLine.Step(3, 50, 0.5, 0.1, norms);

        String line = BarLine.of(LENGTH, step, 0, Duration.ofSeconds(30), new Terminal(80, false));

        assertEquals(80, line.length());
    }

    private static MetricsLine.Step step(long step) {
        return new MetricsLine.Step((int) (step - 1) / 20 + 1, step, 0.5, 0.1, NORMS);
    }
}
