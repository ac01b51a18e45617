package dev.evenkeel.nn;

import dev.evenkeel.math.PoolingKernels;
import dev.evenkeel.math.PoolingShape;

/**
 * Every map by itself made smaller: the largest or the mean element of a window that slides over it, or the mean of the whole map.
 * Where windows do not come out even, what is left at the end is left out, as in PyTorch. Orders of operations in
 * {@link PoolingKernels}.
 */
public record Pooling(Kind kind, Shape input, PoolingShape geometry) implements Layer {
    /** What becomes of a window. */
    public enum Kind {
        MAX("max-pool"),
        AVERAGE("avg-pool"),
        /** The window is the whole map. */
        GLOBAL_AVERAGE("global-avg-pool");

        private final String key;

        Kind(String key) {
            this.key = key;
        }
    }

    @Override
    public String type() {
        return kind.key;
    }

    @Override
    public Shape output() {
        return new Shape(geometry.channels(), geometry.outputHeight(), geometry.outputWidth());
    }

    @Override
    public void forward(Pass pass, float[] x, float[] y) {
        PoolingKernels kernels = pass.kernels().pooling();
        if (kind == Kind.MAX) {
            kernels.max(geometry, x, y, pass.lanes());
        } else {
            kernels.average(geometry, x, y, pass.lanes());
        }
    }

    @Override
    public void inputGradient(Pass pass, float[] x, float[] y, float[] dy, float[] dx) {
        PoolingKernels kernels = pass.kernels().pooling();
        if (kind == Kind.MAX) {
            kernels.maxBackward(geometry, x, y, dy, dx, pass.lanes());
        } else {
            kernels.averageBackward(geometry, dy, dx, pass.lanes());
        }
    }

    @Override
    public boolean elementwise() {
        return false;
    }

    @Override
    public boolean needsInput() {
        return kind == Kind.MAX;
    }

    @Override
    public boolean needsOutput() {
        return kind == Kind.MAX;
    }
}
