package dev.evenkeel.nn;

/** Rows and columns: of a kernel, a stride, a padding. */
public record Extent(int rows, int columns) {
    /** The same in both directions. */
    public static Extent square(int size) {
        return new Extent(size, size);
    }

    @Override
    public String toString() {
        return rows + "×" + columns;
    }
}
