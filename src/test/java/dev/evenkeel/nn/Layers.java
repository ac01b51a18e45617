package dev.evenkeel.nn;

import java.util.List;

/** Layer specifications in few words, for tests. */
public final class Layers {
    private Layers() {}

    public static LayerSpec flatten() {
        return new LayerSpec.Flatten();
    }

    public static LayerSpec dense(int units) {
        return new LayerSpec.Dense(units, true, Initializer.of(Initializer.Scheme.LECUN));
    }

    public static LayerSpec denseWithoutBias(int units) {
        return new LayerSpec.Dense(units, false, Initializer.of(Initializer.Scheme.LECUN));
    }

    public static LayerSpec.Conv2d conv2d(int filters, int kernel) {
        return new LayerSpec.Conv2d(
                filters,
                Extent.square(kernel),
                Extent.square(1),
                Extent.square(0),
                true,
                Initializer.of(Initializer.Scheme.LECUN));
    }

    public static LayerSpec maxPool(int size, int stride) {
        return new LayerSpec.MaxPool(Extent.square(size), Extent.square(stride));
    }

    public static LayerSpec avgPool(int size, int stride) {
        return new LayerSpec.AvgPool(Extent.square(size), Extent.square(stride));
    }

    public static LayerSpec globalAvgPool() {
        return new LayerSpec.GlobalAvgPool();
    }

    public static LayerSpec batchNorm() {
        return new LayerSpec.BatchNorm(true);
    }

    public static LayerSpec frozenBatchNorm() {
        return new LayerSpec.BatchNorm(false);
    }

    public static LayerSpec relu() {
        return new LayerSpec.Relu();
    }

    public static LayerSpec leakyRelu(double slope) {
        return new LayerSpec.LeakyRelu(slope);
    }

    public static LayerSpec sigmoid() {
        return new LayerSpec.Sigmoid();
    }

    public static LayerSpec tanh() {
        return new LayerSpec.Tanh();
    }

    public static LayerSpec gelu() {
        return new LayerSpec.Gelu();
    }

    public static LayerSpec dropout(double rate) {
        return new LayerSpec.Dropout(rate);
    }

    public static LayerSpec.Residual residual(LayerSpec... body) {
        return new LayerSpec.Residual(List.of(body), List.of());
    }

    public static LayerSpec repeat(int times, LayerSpec... body) {
        return new LayerSpec.Repeat(times, List.of(body));
    }
}
