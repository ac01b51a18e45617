package dev.evenkeel.reduce;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ShardsTest {
    static Stream<Arguments> sizes() {
        return IntStream.rangeClosed(1, 33).boxed().flatMap(n -> IntStream.rangeClosed(1, 17)
                .mapToObj(members -> Arguments.of(n, members)));
    }

    @ParameterizedTest
    @MethodSource("sizes")
    void shouldDealEverythingOnceInRunsThatDifferByOneAtMost(int microBatches, int members) {
        Shards shards = Shards.deal(microBatches, members);
        assertEquals(members, shards.members());
        assertEquals(0, shards.from(0));
        assertEquals(microBatches, shards.to(members - 1));
        for (int member = 0; member < members; member++) {
            int size = shards.to(member) - shards.from(member);
            assertTrue(size == microBatches / members || size == (microBatches - 1) / members + 1, shards::toString);
        }
    }

    static Stream<Arguments> small() {
        return sizes().filter(arguments ->
                (int) arguments.get()[0] <= 20 && (int) arguments.get()[1] <= 9);
    }

    @ParameterizedTest
    @MethodSource("small")
    void shouldCutTheFewestSubtreesAmongEvenWays(int microBatches, int members) {
        Shards shards = Shards.deal(microBatches, members);
        assertEquals(
                fewest(microBatches, new int[members + 1], members, 1), nodes(microBatches, shards), shards::toString);
    }

    @Test
    void shouldLeaveMembersWithoutAShareWhereThereAreMoreOfThemThanMicroBatches() {
        Shards shards = Shards.deal(3, 8);
        assertEquals(
                3,
                IntStream.range(0, 8).filter(m -> shards.from(m) < shards.to(m)).count());
    }

    @Test
    void shouldCompareByTheirBounds() {
        assertEquals(Shards.deal(8, 3), Shards.deal(8, 3));
        assertEquals(Shards.deal(8, 3).hashCode(), Shards.deal(8, 3).hashCode());
        assertEquals("Shards[0, 4, 8]", Shards.deal(8, 2).toString());
    }

    private static int nodes(int microBatches, Shards shards) {
        Subtree tree = new Subtree(0, microBatches);
        return IntStream.range(0, shards.members())
                .map(m ->
                        ReductionTree.cover(tree, shards.from(m), shards.to(m)).size())
                .sum();
    }

    /** By trying all. */
    private static int fewest(int microBatches, int[] bounds, int members, int member) {
        if (member > members) {
            return bounds[members] == microBatches
                    ? nodes(microBatches, new Shards(Arrays.copyOf(bounds, members + 1)))
                    : Integer.MAX_VALUE;
        }
        int small = microBatches / members;
        bounds[member] = bounds[member - 1] + small;
        int fewest = fewest(microBatches, bounds, members, member + 1);
        if (microBatches % members > 0 && bounds[member - 1] + small < microBatches) {
            bounds[member] = bounds[member - 1] + small + 1;
            fewest = Math.min(fewest, fewest(microBatches, bounds, members, member + 1));
        }
        return fewest;
    }
}
