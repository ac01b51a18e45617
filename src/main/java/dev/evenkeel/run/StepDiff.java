package dev.evenkeel.run;

import dev.evenkeel.run.LedgerLine.Step;
import dev.evenkeel.run.RunDiff.Divergence;
import java.util.HexFormat;
import java.util.Optional;

/**
 * The first step after which two runs are in different states, by their ledgers. Workers, shares and attempts may differ: they
 * are no part of the state.
 */
final class StepDiff {
    private StepDiff() {}

    static Optional<Divergence> first(RunFiles a, RunFiles b) {
        try (LedgerReader ledgerA = new LedgerReader(a.ledger());
                LedgerReader ledgerB = new LedgerReader(b.ledger())) {
            Optional<Step> stepA = next(ledgerA);
            Optional<Step> stepB = next(ledgerB);
            while (stepA.isPresent()
                    && stepB.isPresent()
                    && stepA.get().state() == stepB.get().state()) {
                stepA = next(ledgerA);
                stepB = next(ledgerB);
            }
            Optional<Step> parting = stepA.isPresent() ? stepA : stepB;
            String first = text(stepA, a);
            String second = text(stepB, b);
            return parting.map(
                    step -> new Divergence("step " + step.step() + " (epoch " + step.epoch() + ")", first, second));
        }
    }

    /** The next line that is a step; empty behind the last. */
    private static Optional<Step> next(LedgerReader ledger) {
        Optional<LedgerReader.Entry> entry = ledger.next();
        while (entry.isPresent() && !(entry.get().line() instanceof Step)) {
            entry = ledger.next();
        }
        return entry.map(found -> (Step) found.line());
    }

    private static String text(Optional<Step> step, RunFiles files) {
        return step.map(there -> "state " + HexFormat.of().toHexDigits(there.state()) + loss(there.step(), files))
                .orElse("not reached");
    }

    private static String loss(long step, RunFiles files) {
        try (MetricsReader metrics = new MetricsReader(files.metrics())) {
            Optional<MetricsLine> line = metrics.next();
            while (line.isPresent() && !(line.get() instanceof MetricsLine.Step measured && measured.step() == step)) {
                line = metrics.next();
            }
            return line.map(found -> ", loss " + MetricsJson.text(((MetricsLine.Step) found).loss()))
                    .orElse("");
        }
    }
}
