package dev.evenkeel.data;

import dev.evenkeel.nn.Shape;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * CIFAR-10 in its binary version: five files of training images and one of test images, each a row of records of one label
 * byte and 32×32 bytes of red, of green and of blue.
 */
final class Cifar10Data {
    private static final Shape SHAPE = new Shape(3, 32, 32);
    private static final int RECORD = 1 + SHAPE.features();
    private static final int CLASSES = 10;
    private static final List<String> TRAIN =
            List.of("data_batch_1.bin", "data_batch_2.bin", "data_batch_3.bin", "data_batch_4.bin", "data_batch_5.bin");

    private static final String TEST = "test_batch.bin";
    private static final String CLASS_NAMES = "batches.meta.txt";

    private static final String PUBLISHED =
            "CIFAR-10 is published at https://www.cs.toronto.edu/~kriz/cifar.html (its binary version)";

    private Cifar10Data() {}

    static Dataset load(Path folder) {
        List<Path> train = TRAIN.stream().map(folder::resolve).toList();
        List<Path> test = List.of(folder.resolve(TEST));
        return RawImages.dataset(images(train), images(test), classNames(folder.resolve(CLASS_NAMES)));
    }

    /** The files of a folder that {@link #load} reads, present or not; class names need not be. */
    static List<Path> files(Path folder) {
        return Stream.concat(TRAIN.stream(), Stream.of(TEST, CLASS_NAMES))
                .map(folder::resolve)
                .toList();
    }

    private static RawImages images(List<Path> files) {
        int[] records = files.stream().mapToInt(Cifar10Data::records).toArray();
        long samples = IntStream.of(records).asLongStream().sum();
        byte[] pixels = new byte[Heap.arrayLength(samples * SHAPE.features(), 1, files.get(0) + " and its like")];
        int[] labels = new int[pixels.length / SHAPE.features()];
        int sample = 0;
        for (int file = 0; file < records.length; file++) {
            read(files.get(file), records[file], pixels, labels, sample);
            sample += records[file];
        }
        return new RawImages(SHAPE, pixels, new Targets.Classes(labels));
    }

    /** The number of records, from the size of the file. */
    private static int records(Path file) {
        try {
            if (Files.notExists(file)) {
                throw new DataException(file + " is missing: " + PUBLISHED);
            }
            long size = Files.size(file);
            if (size == 0 || size % RECORD != 0 || size > Integer.MAX_VALUE) {
                throw new DataException(file + " is " + size + " bytes long; a batch is a whole number of records of "
                        + RECORD + " bytes, 1 or more");
            }
            return (int) (size / RECORD);
        } catch (IOException e) {
            throw ReadFailure.of(file.toString(), e);
        }
    }

    private static void read(Path file, int records, byte[] pixels, int[] labels, int at) {
        try (DataInputStream in = new DataInputStream(new BufferedInputStream(Files.newInputStream(file), 1 << 16))) {
            for (int i = 0; i < records; i++) {
                int label = in.readUnsignedByte();
                if (label >= CLASSES) {
                    throw new DataException(file + " has the label " + label + " for image " + i
                            + " (counted from 0); labels are 0 to " + (CLASSES - 1));
                }
                labels[at + i] = label;
                in.readFully(pixels, (at + i) * SHAPE.features(), SHAPE.features());
            }
        } catch (IOException e) {
            throw ReadFailure.of(file.toString(), e);
        }
    }

    private static List<String> classNames(Path file) {
        if (Files.notExists(file)) {
            return IdxData.DIGITS;
        }
        try {
            List<String> names = Files.readAllLines(file).stream()
                    .map(String::strip)
                    .filter(name -> !name.isEmpty())
                    .toList();
            if (names.stream().distinct().count() != CLASSES || names.size() != CLASSES) {
                throw new DataException(file + " names " + names.size() + " classes; CIFAR-10 has " + CLASSES
                        + ", each with a name of its own on a line");
            }
            return names;
        } catch (IOException e) {
            throw ReadFailure.of(file.toString(), e);
        }
    }
}
