package dev.evenkeel.reduce;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The sum that members put together is the tree's, whatever the members, the shards and the groups. */
class PartitionTest {
    static LongStream seeds() {
        return LongStream.range(0, 300);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void shouldSumEveryTreeInItsOwnOrderForAnyShards(long seed) {
        Random random = new Random(seed);
        int microBatches = 1 + random.nextInt(40);
        int members = 1 + random.nextInt(9);
        List<Subtree> trees = trees(random, microBatches);
        // Balanced shards, and any others: the sum must not depend on how they are dealt.
        Shards shards = random.nextBoolean() ? Shards.deal(microBatches, members) : any(random, microBatches, members);

        Partition partition = Partition.of(trees, shards);

        String[] slots = new String[partition.slots()];
        int slot = 0;
        for (int member = 0; member < members; member++) {
            String[] leaves = Expressions.leaves(shards.from(member), shards.to(member));
            List<Subtree> own = partition.nodes().get(member);
            for (int k = 0; k < own.size(); k++) {
                int first = own.get(k).from() - shards.from(member);
                Expressions.fold(partition.leaves().get(member).get(k), first, leaves);
                slots[slot++] = leaves[first];
            }
        }
        assertEquals(partition.slots(), slot);
        List<String> sums = new ArrayList<>();
        for (int tree = 0; tree < trees.size(); tree++) {
            Expressions.fold(partition.folds().get(tree), partition.firstSlots().get(tree), slots);
            sums.add(slots[partition.firstSlots().get(tree)]);
        }
        assertEquals(Expressions.defined(trees), sums);
    }

    private static List<Subtree> trees(Random random, int microBatches) {
        int groups = random.nextInt(3) == 0 ? 1 : 1 + random.nextInt(microBatches);
        int[] cuts = IntStream.concat(IntStream.of(0, microBatches), random.ints(groups - 1, 0, microBatches + 1))
                .sorted()
                .distinct()
                .toArray();
        return IntStream.range(0, cuts.length - 1)
                .mapToObj(i -> new Subtree(cuts[i], cuts[i + 1]))
                .toList();
    }

    private static Shards any(Random random, int microBatches, int members) {
        int[] bounds = new int[members + 1];
        for (int i = 1; i < members; i++) {
            bounds[i] = random.nextInt(microBatches + 1);
        }
        bounds[members] = microBatches;
        Arrays.sort(bounds);
        return new Shards(bounds);
    }
}
