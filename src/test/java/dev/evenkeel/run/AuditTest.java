package dev.evenkeel.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.evenkeel.job.JobSpec;
import dev.evenkeel.run.LedgerLine.Range;
import dev.evenkeel.run.LedgerLine.Share;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AuditTest {
    private static final JobSpec JOB = Runs.job("\"epochs\": 2");

    private static final JobSpec SKIPPING =
            Runs.job("\"epochs\": 2", "\"health\": {\"non-finite\": {\"action\": \"skip-step\"}}");

    @TempDir
    private Path folder;

    @Test
    void shouldProveAHonestRun() throws IOException {
        RunFiles run = Runs.write(folder, JOB, Runs.lines(JOB));

        Audit audit = Audit.of(run);

        assertTrue(audit.holds());
        String head = "";
        try (LedgerReader ledger = new LedgerReader(run.ledger())) {
            for (int line = 0; line < 8; line++) {
                head = ledger.next().orElseThrow().hash();
            }
        }
        assertEquals(
                List.of(
                        "the ledger is that of job.json, sha256:"
                                + Runs.start(JOB).job() + ", on data sha256:" + "b".repeat(64),
                        "all 8 lines hold the hash of the line before; the last one's is sha256:" + head,
                        "each of 2 epochs used each of 10 samples exactly once, in 6 steps",
                        "the shares of every step are its mini-batch; samples computed: worker 0 12, worker 1 8;"
                                + " messages between them: 36",
                        "no skipped step, as metrics.jsonl says",
                        "model.safetensors has sha256:" + Sha256.of(run.model()) + ", as the ledger's last line says"),
                audit.findings().stream().map(Finding::sentence).toList());
    }

    @Test
    void shouldFindAChangedLine() throws IOException {
        RunFiles run = Runs.write(folder, JOB, Runs.lines(JOB));
        String ledger = Files.readString(run.ledger());
        Files.writeString(run.ledger(), ledger.replace("\"bytes\":1002", "\"bytes\":9002"));

        String sentence = onlyFailure("chain", Audit.of(run));

        assertTrue(
                sentence.matches(
                        "line 4: it follows a line with hash [0-9a-f]{64}, but the line before has [0-9a-f]{64}:"
                                + " one of the two was changed, or lines between them are gone"),
                sentence);
    }

    @Test
    void shouldFindAnAttemptWithoutAReason() throws IOException {
        LedgerLine.Step third = Ledgers.step(3);
        LedgerLine.Step retried = new LedgerLine.Step(
                third.epoch(),
                third.step(),
                2,
                false,
                List.of(),
                third.samples(),
                third.shares(),
                third.traffic(),
                third.state());
        RunFiles run = Runs.write(folder, JOB, Runs.edited(Runs.lines(JOB), 3, 1, retried));

        assertEquals(
                "line 4: step 3 succeeded at attempt 2, but the ledger says of 0 attempts why they were called off",
                onlyFailure("shares", Audit.of(run)));
    }

    @Test
    void shouldFindASampleThatWasLeftOut() throws IOException {
        LedgerLine.Step third = Ledgers.step(3);
        LedgerLine.Step shorter = new LedgerLine.Step(
                1,
                3,
                1,
                false,
                List.of(),
                new Range(8, 9),
                List.of(new Share(0, new Range(0, 1), new Range(8, 9))),
                third.traffic(),
                third.state());
        RunFiles run = Runs.write(folder, JOB, Runs.edited(Runs.lines(JOB), 3, 1, shorter));

        assertEquals(
                "line 4: step 3 of epoch 1 used samples [8, 9), but what follows is step 3 of epoch 1 on samples [8, 10)",
                onlyFailure("samples", Audit.of(run)));
    }

    @Test
    void shouldFindAStepThatWasDoneTwice() throws IOException {
        RunFiles run = Runs.write(folder, JOB, Runs.edited(Runs.lines(JOB), 3, 0, Ledgers.step(2)));

        assertEquals(
                "line 4: step 2 of epoch 1 used samples [4, 8), but what follows is step 3 of epoch 1 on samples [8, 10)",
                onlyFailure("samples", Audit.of(run)));
    }

    @Test
    void shouldFindThatTheRunIsNotFinished() throws IOException {
        RunFiles run = Runs.write(folder, JOB, Runs.lines(JOB).subList(0, 6));

        Audit audit = Audit.of(run);

        assertEquals(
                "the ledger ends after step 5, with 8 of 10 samples used in epoch 2; the job asks for 2 whole epochs",
                sentence("samples", audit));
        assertEquals("the ledger names no model: the run has not come to its end", sentence("model", audit));
        assertFalse(audit.holds());
    }

    @Test
    void shouldFindAMicroBatchThatNobodyComputed() throws IOException {
        LedgerLine.Step second = Ledgers.step(2);
        RunFiles run = Runs.write(
                folder,
                JOB,
                Runs.edited(
                        Runs.lines(JOB),
                        2,
                        1,
                        Ledgers.with(second, second.shares().subList(0, 1))));

        assertEquals("line 3: step 2: the shares end with micro-batch 1 of 2", onlyFailure("shares", Audit.of(run)));
    }

    @Test
    void shouldFindAMicroBatchThatWasComputedTwice() throws IOException {
        LedgerLine.Step second = Ledgers.step(2);
        Share first = second.shares().get(0);
        RunFiles run = Runs.write(
                folder, JOB, Runs.edited(Runs.lines(JOB), 2, 1, Ledgers.with(second, List.of(first, first))));

        assertEquals(
                "line 3: step 2: worker 0 computed micro-batches [0, 1) with samples [4, 6),"
                        + " where the cut gives micro-batches from 1 on, up to 2",
                onlyFailure("shares", Audit.of(run)));
    }

    @Test
    void shouldFindASampleInTheWrongMicroBatch() throws IOException {
        LedgerLine.Step first = Ledgers.step(1);
        List<Share> shares =
                List.of(new Share(0, new Range(0, 1), new Range(0, 1)), new Share(1, new Range(1, 2), new Range(1, 4)));
        RunFiles run = Runs.write(folder, JOB, Runs.edited(Runs.lines(JOB), 1, 1, Ledgers.with(first, shares)));

        assertEquals(
                "line 2: step 1: worker 0 computed micro-batches [0, 1) with samples [0, 1),"
                        + " where the cut gives samples [0, 2)",
                onlyFailure("shares", Audit.of(run)));
    }

    @Test
    void shouldTellWhichStepsWereSkipped() throws IOException {
        RunFiles run = Runs.write(folder, SKIPPING, skipping(SKIPPING, 2, 5));

        Audit audit = Audit.of(run);

        assertTrue(audit.holds(), audit::toString);
        assertEquals("2 skipped steps: 2, 5, as metrics.jsonl says", sentence("skips", audit));
    }

    @Test
    void shouldFindASkippedStepThatTheJobDoesNotAllow() throws IOException {
        RunFiles run = Runs.write(folder, JOB, skipping(JOB, 5));

        assertEquals(
                "line 6: step 5 was skipped, but the job's health.non-finite.action is stop",
                onlyFailure("skips", Audit.of(run)));
    }

    @Test
    void shouldFindASkippedStepThatTheMetricsDoNotTellOf() throws IOException {
        RunFiles run = Runs.write(folder, SKIPPING, skipping(SKIPPING, 2));
        String metrics = Files.readString(run.metrics());
        Files.delete(run.metrics());
        assertEquals(
                run.metrics() + " is not there: it must tell of the steps that the ledger says were skipped",
                onlyFailure("skips", Audit.of(run)));
        Files.writeString(run.metrics(), metrics.replace("\"step\":2", "\"step\":3"));
        assertEquals(
                "the ledger tells of 1 skipped step: 2, but metrics.jsonl of 1 skipped step: 3",
                onlyFailure("skips", Audit.of(run)));
    }

    private static List<LedgerLine> skipping(JobSpec job, int... steps) {
        List<LedgerLine> lines = Runs.lines(job);
        for (int step : steps) {
            lines.set(step, Ledgers.skipped(step));
        }
        return lines;
    }

    @Test
    void shouldFindAnotherModel() throws IOException {
        RunFiles run = Runs.write(folder, JOB, Runs.lines(JOB));
        String recorded = Sha256.of(run.model());
        Files.writeString(run.model(), "a better one");

        assertEquals(
                run.model() + " has sha256:" + Sha256.of("a better one") + ", but the ledger names sha256:" + recorded,
                onlyFailure("model", Audit.of(run)));
        Files.delete(run.model());
        assertEquals(
                run.model() + " is not there; the ledger names sha256:" + recorded,
                onlyFailure("model", Audit.of(run)));
    }

    @Test
    void shouldFindAnotherJob() throws IOException {
        JobSpec other = Runs.job("\"epochs\": 2", "\"seed\": 7");
        RunFiles run = Runs.write(folder, other, Runs.lines(JOB));

        assertEquals(
                "the ledger is of a job with digest " + Runs.start(JOB).job() + ", job.json has "
                        + Runs.start(other).job(),
                onlyFailure("job", Audit.of(run)));
    }

    @Test
    void shouldRefuseWhatIsNoRun() throws IOException {
        RunException empty = assertThrows(RunException.class, () -> RunFiles.ofRun(folder));
        assertEquals(folder + " is no run directory: there is no job.json in it", empty.getMessage());

        RunFiles run = Runs.write(folder, JOB, List.of(Ledgers.step(1)));
        RunException headless = assertThrows(RunException.class, () -> Audit.of(run));
        assertEquals(run.ledger() + ", line 1: must say what the run is about", headless.getMessage());

        Files.writeString(run.job(), "{");
        RunException damaged = assertThrows(RunException.class, () -> Audit.of(run));
        assertTrue(damaged.getMessage().startsWith(run.job() + ": not JSON: line 1"), damaged.getMessage());
    }

    private static String onlyFailure(String property, Audit audit) {
        assertEquals(
                List.of(property),
                audit.findings().stream()
                        .filter(finding -> !finding.holds())
                        .map(Finding::property)
                        .toList());
        return sentence(property, audit);
    }

    private static String sentence(String property, Audit audit) {
        return audit.findings().stream()
                .filter(finding -> finding.property().equals(property))
                .findFirst()
                .orElseThrow()
                .sentence();
    }
}
