package dev.evenkeel.math;

/**
 * A window's way along one axis of a map: output o covers the inputs {@code o·stride − padding … o·stride − padding + kernel − 1},
 * of which those that are in the image count.
 *
 * @param inputs rows or columns of the image
 */
public record Sliding(int inputs, int kernel, int stride, int padding) {
    /** Positions of the window: as many as leave it within image and padding. */
    public int outputs() {
        return (inputs + 2 * padding - kernel) / stride + 1;
    }

    /** First input in the image that output o covers. */
    public int inputBegin(int o) {
        return Math.max(0, o * stride - padding);
    }

    /** One past the last input in the image that output o covers. */
    public int inputEnd(int o) {
        return Math.min(inputs, o * stride - padding + kernel);
    }

    /** First output that covers input i. */
    public int outputBegin(int i) {
        return Math.max(0, Math.floorDiv(i + padding - kernel + stride, stride));
    }

    /** One past the last output that covers input i; no more than {@link #outputBegin} if none does. */
    public int outputEnd(int i) {
        return Math.min(outputs(), (i + padding) / stride + 1);
    }

    /** The position within the kernel at which output o covers input i. */
    public int tap(int o, int i) {
        return i + padding - o * stride;
    }

    /** The input that the tap of that number of output o covers. */
    public int input(int o, int tap) {
        return o * stride - padding + tap;
    }

    /** First output whose tap of that number is in the image. */
    public int tapBegin(int tap) {
        return Math.max(0, Math.floorDiv(padding - tap + stride - 1, stride));
    }

    /** One past the last output whose tap of that number is in the image; no more than {@link #tapBegin} if there is none. */
    public int tapEnd(int tap) {
        return Math.min(outputs(), Math.floorDiv(inputs - 1 + padding - tap, stride) + 1);
    }
}
