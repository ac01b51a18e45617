package dev.evenkeel.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class IdxDataTest {
    @TempDir
    private Path folder;

    @BeforeEach
    void writeFiles() throws IOException {
        Idx.folder(folder);
    }

    @Test
    void shouldReadImagesAndLabels() {
        Dataset data = load();
        assertEquals(List.of(1, 1, 2), List.of(data.channels(), data.rows(), data.columns()));
        assertEquals(10, data.classes());
        assertEquals("7", data.classNames().get(7));
        assertEquals(3, data.train().size());
        assertEquals(List.of(3, 0, 9), List.of(label(data.train(), 0), label(data.train(), 1), label(data.train(), 2)));
        assertEquals(List.of(25.0), data.normalization().means());
        double deviation = Math.sqrt(1750.0 / 6);
        assertEquals(List.of(deviation), data.normalization().deviations());

        float[] inputs = new float[4];
        data.test().gather(new int[] {1, 0}, 0, 2, inputs, 0, 2);
        assertArrayEquals(
                new float[] {
                    (float) ((128 - 25) / deviation),
                    (float) ((255 - 25) / deviation),
                    (float) ((1 - 25) / deviation),
                    (float) ((0 - 25) / deviation)
                },
                inputs);
    }

    @Test
    void shouldGiveTheSameDigestWhateverTheFilesAreCalled() throws IOException {
        String digest = load().digest();
        for (String name : List.of("train-images", "train-labels", "t10k-images", "t10k-labels")) {
            String format = name.endsWith("images") ? "idx3-ubyte" : "idx1-ubyte";
            Path file = folder.resolve(name + "-" + format);
            Files.write(folder.resolve(name + "." + format + ".gz"), Idx.gzipped(Files.readAllBytes(file)));
            Files.delete(file);
        }
        assertEquals(digest, load().digest());
    }

    @Test
    void shouldGiveAnotherDigestForAnotherPixelOrLabel() throws IOException {
        String digest = load().digest();
        Path labels = folder.resolve("t10k-labels-idx1-ubyte");
        Files.write(labels, Idx.labels(Idx.bytes(1, 3)));
        String relabelled = load().digest();
        Files.write(folder.resolve("t10k-images-idx3-ubyte"), Idx.images(2, 1, 2, Idx.bytes(255, 0, 128, 2)));
        assertEquals(
                3, Stream.of(digest, relabelled, load().digest()).distinct().count());
    }

    static Stream<Arguments> badFiles() {
        byte[] good = Idx.images(3, 1, 2, Idx.bytes(0, 10, 20, 30, 40, 50));
        byte[] zipped = Idx.gzipped(good);
        String images = "train-images-idx3-ubyte";
        String labels = "train-labels-idx1-ubyte";
        return Stream.of(
                Arguments.of(
                        images,
                        Idx.bytes(0x801, List.of(6), new byte[6]),
                        "has the magic number 0x00000801 where an IDX file of unsigned bytes in 3 dimensions has 0x00000803"),
                Arguments.of(
                        labels,
                        Idx.bytes(0xD01, List.of(3), new byte[12]),
                        "has the magic number 0x00000D01 where an IDX file of unsigned bytes in 1 dimension has 0x00000801"),
                Arguments.of(images, new byte[0], "is truncated: it ends within its header"),
                Arguments.of(images, Arrays.copyOf(good, 15), "is truncated: it ends within its header"),
                Arguments.of(
                        images,
                        Arrays.copyOf(good, good.length - 1),
                        "is truncated: its header promises 6 values (3 × 1 × 2), and 5 are there"),
                Arguments.of(
                        images,
                        Arrays.copyOf(good, good.length + 1),
                        "has bytes after the 6 values that its header promises (3 × 1 × 2)"),
                Arguments.of(
                        images,
                        Arrays.copyOf(zipped, zipped.length - 9),
                        "is truncated: its gzip stream ends too early"),
                Arguments.of(
                        images,
                        Idx.bytes(0x1F, 0x8B, 0, 0, 0, 0, 0, 0, 0, 0),
                        "is damaged: it cannot be unzipped (Unsupported compression method)"),
                Arguments.of(
                        images,
                        Idx.images(0, 1, 2),
                        "has the dimensions 0 × 1 × 2 in its header; each must be 1 or more"),
                Arguments.of(
                        images,
                        Idx.images(3, -1, 2),
                        "has the dimensions 3 × -1 × 2 in its header; each must be 1 or more"),
                Arguments.of(
                        images,
                        Idx.images(70_000, 70_000, 70_000),
                        "promises 70000 × 70000 × 70000 values; more than 2147483639 in one file are not supported"),
                Arguments.of(
                        labels,
                        Idx.labels(Idx.bytes(3, 10, 9)),
                        "has the label 10 for image 1 (counted from 0); labels are 0 to 9"),
                Arguments.of(
                        labels,
                        Idx.labels(Idx.bytes(3, 0, 255)),
                        "has the label 255 for image 2 (counted from 0); labels are 0 to 9"));
    }

    @ParameterizedTest
    @MethodSource("badFiles")
    void shouldRefuseABadFileInOneSentence(String name, byte[] content, String problem) throws IOException {
        Path file = folder.resolve(name);
        Files.write(file, content);
        assertEquals(file + " " + problem, refusal());
    }

    @Test
    void shouldRefuseCountsAndSizesThatDiffer() throws IOException {
        Files.write(folder.resolve("train-labels-idx1-ubyte"), Idx.labels(Idx.bytes(1, 2)));
        assertEquals(
                folder + "/train-images-idx3-ubyte holds 3 images and " + folder
                        + "/train-labels-idx1-ubyte holds 2 labels; both must be equally many",
                refusal());
        Idx.folder(folder);
        Files.write(folder.resolve("t10k-images-idx3-ubyte"), Idx.images(2, 2, 1, new byte[4]));
        assertEquals(
                folder + "/train-images-idx3-ubyte holds images of 1×2 pixels and " + folder
                        + "/t10k-images-idx3-ubyte of 2×1; both must be of one size",
                refusal());
    }

    @Test
    void shouldSayWhereAbsentFilesArePublished() throws IOException {
        Files.delete(folder.resolve("t10k-labels-idx1-ubyte"));
        assertEquals(
                folder + "/t10k-labels-idx1-ubyte is missing, also with .gz: Fashion-MNIST is published as the Debian"
                        + " package dataset-fashion-mnist (in /usr/share/datasets/fashion-mnist) and at"
                        + " https://github.com/zalandoresearch/fashion-mnist, MNIST at http://yann.lecun.com/exdb/mnist/",
                refusal());
    }

    @Test
    void shouldCountAnAllBlackSetAsOfVarianceOne() throws IOException {
        Files.write(folder.resolve("train-images-idx3-ubyte"), Idx.images(3, 1, 2, Idx.bytes(7, 7, 7, 7, 7, 7)));
        Dataset data = load();
        assertEquals(List.of(7.0), data.normalization().means());
        assertEquals(List.of(1.0), data.normalization().deviations());
    }

    private Dataset load() {
        return Datasets.load(new DataSpec.Idx(folder.getFileName().toString()), folder.getParent());
    }

    private String refusal() {
        return assertThrows(DataException.class, this::load).getMessage();
    }

    private static int label(Dataset.Part part, int id) {
        return part.label(id);
    }
}
