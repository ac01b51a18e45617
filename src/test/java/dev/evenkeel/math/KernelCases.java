package dev.evenkeel.math;

import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * What the contract tests share: every kernel set of this JVM against {@link NaiveKernels}, to the last bit, over rows, columns
 * and micro-batches that include 1, primes and what fills no vector, and over values that underflow, overflow or are no numbers.
 */
final class KernelCases {
    static final List<Lanes> LANES = List.of(
            Lanes.of(1),
            Lanes.of(16),
            Lanes.of(25, 24, 24, 24),
            Lanes.of(30, 30),
            Lanes.of(32, 32, 32, 32, 32, 32, 32, 32),
            Lanes.of(5, 4, 4),
            Lanes.of(67, 66),
            Lanes.of(48, 17, 1, 33, 31),
            Lanes.of(3, 3, 3, 3, 3, 3, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2));
    private static final int[][] SHAPES = {
        {1, 1}, {1, 7}, {7, 1}, {2, 3}, {5, 16}, {13, 17}, {6, 32}, {12, 64}, {10, 100}, {37, 33}, {65, 19}, {31, 130}
    };

    private KernelCases() {}

    /** A shape, a shard and values; the text is enough to make it again. */
    record Case(long seed, Inputs.Kind kind, int rows, int columns, Lanes lanes) {
        Inputs inputs() {
            return new Inputs(seed, kind);
        }
    }

    static Stream<Case> cases() {
        return IntStream.range(0, LANES.size() * SHAPES.length * Inputs.Kind.values().length)
                .mapToObj(i -> {
                    int[] shape = SHAPES[i % SHAPES.length];
                    Lanes lanes = LANES.get(i / SHAPES.length % LANES.size());
                    Inputs.Kind kind = Inputs.Kind.values()[i / SHAPES.length / LANES.size()];
                    return new Case(i, kind, shape[0], shape[1], lanes);
                })
                .filter(c -> (long) c.rows * c.columns * c.lanes.total() < 200_000 || c.seed % 4 == 0);
    }

    static void assertContract(Object where, Function<Kernels, Outputs> exercise) {
        Outputs expected = exercise.apply(new NaiveKernels());
        for (Kernels kernels : KernelSets.available()) {
            Outputs.assertSameBits(expected, exercise.apply(kernels), kernels.name() + ", " + where);
        }
    }

    static float[] unwritten(int n) {
        float[] values = new float[n];
        Arrays.fill(values, Float.NaN);
        return values;
    }

    /** One that other kernels have used: more of it than is needed, and no number in it. */
    static Workspace usedWorkspace() {
        Workspace workspace = new Workspace();
        for (int slot = 0; slot < Workspace.SLOTS; slot++) {
            Arrays.fill(workspace.floats(slot, 10_000), Float.NaN);
            Arrays.fill(workspace.doubles(slot, 10_000), Double.NaN);
        }
        return workspace;
    }
}
