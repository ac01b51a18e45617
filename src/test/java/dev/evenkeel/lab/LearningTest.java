package dev.evenkeel.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.evenkeel.Evenkeel;
import dev.evenkeel.RunOptions;
import dev.evenkeel.lab.Grid.Factors;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LearningTest {
    static final LabListener SILENT = new LabListener() {
        @Override
        public void begins(int trials) {}

        @Override
        public void observed(Experiment experiment, Trial trial, double seconds) {}

        @Override
        public void known(Experiment experiment, Trial trial) {}
    };

    @TempDir
    private Path folder;

    @Test
    void shouldTakeWhatWasLearnedFromARun() {
        TinyExperiment tiny = new TinyExperiment(new LearningMeasure());
        Observations seen;
        try (Evenkeel evenkeel = Evenkeel.local(2)) {
            seen = new Lab(evenkeel, RunOptions.defaults(), folder, 1, SILENT)
                    .run(List.of(tiny))
                    .get(tiny);
        }

        JsonNode with = seen.of(tiny.trials().get(0)).figures();
        assertEquals(1.0 / 3, with.get("chance").doubleValue());
        assertEquals(4, with.get("steps_per_epoch").intValue());
        assertEquals(2, with.get("test_accuracy_by_epoch").size());
        Learning learned = Learning.of(seen.of(tiny.trials().get(0)));
        assertTrue(learned.fittedAccuracy().getAsDouble() > 0.34, learned.toString());
        assertTrue(learned.gradient().getAsDouble() > 0, learned.toString());
        assertTrue(learned.update().getAsDouble() > 0, learned.toString());
        assertTrue(seen.seconds(tiny.trials().get(0)).isPresent());
        Learning fast = Learning.of(seen.of(tiny.trials().get(2)));
        assertTrue(fast.brokeDown());
        assertEquals(1.0 / 3, fast.accuracy());
        assertEquals(OptionalDouble.empty(), fast.gap());
    }

    @Test
    void shouldCountStepsToAnAccuracyByEpochs() {
        Learning learning = Learning.of(Recorded.finished(0.3, 0.8, 0.7, 0.95));

        assertEquals(OptionalLong.of(20), learning.stepsTo(0.75));
        assertEquals(OptionalLong.empty(), learning.stepsTo(0.96));
        assertEquals(0.95, learning.accuracy());
        assertEquals(1.2 * 0.05 - 0.05, learning.gap().getAsDouble(), 1e-12);
        Learning broken = Learning.of(Recorded.brokeDown(0.3, 0.8));
        assertEquals(0.1, broken.accuracy());
        assertEquals(OptionalDouble.empty(), broken.lastTrainLoss());
    }

    @Test
    void shouldTryEveryCombination() {
        Grid grid = new Grid(
                new Factors(
                        List.of("relu", "tanh"),
                        List.of("with", "without"),
                        "rate",
                        List.of(0.1, 2.0),
                        List.of(7L, 8L)),
                new LearningMeasure(),
                setting -> TinyExperiment.job(setting.x(), setting.batchNorm()));

        List<String> keys = grid.trials().stream().map(Trial::key).toList();
        assertEquals(16, keys.stream().distinct().count());
        assertEquals("relu, with, rate 0.1, seed 7", keys.get(0));
        assertEquals("tanh, without, rate 2, seed 8", keys.get(15));
        Stream<Grid.Cell> cells = grid.cells("tanh", "without", 2.0);
        assertEquals(List.of(7L, 8L), cells.map(cell -> cell.setting().seed()).toList());
    }
}
