package dev.evenkeel.reduce;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.evenkeel.math.TreeOrder;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReductionTreeTest {
    static IntStream sizes() {
        return IntStream.rangeClosed(1, 33);
    }

    @Test
    void shouldSplitAtTheLargestPowerOfTwoBelow() {
        assertEquals(
                List.of(1, 2, 2, 4, 4, 4, 4, 8, 8),
                IntStream.rangeClosed(2, 10).map(ReductionTree::split).boxed().toList());
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 64, 65, 1000, Integer.MAX_VALUE})
    void shouldSplitAsTheKernelsDo(int leaves) {
        assertEquals(TreeOrder.left(leaves), ReductionTree.split(leaves));
    }

    @ParameterizedTest
    @MethodSource("sizes")
    void shouldCoverEveryRangeOnceByTheLargestNodesOfTheTree(int leaves) {
        Set<Subtree> nodes = new HashSet<>();
        collect(new Subtree(0, leaves), nodes);
        for (int from = 0; from <= leaves; from++) {
            for (int to = from; to <= leaves; to++) {
                List<Subtree> cover = ReductionTree.cover(new Subtree(0, leaves), from, to);
                int at = from;
                for (Subtree node : cover) {
                    assertEquals(at, node.from());
                    assertTrue(nodes.contains(node), () -> node + " is no node of the tree");
                    at = node.to();
                }
                assertEquals(to, at);
                assertEquals(fewest(new Subtree(0, leaves), from, to), cover.size());
            }
        }
    }

    @Test
    void shouldCoverWhatLiesInsideWhereARangeGoesBeyond() {
        Subtree tree = new Subtree(4, 9);
        assertEquals(List.of(tree), ReductionTree.cover(tree, -3, 100));
        assertEquals(List.of(), ReductionTree.cover(tree, 0, 4));
        assertEquals(List.of(new Subtree(8, 9)), ReductionTree.cover(tree, 8, 12));
    }

    static void collect(Subtree node, Set<Subtree> nodes) {
        nodes.add(node);
        if (node.leaves() > 1) {
            int middle = node.from() + ReductionTree.split(node.leaves());
            collect(new Subtree(node.from(), middle), nodes);
            collect(new Subtree(middle, node.to()), nodes);
        }
    }

    /** Nodes below this one that lie in the range while their parents do not. */
    private static int fewest(Subtree root, int from, int to) {
        List<Subtree> open = new ArrayList<>(List.of(root));
        int count = 0;
        while (!open.isEmpty()) {
            Subtree node = open.remove(open.size() - 1);
            if (from <= node.from() && node.to() <= to) {
                count++;
            } else if (node.leaves() > 1) {
                int middle = node.from() + ReductionTree.split(node.leaves());
                open.add(new Subtree(node.from(), middle));
                open.add(new Subtree(middle, node.to()));
            }
        }
        return count;
    }
}
