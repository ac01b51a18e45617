package dev.evenkeel.train;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.evenkeel.train.Timeline.Batch;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class TimelineTest {
    @Test
    void shouldUseEverySampleOncePerEpochTheLastBatchSmaller() {
        Timeline timeline = new Timeline(10, 4, 2);
        assertEquals(6, timeline.steps());
        assertEquals(
                List.of(
                        new Batch(1, 1, 0, 4),
                        new Batch(2, 1, 4, 8),
                        new Batch(3, 1, 8, 10),
                        new Batch(4, 2, 0, 4),
                        new Batch(5, 2, 4, 8),
                        new Batch(6, 2, 8, 10)),
                LongStream.rangeClosed(1, 6).mapToObj(timeline::batch).toList());
        assertEquals(3, timeline.lastStep(1));
        assertEquals(6, timeline.lastStep(2));
    }

    @Test
    void shouldHaveNoSmallerBatchWhereTheSizeDivides() {
        Timeline timeline = new Timeline(12, 4, 1);
        assertEquals(3, timeline.stepsPerEpoch());
        assertEquals(4, timeline.batch(3).size());
        assertEquals(1, new Timeline(5, 100, 1).stepsPerEpoch());
        assertEquals(5, new Timeline(5, 100, 1).batch(1).size());
    }
}
