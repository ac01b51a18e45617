package dev.evenkeel.job;

import dev.evenkeel.data.AugmentSpec;

/** What a job does to training samples, for code: {@code augment(randomCrop(4), randomHorizontalFlip())}. */
public final class Augmentations {
    private Augmentations() {}

    /** A shift by up to that many pixels, what comes in being background. */
    public static AugmentSpec.RandomCrop randomCrop(int padding) {
        return new AugmentSpec.RandomCrop(padding);
    }

    public static AugmentSpec.RandomHorizontalFlip randomHorizontalFlip() {
        return new AugmentSpec.RandomHorizontalFlip();
    }
}
