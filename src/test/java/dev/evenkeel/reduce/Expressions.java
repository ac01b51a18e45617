package dev.evenkeel.reduce;

import java.util.List;
import java.util.stream.IntStream;

/** Folds of texts instead of numbers: the text that comes out is the order of the sum. */
final class Expressions {
    private Expressions() {}

    static String[] leaves(int from, int to) {
        return IntStream.range(from, to).mapToObj(Integer::toString).toArray(String[]::new);
    }

    /** What slot 0 holds after the fold. */
    static String of(Fold fold, String[] slots) {
        fold(fold, 0, slots);
        return slots[0];
    }

    static void fold(Fold fold, int first, String[] slots) {
        for (Fold.Pair pair : fold.pairs()) {
            slots[first + pair.left()] = "(" + slots[first + pair.left()] + "+" + slots[first + pair.right()] + ")";
            slots[first + pair.right()] = "used";
        }
    }

    /** The sum of a subtree, straight from the definition of the tree. */
    static String defined(Subtree node) {
        if (node.leaves() == 1) {
            return Integer.toString(node.from());
        }
        int middle = node.from() + ReductionTree.split(node.leaves());
        return "(" + defined(new Subtree(node.from(), middle)) + "+" + defined(new Subtree(middle, node.to())) + ")";
    }

    static List<String> defined(List<Subtree> trees) {
        return trees.stream().map(Expressions::defined).toList();
    }
}
