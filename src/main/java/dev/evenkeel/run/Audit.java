package dev.evenkeel.run;

import dev.evenkeel.job.JobSpec;
import java.util.List;
import java.util.Optional;

/**
 * What a run's files prove without training again: whether the ledger is unbroken and that of the job, whether every sample was
 * used once per epoch, whether the workers' shares make up every step, whether the steps that were skipped might be, and whether
 * the model is the one that came out.
 *
 * <p>A hash chain shows that a line was changed; it cannot show that somebody wrote the whole ledger anew. For that, file the
 * hash of the last line ({@code repro.txt} holds it) where the ledger's owner cannot change it, or train again.
 */
public record Audit(List<Finding> findings) {
    public Audit {
        findings = List.copyOf(findings);
    }

    /** Reads the ledger once, line by line, and the metrics and the model once. */
    public static Audit of(RunFiles files) {
        JobSpec job = files.readJob();
        LedgerLine.Start start = Ledger.start(files.ledger());
        List<LedgerCheck> checks = List.of(
                new JobCheck(start, job),
                new ChainCheck(),
                new SamplesCheck(start, job),
                new SharesCheck(start),
                new SkipsCheck(job, files.metrics()),
                new ModelCheck(files.model()));
        try (LedgerReader ledger = new LedgerReader(files.ledger())) {
            for (Optional<LedgerReader.Entry> entry = ledger.next(); entry.isPresent(); entry = ledger.next()) {
                for (LedgerCheck check : checks) {
                    check.accept(entry.get());
                }
            }
            return new Audit(checks.stream().map(LedgerCheck::finding).toList());
        }
    }

    /** Whether everything is as it must be. */
    public boolean holds() {
        return findings.stream().allMatch(Finding::holds);
    }
}
