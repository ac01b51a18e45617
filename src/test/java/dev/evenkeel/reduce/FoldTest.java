package dev.evenkeel.reduce;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class FoldTest {
    private static final Subtree FIVE = new Subtree(0, 5);

    @Test
    void shouldHaveNothingToDoForASingleNode() {
        assertEquals(List.of(), Fold.of(FIVE, List.of(FIVE)).pairs());
    }

    @Test
    void shouldCombineInTheOrderOfTheTree() {
        assertEquals("(((0+1)+(2+3))+4)", Expressions.of(Partition.leaves(FIVE), Expressions.leaves(0, 5)));
        assertEquals(
                "(((0+1)+(2+3))+((4+5)+6))",
                Expressions.of(Partition.leaves(new Subtree(0, 7)), Expressions.leaves(0, 7)));
    }

    @Test
    void shouldShapeATreeByItsOwnLeavesWhereverItBegins() {
        List<Subtree> leaves =
                Stream.of(4, 5, 6).map(i -> new Subtree(i, i + 1)).toList();
        assertEquals("((4+5)+6)", Expressions.of(Fold.of(new Subtree(4, 7), leaves), Expressions.leaves(4, 7)));
    }

    static Stream<List<Subtree>> incomplete() {
        return Stream.of(
                List.of(),
                List.of(new Subtree(0, 4)),
                List.of(new Subtree(0, 4), new Subtree(4, 5), new Subtree(5, 6)),
                List.of(new Subtree(0, 3), new Subtree(3, 5)),
                List.of(new Subtree(0, 2), new Subtree(2, 4), new Subtree(2, 4), new Subtree(4, 5)));
    }

    @ParameterizedTest
    @MethodSource("incomplete")
    void shouldRefuseGapsOverlapsAndForeignNodes(List<Subtree> nodes) {
        IllegalArgumentException refused =
                assertThrows(IllegalArgumentException.class, () -> Fold.of(FIVE, nodes), nodes::toString);
        assertTrue(refused.getMessage().contains("nodes=" + nodes), refused.getMessage());
    }
}
