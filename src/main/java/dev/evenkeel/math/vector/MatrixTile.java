package dev.evenkeel.math.vector;

import static dev.evenkeel.math.vector.Vectors.LENGTH;

/**
 * The shape of the tile in which matrix products are computed: some rows of A times a panel of B, the chains of the result held
 * in registers. {@link RowTile} reads A row by row, {@link ColumnTile} column by column, both where it stands.
 *
 * <p>A panel of B is {@code [k][PANEL]}. This constant stride is what lets the JIT compiler hoist the bounds checks out of the
 * loop over k, and it is the layout of a micro-batch of 32 lanes as it stands.
 *
 * <p>The size follows the registers: 16 chains, 2 vectors of B and 1 of A, of the 32 that 512-bit processors have; elsewhere 10,
 * 2 and 1 of 16, where a larger tile makes some compiler versions spill. A tile's method holds about as many vector operations
 * as the compiler is willing to inline: beyond that it would allocate vectors on the heap. For the same reason the operations
 * stand there themselves, not in helpers: those of the Vector API are inlined always, a helper of ours only if it is hot, and
 * what runs once per tile is not hot beside its loop.
 */
final class MatrixTile {
    /** Columns of a panel of B. */
    static final int PANEL = 32;

    static final boolean MANY_REGISTERS = LENGTH == 16;
    static final int ROWS = MANY_REGISTERS ? 8 : 5;
    static final int COLUMNS = 2 * LENGTH;

    private MatrixTile() {}

    /**
     * Where the tile begins that covers row r: the last tile of a matrix is moved up so that it is full, and computes some rows
     * once more.
     */
    static int begin(int r, int rows) {
        return begin(r, rows, ROWS);
    }

    /** The same for tiles of so many rows. */
    static int begin(int r, int rows, int tile) {
        return Math.max(0, Math.min(r, rows - tile));
    }
}
