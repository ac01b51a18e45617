package dev.evenkeel.math;

/**
 * A weight matrix in an order that one kernel set reads well: where it stands, or copied. Set by {@link MatrixKernels#pack},
 * read by {@link MatrixKernels#multiply}; the elements and their order are the kernel set's own business.
 *
 * <p>One thread at a time. Memory is taken at first use and kept.
 */
public final class PackedMatrix {
    private final int rows;
    private final int columns;
    private float[] own = {};
    private float[] scratch = {};
    private float[] elements = {};
    private int from;
    private boolean transposed;

    /**
     * @param rows rows of the product, that is features of its output
     * @param columns length of a row, that is features of its input
     */
    public PackedMatrix(int rows, int columns) {
        this.rows = rows;
        this.columns = columns;
    }

    public int rows() {
        return rows;
    }

    public int columns() {
        return columns;
    }

    /** For kernel sets: the array that holds the elements, from {@link #from} on. */
    public float[] elements() {
        return elements;
    }

    public int from() {
        return from;
    }

    /** Whether the elements stand column by column: element (r, c) at {@code from + c·rows + r}, not {@code from + r·columns + c}. */
    public boolean transposed() {
        return transposed;
    }

    /** For kernel sets: lets the elements be those of {@code w} from {@code from} on, as they stand. */
    public void refer(float[] w, int from, boolean transposed) {
        this.elements = w;
        this.from = from;
        this.transposed = transposed;
    }

    /** For kernel sets: lets the elements be in memory of their own, row by row, to be written by the caller. */
    public float[] own() {
        int size = Math.multiplyExact(rows, columns);
        if (own.length < size) {
            own = new float[size];
        }
        refer(own, 0, false);
        return own;
    }

    /** For kernel sets: memory to use while multiplying. */
    public float[] scratch(int size) {
        if (scratch.length < size) {
            scratch = new float[size];
        }
        return scratch;
    }
}
