package dev.evenkeel.data;

import dev.evenkeel.data.Dataset.Normalization;
import dev.evenkeel.nn.Shape;
import java.util.List;

/**
 * Images as files hold them, with the class of each. The array is shared and nobody writes to it.
 *
 * @param pixels unsigned bytes, sample after sample, each in the order channel, row, column
 */
record RawImages(Shape shape, byte[] pixels, Targets targets) {
    int size() {
        return targets.size();
    }

    /** The data set of these two parts, normalized by the first. */
    static Dataset dataset(RawImages train, RawImages test, List<String> classNames) {
        Shape shape = train.shape();
        byte[] pixels = train.pixels();
        Normalization normalization = Normalizing.of(shape, train.size(), i -> pixels[i] & 0xFF);
        String digest = new DataDigest(shape, classNames)
                .images(train.pixels(), train.targets())
                .images(test.pixels(), test.targets())
                .hex();
        float[][] tables = ImagePart.tables(normalization);
        return new InMemoryDataset(
                digest, shape, classNames, normalization, new ImagePart(train, tables), new ImagePart(test, tables));
    }
}
