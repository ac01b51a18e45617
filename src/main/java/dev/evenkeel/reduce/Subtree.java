package dev.evenkeel.reduce;

/** A node of a reduction tree, by the leaves below it: {@code from} inclusive to {@code to} exclusive, never empty. */
public record Subtree(int from, int to) {
    public Subtree {
        if (from < 0 || to <= from) {
            throw new IllegalArgumentException("a subtree has a leaf: from=" + from + ", to=" + to);
        }
    }

    public int leaves() {
        return to - from;
    }
}
