package dev.evenkeel.run;

import dev.evenkeel.run.LedgerLine.Range;
import dev.evenkeel.run.LedgerLine.Share;
import dev.evenkeel.run.LedgerLine.Traffic;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Ledgers for tests: runs on 10 samples, batches of 4 cut into micro-batches of 2, two workers. */
final class Ledgers {
    static final LedgerLine.Start START = new LedgerLine.Start("a".repeat(64), "b".repeat(64), 1, 10, 4, 2);
    static final int STEPS_OF_AN_EPOCH = 3;

    private Ledgers() {}

    /** The committed step of that number; its state is a made-up function of the step. */
    static LedgerLine.Step step(long step) {
        int inEpoch = (int) ((step - 1) % STEPS_OF_AN_EPOCH);
        int from = inEpoch * 4;
        int to = Math.min(from + 4, 10);
        List<Share> shares = to - from == 4
                ? List.of(
                        new Share(0, new Range(0, 1), new Range(from, from + 2)),
                        new Share(1, new Range(1, 2), new Range(from + 2, to)))
                : List.of(
                        new Share(0, new Range(0, 1), new Range(from, to)),
                        new Share(1, new Range(1, 1), new Range(to, to)));
        return new LedgerLine.Step(
                (int) ((step - 1) / STEPS_OF_AN_EPOCH) + 1,
                step,
                1,
                false,
                List.of(),
                new Range(from, to),
                shares,
                Optional.of(new Traffic(6, 1000 + step)),
                step * 0x9E3779B97F4A7C15L);
    }

    /** The same step, skipped. */
    static LedgerLine.Step skipped(long step) {
        LedgerLine.Step taken = step(step);
        return changed(taken, true, taken.shares(), taken.state());
    }

    /** The same step, computed by others. */
    static LedgerLine.Step with(LedgerLine.Step step, List<Share> shares) {
        return changed(step, step.skipped(), shares, step.state());
    }

    /** The same step, with which another state was reached. */
    static LedgerLine.Step with(LedgerLine.Step step, long state) {
        return changed(step, step.skipped(), step.shares(), state);
    }

    private static LedgerLine.Step changed(LedgerLine.Step step, boolean skipped, List<Share> shares, long state) {
        return new LedgerLine.Step(
                step.epoch(),
                step.step(),
                step.attempt(),
                skipped,
                step.aborted(),
                step.samples(),
                shares,
                step.traffic(),
                state);
    }

    /** All lines of a run over so many steps, without an end. */
    static List<LedgerLine> lines(int steps) {
        List<LedgerLine> lines = new ArrayList<>(List.of(START));
        for (int step = 1; step <= steps; step++) {
            lines.add(step(step));
        }
        return lines;
    }

    /** Writes a chain over these lines, right or wrong, and returns its head. */
    static String write(Path path, List<LedgerLine> lines) {
        StringBuilder text = new StringBuilder();
        String head = Ledger.GENESIS;
        for (LedgerLine line : lines) {
            text.append(LedgerJson.write(new LedgerJson.Linked(head, line))).append('\n');
            head = Ledger.next(head, line);
        }
        try {
            Files.writeString(path, text);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        return head;
    }
}
