package dev.evenkeel.data;

/** One step of a job's {@code augment}: how training samples are varied. Each comes by chance, keyed by (seed, epoch, sample). */
public sealed interface AugmentSpec {
    /**
     * Takes a window of the image's own size at a random place of the image with {@code padding} zero pixels around: a shift by
     * up to that many pixels, each way and each distance equally likely. Zero before normalization, which is the background of
     * written digits.
     */
    record RandomCrop(int padding) implements AugmentSpec {}

    /** Mirrors left and right, half of the time. */
    record RandomHorizontalFlip() implements AugmentSpec {}
}
