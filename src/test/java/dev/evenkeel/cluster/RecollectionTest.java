package dev.evenkeel.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.evenkeel.reduce.Portions;
import dev.evenkeel.train.StepResult;
import dev.evenkeel.train.Timeline;
import dev.evenkeel.train.TrainingState;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What workers remember of steps that are in nobody's books. */
class RecollectionTest {
    private final Recollection recollection = new Recollection();

    private static Report.Unrecorded report(int worker, long step, long digest) {
        StepResult result = new StepResult(
                new Timeline.Batch(step, 1, 0, 4),
                false,
                0.5,
                0.1,
                List.of(),
                Optional.empty(),
                List.of(),
                digest,
                new TrainingState.Counters(step, 0, 0.0, 0, 4),
                false);
        MessageExchange.Traffic traffic = new MessageExchange.Traffic(2, 100, StepTimes.NONE);
        return new Report.Unrecorded(
                worker, result, traffic, List.of(0, 2, 5), Portions.even(3), List.of("worker 1 failed"));
    }

    @Test
    void shouldFillUpTheBooks() {
        recollection.add(report(0, 7, 70));
        recollection.add(report(2, 7, 70));
        recollection.add(report(2, 8, 80));

        List<StepBook.Entry> entries = recollection.entries(6, 8, 2);

        assertEquals(
                List.of(7L, 8L),
                entries.stream().map(e -> e.result().batch().step()).toList());
        StepBook.Entry first = entries.get(0);
        assertEquals(List.of(0, 2, 5), first.workers());
        assertEquals(2, first.attempt());
        assertEquals(4, first.messages());
        assertEquals(List.of(), recollection.entries(8, 8, 2));
    }

    @Test
    void shouldSayWhatNobodyRemembers() {
        recollection.add(report(0, 7, 70));
        HopelessException gap = assertThrows(HopelessException.class, () -> recollection.entries(5, 7, 0));
        assertTrue(gap.getMessage().startsWith("step 6 is committed, but nobody"), gap.getMessage());
    }
}
