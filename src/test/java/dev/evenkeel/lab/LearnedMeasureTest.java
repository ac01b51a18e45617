package dev.evenkeel.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.evenkeel.Evenkeel;
import dev.evenkeel.RunOptions;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LearnedMeasureTest {
    @TempDir
    private Path folder;

    @Test
    void shouldHoldRunningStatisticsAgainstTheBatches() {
        TinyExperiment tiny = new TinyExperiment(new LearnedMeasure(4));
        Observations seen;
        try (Evenkeel evenkeel = Evenkeel.local(2)) {
            seen = new Lab(evenkeel, RunOptions.defaults(), folder, 1, LearningTest.SILENT)
                    .run(List.of(tiny))
                    .get(tiny);
        }

        ObjectNode figures = seen.of(tiny.trials().get(0)).figures();
        assertEquals("[1,3,5,8]", figures.get(LearnedMeasure.STEPS).toString());
        assertTrue(figures.at("/gamma_moved/3").doubleValue() > 1e-4, figures.toString());
        assertTrue(figures.at("/running_variance_moved/0").doubleValue() > 1e-3, figures.toString());
        double missed = figures.get(LearnedMeasure.MISSED).doubleValue();
        assertTrue(missed < 1e-5, figures.toString());
    }

    @Test
    void shouldTakeTheMomentsOfARange() {
        Moments moments = Moments.of(new float[] {9, 1, 3, 9}, 1, 3);

        assertEquals(new Moments(2, 2, 1), moments);
        assertEquals(2, moments.unbiased());
        assertEquals(0, Moments.of(new float[] {5}, 0, 1).unbiased());
    }
}
