package dev.evenkeel.job;

import dev.evenkeel.nn.Extent;
import dev.evenkeel.nn.Initializer;
import dev.evenkeel.nn.LayerSpec;
import java.util.List;

/** The layers of a job, for code, with the defaults of a job file: {@code dense(64).bias(false)}. */
public final class Layers {
    private Layers() {}

    public static LayerSpec.Flatten flatten() {
        return new LayerSpec.Flatten();
    }

    /** With bias; its initializer is chosen by the activation that follows, unless it is given. */
    public static LayerSpec.Dense dense(int units) {
        return new LayerSpec.Dense(units, Defaults.DENSE_BIAS, Initializer.of(Initializer.Scheme.AUTO));
    }

    /** With a square kernel, stride 1, no padding and bias; its initializer is chosen as that of {@link #dense}. */
    public static LayerSpec.Conv2d conv2d(int filters, int kernel) {
        return conv2d(filters, Extent.square(kernel));
    }

    public static LayerSpec.Conv2d conv2d(int filters, Extent kernel) {
        return new LayerSpec.Conv2d(
                filters,
                kernel,
                Defaults.CONVOLUTION_STRIDE,
                Defaults.CONVOLUTION_PADDING,
                Defaults.CONVOLUTION_BIAS,
                Initializer.of(Initializer.Scheme.AUTO));
    }

    /** Windows of that size side by side. */
    public static LayerSpec.MaxPool maxPool(int size) {
        return maxPool(size, size);
    }

    public static LayerSpec.MaxPool maxPool(int size, int stride) {
        return new LayerSpec.MaxPool(Extent.square(size), Extent.square(stride));
    }

    /** Windows of that size side by side. */
    public static LayerSpec.AvgPool avgPool(int size) {
        return avgPool(size, size);
    }

    public static LayerSpec.AvgPool avgPool(int size, int stride) {
        return new LayerSpec.AvgPool(Extent.square(size), Extent.square(stride));
    }

    public static LayerSpec.GlobalAvgPool globalAvgPool() {
        return new LayerSpec.GlobalAvgPool();
    }

    public static LayerSpec.BatchNorm batchNorm() {
        return new LayerSpec.BatchNorm(Defaults.BATCH_NORM_TRAINABLE);
    }

    public static LayerSpec.Relu relu() {
        return new LayerSpec.Relu();
    }

    public static LayerSpec.LeakyRelu leakyRelu() {
        return leakyRelu(Defaults.LEAKY_RELU_SLOPE);
    }

    public static LayerSpec.LeakyRelu leakyRelu(double slope) {
        return new LayerSpec.LeakyRelu(slope);
    }

    public static LayerSpec.Sigmoid sigmoid() {
        return new LayerSpec.Sigmoid();
    }

    public static LayerSpec.Tanh tanh() {
        return new LayerSpec.Tanh();
    }

    public static LayerSpec.Gelu gelu() {
        return new LayerSpec.Gelu();
    }

    public static LayerSpec.Dropout dropout(double rate) {
        return new LayerSpec.Dropout(rate);
    }

    /** With the identity as shortcut; another one by {@code residual(…).shortcut(…)}. */
    public static LayerSpec.Residual residual(LayerSpec... body) {
        return new LayerSpec.Residual(List.of(body), List.of());
    }

    public static LayerSpec.Repeat repeat(int times, LayerSpec... body) {
        return new LayerSpec.Repeat(times, List.of(body));
    }
}
