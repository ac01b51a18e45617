package dev.evenkeel.run;

import dev.evenkeel.data.MicroBatches;
import dev.evenkeel.run.LedgerLine.Range;
import dev.evenkeel.run.LedgerLine.Share;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * In every step the workers' shares are the mini-batch, every micro-batch in one of them, cut by its size alone; and every attempt
 * that was called off has its reason.
 */
final class SharesCheck extends LedgerCheck {
    private final LedgerLine.Start start;
    private final Tally tally = new Tally();

    SharesCheck(LedgerLine.Start start) {
        super("shares");
        this.start = start;
    }

    @Override
    Optional<String> violation(LedgerReader.Entry entry) {
        if (!(entry.line() instanceof LedgerLine.Step step)) {
            return Optional.empty();
        }
        int[] sizes = MicroBatches.split(step.samples().size(), start.microBatch());
        int microBatch = 0;
        int sample = step.samples().from();
        for (Share share : step.shares()) {
            if (share.microBatches().from() != microBatch
                    || share.microBatches().to() > sizes.length) {
                return wrong(step, share, "micro-batches from " + microBatch + " on, up to " + sizes.length);
            }
            int from = sample;
            for (; microBatch < share.microBatches().to(); microBatch++) {
                sample += sizes[microBatch];
            }
            if (!share.samples().equals(new Range(from, sample))) {
                return wrong(step, share, "samples " + new Range(from, sample));
            }
        }
        if (microBatch != sizes.length) {
            return Optional.of(
                    "step " + step.step() + ": the shares end with micro-batch " + microBatch + " of " + sizes.length);
        }
        if (step.attempt() != step.aborted().size() + 1) {
            return Optional.of("step " + step.step() + " succeeded at attempt " + step.attempt()
                    + ", but the ledger says of " + step.aborted().size() + " attempts why they were called off");
        }
        tally.add(step);
        return Optional.empty();
    }

    private static Optional<String> wrong(LedgerLine.Step step, Share share, String expected) {
        return Optional.of("step " + step.step() + ": worker " + share.worker() + " computed micro-batches "
                + share.microBatches() + " with samples " + share.samples() + ", where the cut gives " + expected);
    }

    @Override
    Optional<String> violationAtTheEnd() {
        return Optional.empty();
    }

    @Override
    String summary() {
        String workers = tally.samples().entrySet().stream()
                .map(worker -> "worker " + worker.getKey() + " " + worker.getValue())
                .collect(Collectors.joining(", "));
        return "the shares of every step are its mini-batch; samples computed: " + workers + "; messages between them: "
                + tally.messages() + (tally.aborted() == 0 ? "" : "; attempts called off: " + tally.aborted());
    }
}
