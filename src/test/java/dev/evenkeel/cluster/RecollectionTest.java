package dev.evenkeel.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.evenkeel.reduce.Portions;
import dev.evenkeel.train.Timeline;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What workers remember of steps that are in nobody's books. */
class RecollectionTest {
    private final Recollection recollection = new Recollection();

    private static Report.Unrecorded report(int worker, long step) {
        MessageExchange.Traffic traffic = new MessageExchange.Traffic(2, 100, StepTimes.NONE);
        return new Report.Unrecorded(
                worker,
                Steps.result(new Timeline.Batch(step, 1, 0, 4)),
                traffic,
                List.of(0, 2, 5),
                Portions.even(3),
                List.of("worker 1 failed"));
    }

    @Test
    void shouldFillUpTheBooks() {
        recollection.add(report(0, 7));
        recollection.add(report(2, 7));
        recollection.add(report(2, 8));

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
        recollection.add(report(0, 7));
        HopelessException gap = assertThrows(HopelessException.class, () -> recollection.entries(5, 7, 0));
        assertTrue(gap.getMessage().startsWith("step 6 is committed, but nobody"), gap.getMessage());
    }
}
