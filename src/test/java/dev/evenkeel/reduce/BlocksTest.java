package dev.evenkeel.reduce;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class BlocksTest {
    static LongStream seeds() {
        return LongStream.range(0, 100);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void shouldCutEveryTensorByItself(long seed) {
        Random random = new Random(seed);
        List<Integer> sizes = random.ints(random.nextInt(8), 1, 300).boxed().toList();
        int size = 1 + random.nextInt(100);

        Blocks blocks = Blocks.of(sizes, size);

        int at = 0;
        for (int t = 0; t < sizes.size(); t++) {
            assertEquals(at, blocks.edges()[blocks.tensors()[t]]);
            at += sizes.get(t);
            assertEquals(at, blocks.edges()[blocks.tensors()[t + 1]]);
            int whole = blocks.tensors()[t + 1] - 1;
            for (int b = blocks.tensors()[t]; b <= whole; b++) {
                int floats = blocks.edges()[b + 1] - blocks.edges()[b];
                assertTrue(b < whole ? floats == size : floats > 0 && floats <= size);
            }
        }
        assertEquals(blocks.count(), blocks.tensors()[sizes.size()]);
    }

    @Test
    void shouldSumInTheShapeOfTheTree() {
        // 2^53 + 1 rounds back to 2^53: only in the tree's order do the ones add up first.
        double[] values = {0x1p53, 0, 1, 1, -0x1p53};
        assertEquals(2.0, Blocks.treeSum(values, 0, 5));
        assertEquals(-0x1p53, Blocks.treeSum(values, 4, 5));
        assertEquals(0.0, Blocks.treeSum(values, 2, 2));
    }

    @Test
    void shouldSumTheBlocksOfATensor() {
        Blocks blocks = Blocks.of(List.of(5, 1, 7), 3);
        double[] sums = {1, 2, 4, 8, 16, 32};
        assertEquals(3, blocks.tensorSum(sums, 0));
        assertEquals(4, blocks.tensorSum(sums, 1));
        assertEquals(56, blocks.tensorSum(sums, 2));
    }
}
