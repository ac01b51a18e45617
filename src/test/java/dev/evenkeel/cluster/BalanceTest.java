package dev.evenkeel.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.evenkeel.run.LedgerLine;
import dev.evenkeel.run.LedgerReader;
import dev.evenkeel.train.ProtocolPoint;
import dev.evenkeel.train.StepObserver;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Steps are dealt to workers by their measured speed, and no bit of the model depends on it. */
class BalanceTest {
    private static final long SLOW = 60_000_000;

    @TempDir
    static Path folder;

    @Test
    void shouldGiveASlowWorkerLess() {
        try (FaultRuns runs = new FaultRuns(folder, "epochs=30")) {
            StepObserver slowed = (point, step, rank, layer) -> {
                if (point == ProtocolPoint.LOSS && rank == 1) {
                    long until = System.nanoTime() + SLOW;
                    while (System.nanoTime() < until) {
                        LockSupport.parkNanos(SLOW);
                    }
                }
            };
            FaultRuns.Ended ended = runs.train(3, new Hooks(slowed, Hooks.LinkFactory.BY_REFERENCE), FaultRuns.CALM);

            assertEquals(runs.undisturbed(), ended.fingerprint());
            assertEquals(0, ended.aborted());
            List<List<Integer>> dealt = dealt(ended);
            assertEquals(List.of(2, 2, 2), dealt.get(0));
            assertEquals(1, dealt.get(dealt.size() - 1).get(1), dealt::toString);
            // Once, and not to and fro.
            assertTrue(dealt.stream().distinct().count() <= 3, dealt::toString);
        }
    }

    /** How many micro-batches each worker had, in every step. */
    private static List<List<Integer>> dealt(FaultRuns.Ended ended) {
        List<List<Integer>> dealt = new ArrayList<>();
        try (LedgerReader ledger = new LedgerReader(ended.files().ledger())) {
            for (Optional<LedgerReader.Entry> entry = ledger.next(); entry.isPresent(); entry = ledger.next()) {
                if (entry.get().line() instanceof LedgerLine.Step step) {
                    dealt.add(step.shares().stream()
                            .map(share -> share.microBatches().size())
                            .toList());
                }
            }
        }
        return dealt;
    }
}
