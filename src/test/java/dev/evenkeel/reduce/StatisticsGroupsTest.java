package dev.evenkeel.reduce;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.evenkeel.data.MicroBatches;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class StatisticsGroupsTest {
    static LongStream seeds() {
        return LongStream.range(0, 200);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void shouldCoverTheMiniBatchByRunsOfThatSize(long seed) {
        Random random = new Random(seed);
        int[] samples = MicroBatches.split(1 + random.nextInt(100), 1 + random.nextInt(20));
        int size = random.nextInt(10) == 0 ? Integer.MAX_VALUE : 1 + random.nextInt(12);

        List<Subtree> groups = StatisticsGroups.of(samples, size).groups();

        int at = 0;
        for (Subtree group : groups) {
            assertEquals(at, group.from());
            boolean last = group.to() == samples.length;
            assertTrue(last || group.leaves() == size, groups::toString);
            assertTrue(group.leaves() - 1 <= size, groups::toString);
            at = group.to();
        }
        assertEquals(samples.length, at);
        Subtree tail = groups.get(groups.size() - 1);
        int inTail =
                IntStream.range(tail.from(), tail.to()).map(m -> samples[m]).sum();
        assertTrue(groups.size() == 1 || inTail > 1, groups::toString);
    }

    @Test
    void shouldJoinATailOfOneSampleWithTheGroupBefore() {
        assertEquals(
                List.of(new Subtree(0, 2), new Subtree(2, 5)),
                StatisticsGroups.of(new int[] {2, 2, 2, 2, 1}, 2).groups());
        assertEquals(
                List.of(new Subtree(0, 2), new Subtree(2, 4), new Subtree(4, 5)),
                StatisticsGroups.of(new int[] {3, 3, 2, 2, 2}, 2).groups());
    }

    @Test
    void shouldTellTheGroupOfEveryMicroBatchOfAShard() {
        StatisticsGroups groups = StatisticsGroups.of(new int[] {4, 4, 4, 4, 4, 4, 4}, 3);
        assertArrayEquals(new int[] {0, 0, 0, 1, 1, 1, 2}, groups.groupOf(0, 7));
        assertArrayEquals(new int[] {0, 1, 1}, groups.groupOf(2, 5));
        assertArrayEquals(new int[] {}, groups.groupOf(3, 3));
    }
}
