package dev.evenkeel.math;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Pooling of every kernel set against {@link NaiveKernels}, to the last bit: windows that overlap, touch or leave inputs out. */
class PoolingContractTest {
    private static final List<PoolingShape> SHAPES = List.of(
            new PoolingShape(1, 1, 1, Window.square(1, 1, 0)),
            new PoolingShape(3, 4, 6, Window.square(2, 2, 0)),
            new PoolingShape(2, 5, 7, Window.square(2, 2, 0)),
            new PoolingShape(5, 5, 5, Window.square(3, 2, 0)),
            new PoolingShape(2, 5, 4, Window.square(3, 1, 0)),
            new PoolingShape(4, 7, 7, Window.square(2, 3, 0)),
            new PoolingShape(3, 4, 9, new Window(2, 5, 3, 1, 0, 0)),
            PoolingShape.global(7, 4, 3),
            PoolingShape.global(1, 1, 5));

    private record Case(long seed, Inputs.Kind kind, PoolingShape shape, Lanes lanes) {
        Inputs inputs() {
            return new Inputs(seed, kind);
        }
    }

    static Stream<Case> cases() {
        Inputs.Kind[] kinds = Inputs.Kind.values();
        List<Lanes> lanes = KernelCases.LANES;
        return IntStream.range(0, kinds.length * lanes.size() * SHAPES.size())
                .mapToObj(i -> new Case(
                        i,
                        kinds[i % kinds.length],
                        SHAPES.get(i / kinds.length % SHAPES.size()),
                        lanes.get(i / kinds.length / SHAPES.size())));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void shouldPoolWindowByWindow(Case c) {
        float[] x = c.inputs().buffer(c.shape.inputs(), c.lanes);
        // Equal elements, and zeros of either sign.
        for (int i = 0; i < x.length; i++) {
            x[i] = i % 5 < 2 && c.kind == Inputs.Kind.ORDINARY ? Math.round(x[i]) : x[i];
        }
        float[] dy = c.inputs().buffer(c.shape.outputs(), c.lanes);
        KernelCases.assertContract(c, kernels -> {
            PoolingKernels pooling = kernels.pooling();
            float[] largest = KernelCases.unwritten(dy.length + 5);
            float[] mean = KernelCases.unwritten(dy.length + 5);
            float[] toLargest = KernelCases.unwritten(x.length + 5);
            float[] toAll = KernelCases.unwritten(x.length + 5);
            pooling.max(c.shape, x, largest, c.lanes);
            pooling.maxBackward(c.shape, x, largest, dy, toLargest, c.lanes);
            pooling.average(c.shape, x, mean, c.lanes);
            pooling.averageBackward(c.shape, dy, toAll, c.lanes);
            return Outputs.of(new float[][] {largest, toLargest, mean, toAll});
        });
    }

    /** What the four say of one small map, by hand. */
    @Test
    void shouldPoolAMapAsByHand() {
        PoolingShape shape = new PoolingShape(1, 2, 4, Window.square(2, 2, 0));
        Lanes lanes = Lanes.of(1);
        float[] x = firstLanes(1, 5, -0f, 0f, 5, 2, -3, -4);
        float[] dy = firstLanes(10, 20);
        float[] y = new float[dy.length];
        float[] dx = new float[x.length];
        for (Kernels kernels : KernelSets.available()) {
            kernels.pooling().max(shape, x, y, lanes);
            assertArrayEquals(firstLanes(5, 0f), y, kernels.name());
            kernels.pooling().maxBackward(shape, x, y, dy, dx, lanes);
            assertArrayEquals(firstLanes(0, 10, 0, 20, 0, 0, 0, 0), dx, kernels.name());
            kernels.pooling().average(shape, x, y, lanes);
            assertArrayEquals(firstLanes(3.25f, -1.75f), y, kernels.name());
            kernels.pooling().averageBackward(shape, dy, dx, lanes);
            assertArrayEquals(firstLanes(2.5f, 2.5f, 5, 5, 2.5f, 2.5f, 5, 5), dx, kernels.name());
        }
    }

    @Test
    void shouldTakeNotANumberForTheLargest() {
        PoolingShape shape = new PoolingShape(1, 2, 2, Window.square(2, 2, 0));
        Lanes lanes = Lanes.of(1);
        float[] x = firstLanes(1, Float.NaN, Float.POSITIVE_INFINITY, 2);
        float[] y = new float[Lanes.MULTIPLE];
        for (Kernels kernels : KernelSets.available()) {
            kernels.pooling().max(shape, x, y, lanes);
            assertArrayEquals(firstLanes(Float.NaN), y, kernels.name());
        }
    }

    @Test
    void shouldHaveNothingToDoForAnEmptyShard() {
        Lanes empty = Lanes.of();
        float[] none = {};
        for (Kernels kernels : KernelSets.available()) {
            for (PoolingShape shape : SHAPES) {
                kernels.pooling().max(shape, none, none, empty);
                kernels.pooling().maxBackward(shape, none, none, none, none, empty);
                kernels.pooling().average(shape, none, none, empty);
                kernels.pooling().averageBackward(shape, none, none, empty);
            }
        }
    }

    /** Features of one micro-batch of one sample. */
    private static float[] firstLanes(float... features) {
        float[] values = new float[features.length * Lanes.MULTIPLE];
        for (int f = 0; f < features.length; f++) {
            values[f * Lanes.MULTIPLE] = features[f];
        }
        return values;
    }
}
