package dev.evenkeel.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.evenkeel.Evenkeel;
import dev.evenkeel.RunOptions;
import dev.evenkeel.run.FolderLock;
import dev.evenkeel.run.RunException;
import dev.evenkeel.run.RunFiles;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LabTest {
    private static final Measure GRADIENTS = new GradientMeasure();
    private static final Measure SHIFT = new ShiftMeasure(40, 4);

    @TempDir
    private Path folder;

    /** Counts, and may stop the laboratory after the first trial. */
    private static final class Counter implements LabListener {
        private final AtomicInteger observed = new AtomicInteger();
        private final AtomicInteger known = new AtomicInteger();
        private Runnable afterEach = () -> {};

        @Override
        public void begins(int trials) {
            assertEquals(3, trials);
        }

        @Override
        public void observed(Experiment experiment, Trial trial, double seconds) {
            observed.incrementAndGet();
            afterEach.run();
        }

        @Override
        public void known(Experiment experiment, Trial trial) {
            known.incrementAndGet();
        }
    }

    @Test
    void shouldGiveTheSameBytesOnAnyNumberOfWorkers() throws Exception {
        for (Measure measure : List.of(
                GRADIENTS, SHIFT, new LearningMeasure(), new LearnedMeasure(3), new NoiseMeasure(48, List.of(4, 8)))) {
            byte[] one = write(1, 2, folder.resolve("one " + measure.id()), new Counter(), measure);
            byte[] three = write(3, 1, folder.resolve("three " + measure.id()), new Counter(), measure);

            assertEquals(new String(one), new String(three));
        }
    }

    @Test
    void shouldFindNoMetricsOfAJobThatNeverBegan() {
        assertEquals(List.of(), Lab.metrics(new RunFiles(folder)));
    }

    @Test
    void shouldKeepWhatWasDone() throws Exception {
        Counter first = new Counter();
        Counter second = new Counter();
        byte[] before = write(1, 1, folder, first, GRADIENTS);
        byte[] html = Files.readAllBytes(folder.resolve("lab.html"));

        byte[] after = write(1, 1, folder, second, GRADIENTS);

        assertEquals(3, first.observed.get());
        assertEquals(0, second.observed.get());
        assertEquals(3, second.known.get());
        assertEquals(new String(before), new String(after));
        assertEquals(new String(html), Files.readString(folder.resolve("lab.html")));
        // Another measure of the same jobs is something else.
        Counter third = new Counter();
        write(1, 1, folder, third, SHIFT);
        assertEquals(3, third.observed.get());
    }

    @Test
    void shouldGoOnWhereItWasStopped() throws Exception {
        Counter first = new Counter();
        try (Evenkeel evenkeel = Evenkeel.local(1)) {
            Lab lab = new Lab(evenkeel, RunOptions.defaults(), folder, 1, first);
            first.afterEach = lab::stop;
            LabStoppedException stopped =
                    assertThrows(LabStoppedException.class, () -> lab.run(List.of(new TinyExperiment(GRADIENTS))));
            assertEquals(1, stopped.done());
            assertEquals("stopped after 1 of 3 jobs", stopped.getMessage());
        }

        Counter second = new Counter();
        write(1, 1, folder, second, GRADIENTS);

        assertEquals(1, second.known.get());
        assertEquals(2, second.observed.get());
        try (Stream<Path> left = Files.list(folder.resolve("running"))) {
            assertEquals(List.of(), left.toList());
        }
    }

    @Test
    void shouldKeepASecondLaboratoryOut() throws Exception {
        FolderLock held = new Notebook(folder).lock();
        RunException refused = assertThrows(RunException.class, () -> write(1, 1, folder, new Counter(), GRADIENTS));
        held.close();

        assertEquals(
                folder + " is in use: another laboratory works there: wait for it, or take another folder by --out",
                refused.getMessage());
        write(1, 1, folder, new Counter(), GRADIENTS);
    }

    @Test
    void shouldTellWhatWasObserved() throws Exception {
        JsonNode json = new JsonMapper().readTree(write(2, 1, folder, new Counter(), SHIFT));

        JsonNode tiny = json.at("/experiments/0");
        assertEquals("evenkeel lab tiny --quick", tiny.get("command").textValue());
        assertEquals("holds", tiny.at("/claims/0/verdict").textValue());
        JsonNode with = tiny.at("/trials/0");
        assertEquals("with", with.get("trial").textValue());
        assertEquals("finished", with.get("ending").textValue());
        assertTrue(with.get("fingerprint").textValue().matches("[0-9a-f]{64}"));
        assertEquals(4, with.at("/figures/steps").size());
        assertEquals(2, with.at("/figures/drift_by_layer").size());
        assertEquals(3, with.at("/figures/drift_by_layer/0").size());
        assertEquals(4, with.at("/figures/gradient_change_by_layer/1").size());
        JsonNode fast = tiny.at("/trials/2");
        assertTrue(fast.get("diverged").booleanValue());
        assertEquals("", fast.get("fingerprint").textValue());
        assertFalse(Files.readString(folder.resolve("lab.json")).contains("seconds"));
        assertTrue(Files.readString(folder.resolve("lab.html")).contains("A rate of 10³⁰ is too large."));
    }

    @Test
    void shouldMeasureGradientsOfTheFirstStepAndTheLastEpoch() throws Exception {
        JsonNode json = new JsonMapper().readTree(write(2, 1, folder, new Counter(), GRADIENTS));

        JsonNode figures = json.at("/experiments/0/trials/0/figures");
        assertEquals(8, figures.get("steps").intValue());
        assertEquals(3, figures.get("initial_norms").size());
        assertEquals(3, figures.get("trained_norms").size());
        assertTrue(figures.at("/initial_norms/0").doubleValue() > 0);
        assertTrue(json.at("/experiments/0/trials/2/figures/trained_norms").isMissingNode());
    }

    private static byte[] write(int workers, int sideBySide, Path out, Counter counter, Measure measure)
            throws Exception {
        try (Evenkeel evenkeel = Evenkeel.local(workers)) {
            Map<Experiment, Observations> seen = new Lab(evenkeel, RunOptions.defaults(), out, sideBySide, counter)
                    .run(List.of(new TinyExperiment(measure)));
            new LabReport(Scale.QUICK, seen).write(out);
        }
        return Files.readAllBytes(out.resolve("lab.json"));
    }
}
