package dev.evenkeel.data;

import dev.evenkeel.nn.Shape;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** A folder of IDX files as MNIST and Fashion-MNIST are published: images of one channel in ten classes. */
final class IdxData {
    static final List<String> DIGITS =
            IntStream.range(0, 10).mapToObj(String::valueOf).toList();

    private static final List<String> FASHION = List.of(
            "T-shirt/top", "Trouser", "Pullover", "Dress", "Coat", "Sandal", "Shirt", "Sneaker", "Bag", "Ankle boot");

    /** SHA-256 of Fashion-MNIST's 60,000 training labels: by content, since names must not depend on a path. */
    private static final String FASHION_LABELS = "657fbd221bfc9f4198cc14b5619cc33ec57c58dd0e47af4d99d6650759e869a7";

    private static final String PUBLISHED =
            "Fashion-MNIST is published as the Debian package dataset-fashion-mnist (in /usr/share/datasets/fashion-mnist)"
                    + " and at https://github.com/zalandoresearch/fashion-mnist, MNIST at http://yann.lecun.com/exdb/mnist/";

    private IdxData() {}

    static Dataset load(Path folder) {
        IdxFile trainImages = file(folder, "train-images", 3);
        IdxFile trainLabels = file(folder, "train-labels", 1);
        IdxFile testImages = file(folder, "t10k-images", 3);
        IdxFile testLabels = file(folder, "t10k-labels", 1);
        RawImages train = images(trainImages, trainLabels);
        RawImages test = images(testImages, testLabels);
        if (!train.shape().equals(test.shape())) {
            throw new DataException(trainImages.name() + " holds images of " + size(train) + " pixels and "
                    + testImages.name() + " of " + size(test) + "; both must be of one size");
        }
        boolean fashion = DataDigest.sha256(trainLabels.values()).equals(FASHION_LABELS);
        return RawImages.dataset(train, test, fashion ? FASHION : DIGITS);
    }

    /** The images of one part with their labels, checked against each other. */
    static RawImages images(IdxFile images, IdxFile labels) {
        if (images.samples() != labels.samples()) {
            throw new DataException(images.name() + " holds " + images.samples() + " images and " + labels.name()
                    + " holds " + labels.samples() + " labels; both must be equally many");
        }
        int[] classes = new int[labels.samples()];
        for (int i = 0; i < classes.length; i++) {
            classes[i] = labels.values()[i] & 0xFF;
            if (classes[i] >= DIGITS.size()) {
                throw new DataException(labels.name() + " has the label " + classes[i] + " for image " + i
                        + " (counted from 0); labels are 0 to " + (DIGITS.size() - 1));
            }
        }
        Shape shape = new Shape(1, images.dimensions()[1], images.dimensions()[2]);
        return new RawImages(shape, images.values(), new Targets.Classes(classes));
    }

    /** The files of a folder that {@link #load} reads, as far as they are there. */
    static List<Path> files(Path folder) {
        return Stream.of(
                        find(folder, "train-images", 3),
                        find(folder, "train-labels", 1),
                        find(folder, "t10k-images", 3),
                        find(folder, "t10k-labels", 1))
                .flatMap(Optional::stream)
                .toList();
    }

    private static IdxFile file(Path folder, String name, int rank) {
        return find(folder, name, rank)
                .map(path -> IdxFile.read(path, rank))
                .orElseThrow(() -> new DataException(
                        folder.resolve(name + "-" + format(rank)) + " is missing, also with .gz: " + PUBLISHED));
    }

    private static Optional<Path> find(Path folder, String name, int rank) {
        return Stream.of("-", ".")
                .flatMap(joint -> Stream.of("", ".gz").map(ending -> name + joint + format(rank) + ending))
                .map(folder::resolve)
                .filter(Files::exists)
                .findFirst();
    }

    private static String format(int rank) {
        return "idx" + rank + "-ubyte";
    }

    private static String size(RawImages images) {
        return images.shape().rows() + "×" + images.shape().columns();
    }
}
