package dev.evenkeel.run;

import dev.evenkeel.data.EpochOrder;
import dev.evenkeel.job.JobSpec;
import dev.evenkeel.run.LedgerLine.Range;
import java.util.BitSet;
import java.util.Optional;

/**
 * Every epoch used every sample exactly once: its order, made again from the seed, holds each of them once, and its
 * mini-batches follow each other in that order from the first position to the last, without gap or overlap. And steps and
 * epochs are counted through.
 */
final class SamplesCheck extends LedgerCheck {
    private final LedgerLine.Start start;
    private final JobSpec job;
    private long step;
    private int epoch;
    private int used;

    SamplesCheck(LedgerLine.Start start, JobSpec job) {
        super("samples");
        this.start = start;
        this.job = job;
        this.used = start.samples();
    }

    @Override
    Optional<String> violation(LedgerReader.Entry entry) {
        if (!(entry.line() instanceof LedgerLine.Step next)) {
            return Optional.empty();
        }
        if (used == start.samples()) {
            epoch++;
            used = 0;
            if (!holdsEachSampleOnce(EpochOrder.of(start.samples(), start.batchSize(), job.seed(), epoch))) {
                return Optional.of("the order of epoch " + epoch + " is no permutation of the samples");
            }
        }
        Range batch = new Range(used, Math.min(used + start.batchSize(), start.samples()));
        if (next.step() != step + 1 || next.epoch() != epoch || !next.samples().equals(batch)) {
            return Optional.of("step " + next.step() + " of epoch " + next.epoch() + " used samples " + next.samples()
                    + ", but what follows is step " + (step + 1) + " of epoch " + epoch + " on samples " + batch);
        }
        step++;
        used = batch.to();
        return Optional.empty();
    }

    @Override
    Optional<String> violationAtTheEnd() {
        if (epoch == job.epochs() && used == start.samples()) {
            return Optional.empty();
        }
        return Optional.of("the ledger ends after step " + step + ", with " + used + " of " + start.samples()
                + " samples used in epoch " + epoch + "; the job asks for " + job.epochs() + " whole epochs");
    }

    @Override
    String summary() {
        return "each of " + job.epochs() + " epochs used each of " + start.samples() + " samples exactly once, in "
                + step + " steps";
    }

    private boolean holdsEachSampleOnce(EpochOrder order) {
        BitSet seen = new BitSet(start.samples());
        for (int id : order.ids()) {
            seen.set(id);
        }
        return order.ids().length == start.samples()
                && seen.cardinality() == start.samples()
                && seen.length() == start.samples();
    }
}
