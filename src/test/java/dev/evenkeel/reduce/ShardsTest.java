package dev.evenkeel.reduce;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
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

    @ParameterizedTest
    @MethodSource("sizes")
    void shouldDealInProportion(int microBatches, int members) {
        Random random = new Random(31L * microBatches + members);
        List<Integer> parts =
                IntStream.range(0, members).mapToObj(m -> 1 + random.nextInt(9)).toList();
        int sum = parts.stream().mapToInt(Integer::intValue).sum();
        Shards shards = Shards.deal(microBatches, new Portions(parts));
        assertEquals(microBatches, shards.to(members - 1));
        for (int member = 0; member < members; member++) {
            // Nobody has less than the whole part of what is due to it.
            assertTrue(shards.size(member) >= microBatches * parts.get(member) / sum, parts + ": " + shards);
        }
        Shards exact = Shards.deal(sum, new Portions(parts));
        assertEquals(parts, IntStream.range(0, members).mapToObj(exact::size).toList());
    }

    @Test
    void shouldDealEvenPortionsAsEver() {
        assertEquals(Shards.deal(8, 3), Shards.deal(8, new Portions(List.of(5, 5, 5))));
        assertEquals(
                "Shards[0, 5, 5, 7]",
                Shards.deal(7, new Portions(List.of(5, 0, 2))).toString());
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
