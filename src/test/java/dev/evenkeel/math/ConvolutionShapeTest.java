package dev.evenkeel.math;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class ConvolutionShapeTest {
    @Test
    void shouldCountOutputsAsTheWindowSlides() {
        ConvolutionShape shape = new ConvolutionShape(3, 32, 30, 16, Window.square(3, 2, 1));
        assertEquals(16, shape.outputHeight());
        assertEquals(15, shape.outputWidth());
        assertEquals(3 * 32 * 30, shape.inputs());
        assertEquals(16 * 16 * 15, shape.outputs());
        assertEquals(16 * 3 * 9, shape.weights());
        PoolingShape global = PoolingShape.global(64, 8, 7);
        assertEquals(1, global.outputHeight() * global.outputWidth());
    }

    @Test
    void shouldFindTheSameTapsFromEitherSide() {
        for (int inputs = 1; inputs < 9; inputs++) {
            for (int kernel = 1; kernel < 6; kernel++) {
                for (int stride = 1; stride < 5; stride++) {
                    for (int padding = 0; padding < kernel; padding++) {
                        Sliding sliding = new Sliding(inputs, kernel, stride, padding);
                        if (kernel <= inputs + 2 * padding) {
                            assertConsistent(sliding);
                        }
                    }
                }
            }
        }
    }

    private static void assertConsistent(Sliding sliding) {
        for (int o = 0; o < sliding.outputs(); o++) {
            for (int i = 0; i < sliding.inputs(); i++) {
                int tap = sliding.tap(o, i);
                boolean covered = tap >= 0 && tap < sliding.kernel();
                assertEquals(
                        covered, i >= sliding.inputBegin(o) && i < sliding.inputEnd(o), sliding + " " + o + " " + i);
                assertEquals(
                        covered, o >= sliding.outputBegin(i) && o < sliding.outputEnd(i), sliding + " " + o + " " + i);
                if (covered) {
                    assertEquals(i, sliding.input(o, tap));
                }
            }
            for (int tap = 0; tap < sliding.kernel(); tap++) {
                int i = sliding.input(o, tap);
                boolean inside = i >= 0 && i < sliding.inputs();
                assertEquals(
                        inside, o >= sliding.tapBegin(tap) && o < sliding.tapEnd(tap), sliding + " " + o + " " + tap);
            }
        }
    }

    private static void assertRefused(String message, Runnable constructor) {
        assertEquals(
                message,
                assertThrows(IllegalArgumentException.class, constructor::run).getMessage());
    }

    @Test
    void shouldRefuseWhatDoesNotFit() {
        assertRefused(
                "the kernel does not fit into the maps with their padding: kernel=5x5, maps=3x4x2, padding=1x1",
                () -> new ConvolutionShape(3, 4, 2, 8, Window.square(5, 1, 1)));
        assertRefused("a kernel needs a row and a column: kernel=0x0", () -> Window.square(0, 1, 0));
        assertRefused("a stride is 1 or more: stride=0x0", () -> Window.square(3, 0, 1));
        assertRefused(
                "padding is 0 or more and smaller than the kernel: padding=2x2, kernel=2x2",
                () -> Window.square(2, 1, 2));
        assertRefused(
                "a convolution needs a filter: filters=0",
                () -> new ConvolutionShape(3, 4, 4, 0, Window.square(3, 1, 1)));
        assertRefused(
                "pooling has no padding: padding=1x1, kernel=3x3",
                () -> new PoolingShape(3, 4, 4, Window.square(3, 1, 1)));
        assertRefused(
                "a convolution has at most 2147483647 inputs, outputs and weights:"
                        + " inputs=16000000, outputs=16000000000, weights=9000",
                () -> new ConvolutionShape(1, 4000, 4000, 1000, Window.square(3, 1, 1)));
    }
}
