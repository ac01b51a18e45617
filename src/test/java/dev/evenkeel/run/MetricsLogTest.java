package dev.evenkeel.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.evenkeel.run.MetricsLine.LayerNorm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MetricsLogTest {
    private static final MetricsLine FIRST =
            new MetricsLine.Step(1, 1, 2.5, 0.1, List.of(new LayerNorm("dense-1", 0.25), new LayerNorm("dense-2", 4)));
    private static final MetricsLine SECOND = new MetricsLine.Step(1, 2, 2.25, 0.1, List.of());
    private static final MetricsLine FIRST_EPOCH =
            new MetricsLine.Epoch(1, 2.375, OptionalDouble.of(2.0), OptionalDouble.of(0.5));
    private static final MetricsLine THIRD = new MetricsLine.Step(2, 3, 2, 0.1, List.of());
    private static final MetricsLine SECOND_EPOCH =
            new MetricsLine.Epoch(2, 2, OptionalDouble.empty(), OptionalDouble.empty());
    private static final List<MetricsLine> ALL = List.of(FIRST, SECOND, FIRST_EPOCH, THIRD, SECOND_EPOCH);

    @TempDir
    private Path folder;

    private Path path;

    @BeforeEach
    void namePath() {
        path = folder.resolve("metrics.jsonl");
    }

    @Test
    void shouldWriteWhatReadersOfTheFileRelyOn() throws IOException {
        write();

        assertEquals("""
                {"epoch":1,"step":1,"loss":2.5,"learning_rate":0.1,"gradient_norms":{"dense-1":0.25,"dense-2":4.0}}
                {"epoch":1,"step":2,"loss":2.25,"learning_rate":0.1}
                {"epoch":1,"train_loss":2.375,"test_loss":2.0,"test_accuracy":0.5}
                {"epoch":2,"step":3,"loss":2.0,"learning_rate":0.1}
                {"epoch":2,"train_loss":2.0}
                """, Files.readString(path));
    }

    @Test
    void shouldReadWhatItWrote() {
        write();

        assertEquals(ALL, read());
    }

    @Test
    void shouldCutBackToACheckpointWithinAnEpoch() {
        write();

        MetricsLog.resume(path, 1, 0).close();

        assertEquals(List.of(FIRST), read());
    }

    @Test
    void shouldCutBackToACheckpointBeforeTheEpochWasEvaluated() {
        write();

        MetricsLog.resume(path, 2, 0).close();

        assertEquals(List.of(FIRST, SECOND), read());
    }

    @Test
    void shouldGoOnBehindTheCheckpointsEpoch() {
        write();

        try (MetricsLog log = MetricsLog.resume(path, 2, 1)) {
            log.append(THIRD);
            log.append(SECOND_EPOCH);
        }

        assertEquals(ALL, read());
    }

    @Test
    void shouldCutOffATornLine() throws IOException {
        write();
        Files.writeString(path, "{\"epoch\":3,\"st", StandardOpenOption.APPEND);
        assertEquals(ALL, read());

        try (MetricsLog log = MetricsLog.resume(path, 3, 2)) {
            log.append(new MetricsLine.Step(3, 4, 1, 0.1, List.of()));
        }

        assertEquals(6, read().size());
    }

    @Test
    void shouldNeverHoldANumberThatIsNotFinite() {
        try (MetricsLog log = MetricsLog.create(path)) {
            IllegalArgumentException refused = assertThrows(
                    IllegalArgumentException.class,
                    () -> log.append(new MetricsLine.Step(1, 1, Double.NaN, 0.1, List.of())));

            assertEquals("no metrics file may hold a number that is not finite: loss=NaN", refused.getMessage());
        }
        assertEquals(List.of(), read());
    }

    @Test
    void shouldSayWhichLineCannotBeRead() throws IOException {
        Files.writeString(path, "{\"epoch\":1,\"train_loss\":2}\n{\"epoch\":2,\"train_loss\":NaN}\n");

        RunException refused = assertThrows(RunException.class, this::read);

        assertTrue(refused.getMessage().startsWith(path + ", line 2: not JSON: "), refused.getMessage());
    }

    private void write() {
        try (MetricsLog log = MetricsLog.create(path)) {
            ALL.forEach(log::append);
        }
    }

    private List<MetricsLine> read() {
        List<MetricsLine> lines = new ArrayList<>();
        try (MetricsReader reader = new MetricsReader(path)) {
            for (Optional<MetricsLine> line = reader.next(); line.isPresent(); line = reader.next()) {
                lines.add(line.get());
            }
        }
        return lines;
    }
}
