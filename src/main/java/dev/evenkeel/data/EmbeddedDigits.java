package dev.evenkeel.data;

import java.io.InputStream;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * The 1,797 handwritten digits in the jar: E. Alpaydin and C. Kaynak, Optical Recognition of Handwritten Digits, UCI Machine
 * Learning Repository, 1998 (CC BY 4.0; the test part of that set). The first 1,437 are for training, the last 360 for
 * testing.
 */
final class EmbeddedDigits {
    private static final int TRAIN = 1437;

    private EmbeddedDigits() {}

    static Dataset load() {
        RawImages all = IdxData.images(file("digits-images-idx3-ubyte.gz", 3), file("digits-labels-idx1-ubyte.gz", 1));
        return RawImages.dataset(slice(all, 0, TRAIN), slice(all, TRAIN, all.size()), IdxData.DIGITS);
    }

    private static RawImages slice(RawImages images, int from, int to) {
        int features = images.shape().features();
        int[] labels = IntStream.range(from, to).map(images.targets()::label).toArray();
        return new RawImages(
                images.shape(),
                Arrays.copyOfRange(images.pixels(), from * features, to * features),
                new Targets.Classes(labels));
    }

    private static IdxFile file(String name, int rank) {
        InputStream in = EmbeddedDigits.class.getResourceAsStream(name);
        if (in == null) {
            throw new DataException("the embedded digits are missing from the jar: " + name);
        }
        return IdxFile.read(in, name, rank);
    }
}
