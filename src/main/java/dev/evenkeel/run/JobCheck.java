package dev.evenkeel.run;

import dev.evenkeel.job.JobDigest;
import dev.evenkeel.job.JobSpec;
import java.util.Optional;

/** The ledger is that of the job in {@code job.json}. */
final class JobCheck extends LedgerCheck {
    private final LedgerLine.Start start;
    private final JobSpec job;

    JobCheck(LedgerLine.Start start, JobSpec job) {
        super("job");
        this.start = start;
        this.job = job;
    }

    @Override
    Optional<String> violation(LedgerReader.Entry entry) {
        if (entry.number() > 1 && entry.line() instanceof LedgerLine.Start) {
            return Optional.of("a second run starts within the ledger");
        }
        return Optional.empty();
    }

    @Override
    Optional<String> violationAtTheEnd() {
        return differs("digest", start.job(), JobDigest.resumable(job, start.data(), start.arithmetic()))
                .or(() -> differs("batch-size", start.batchSize(), job.batchSize()))
                .or(() -> differs("micro-batch", start.microBatch(), job.microBatch()));
    }

    private static Optional<String> differs(String what, Object ledger, Object job) {
        return ledger.equals(job)
                ? Optional.empty()
                : Optional.of("the ledger is of a job with " + what + " " + ledger + ", job.json has " + job);
    }

    @Override
    String summary() {
        return "the ledger is that of job.json, sha256:" + start.job() + ", on data sha256:" + start.data();
    }
}
