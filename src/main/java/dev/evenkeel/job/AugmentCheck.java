package dev.evenkeel.job;

import dev.evenkeel.data.AugmentSpec;
import dev.evenkeel.nn.Shape;

/** Whether the steps of {@code augment} can be taken with samples of a shape. */
record AugmentCheck(JobSpec job, Shape shape, Source source) {
    void check() {
        for (int i = 0; i < job.augment().size(); i++) {
            AugmentSpec step = job.augment().get(i);
            String path = "augment[" + i + "]";
            if (shape.rows() == 1 || shape.columns() == 1) {
                throw source.refuse(
                        path,
                        path + ": " + AugmentKeys.type(step) + " is for images, but a sample of the data is " + shape
                                + ": leave it out");
            }
            int most = Math.min(shape.rows(), shape.columns()) - 1;
            if (step instanceof AugmentSpec.RandomCrop crop && crop.padding() > most) {
                throw source.refuse(
                        path + ".padding",
                        path + ".padding is " + crop.padding() + ", which can crop all of an image of " + shape.rows()
                                + "×" + shape.columns() + " pixels away: take " + most + " or less");
            }
        }
    }
}
