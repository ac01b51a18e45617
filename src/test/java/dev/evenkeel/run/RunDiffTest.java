package dev.evenkeel.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.evenkeel.job.JobSpec;
import dev.evenkeel.run.RunDiff.Divergence;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunDiffTest {
    private static final JobSpec JOB = Runs.job("\"epochs\": 2");

    @TempDir
    private Path folder;

    private RunFiles run;

    @BeforeEach
    void writeARun() throws IOException {
        run = Runs.write(folder.resolve("a"), JOB, Runs.lines(JOB));
    }

    @Test
    void shouldFindNothingWhereOnlyNameWorkersAndAttemptsDiffer() throws IOException {
        LedgerLine.Step second = Ledgers.step(2);
        LedgerLine.Step alone = new LedgerLine.Step(
                1,
                2,
                3,
                false,
                List.of("a", "b"),
                second.samples(),
                second.shares().subList(0, 1),
                Optional.empty(),
                second.state());
        RunFiles other = Runs.write(
                folder.resolve("b"), Runs.named("eleven", "\"epochs\": 2"), Runs.edited(Runs.lines(JOB), 2, 1, alone));

        assertTrue(RunDiff.between(run, other).isEmpty());
    }

    @Test
    void shouldFindTheFirstKey() throws IOException {
        JobSpec job = Runs.job("\"epochs\": 2", "\"seed\": 7", "\"loss\": \"mean-squared-error\"");
        RunFiles other = Runs.write(folder.resolve("b"), job, Runs.lines(JOB));

        assertEquals(
                Optional.of(new Divergence("loss", "\"softmax-cross-entropy\"", "\"mean-squared-error\"")),
                RunDiff.between(run, other).job());
    }

    @Test
    void shouldFindOtherData() throws IOException {
        LedgerLine.Start start = Runs.start(JOB);
        LedgerLine.Start elsewhere = new LedgerLine.Start(start.job(), "c".repeat(64), 1, 10, 4, 2);
        RunFiles other = Runs.write(folder.resolve("b"), JOB, Runs.edited(Runs.lines(JOB), 0, 1, elsewhere));

        assertEquals(
                Optional.of(new Divergence("digest", "sha256:" + "b".repeat(64), "sha256:" + "c".repeat(64))),
                RunDiff.between(run, other).data());
    }

    @Test
    void shouldFindTheFirstStep() throws IOException {
        RunFiles other = Runs.write(
                folder.resolve("b"),
                JOB,
                Runs.edited(Runs.lines(JOB), 4, 2, Ledgers.with(Ledgers.step(4), 1), Ledgers.with(Ledgers.step(5), 2)));

        RunDiff diff = RunDiff.between(run, other);

        assertEquals(
                Optional.of(new Divergence(
                        "step 4 (epoch 2)", "state 78dde6e5fd29f054, loss 0.25", "state 0000000000000001, loss 0.25")),
                diff.step());
        assertFalse(diff.isEmpty());
    }

    @Test
    void shouldFindThatOneWentFurther() throws IOException {
        RunFiles other = Runs.write(folder.resolve("b"), JOB, Runs.lines(JOB).subList(0, 6));

        Divergence there =
                new Divergence("step 6 (epoch 2)", "state b54cda58fbbee87e, loss 0.16666666666666666", "not reached");
        assertEquals(Optional.of(there), RunDiff.between(run, other).step());
        Divergence here = new Divergence(there.place(), there.second(), there.first());
        assertEquals(Optional.of(here), RunDiff.between(other, run).step());
    }

    @Test
    void shouldFindTheFirstElementOfTheFirstTensor() throws IOException {
        RunFiles other = Runs.write(folder.resolve("b"), JOB, Runs.lines(JOB));
        Files.write(other.model(), Runs.model(0.5f, -0f, 3.25f, 1e-7f, 0.25f, 7));

        RunDiff diff = RunDiff.between(run, other);

        assertEquals(Optional.of(new Divergence("dense.weight[1, 1]", "0.1", "0.25")), diff.tensor());
        assertFalse(diff.isEmpty());
    }

    @Test
    void shouldTellZerosApart() throws IOException {
        RunFiles other = Runs.write(folder.resolve("b"), JOB, Runs.lines(JOB));
        Files.write(other.model(), Runs.model(0.5f, 0f, 3.25f, 1e-7f, 0.1f, 2));

        assertEquals(
                Optional.of(new Divergence("dense.weight[0, 1]", "-0.0", "0.0")),
                RunDiff.between(run, other).tensor());
    }

    @Test
    void shouldFindThatOneHasNoModel() throws IOException {
        RunFiles other = Runs.write(folder.resolve("b"), JOB, Runs.lines(JOB));
        Files.delete(other.model());

        assertEquals(
                Optional.of(new Divergence("model", "there", "absent")),
                RunDiff.between(run, other).tensor());
    }
}
