package dev.evenkeel.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class Cifar10DataTest {
    private static final int RECORD = 3073;

    @TempDir
    private Path folder;

    /** Two records a file; the red, green and blue of record r in file f are (f + r), 10·(f + r) and 7. */
    @BeforeEach
    void writeFiles() throws IOException {
        for (int file = 1; file <= 6; file++) {
            byte[] bytes = new byte[2 * RECORD];
            for (int record = 0; record < 2; record++) {
                int at = record * RECORD;
                int red = file + record;
                bytes[at] = (byte) red;
                Arrays.fill(bytes, at + 1, at + 1025, (byte) red);
                Arrays.fill(bytes, at + 1025, at + 2049, (byte) (10 * red));
                Arrays.fill(bytes, at + 2049, at + 3073, (byte) 7);
            }
            Files.write(folder.resolve(file == 6 ? "test_batch.bin" : "data_batch_" + file + ".bin"), bytes);
        }
    }

    @Test
    void shouldReadAllBatchesInOrder() {
        Dataset data = load();
        assertEquals(List.of(3, 32, 32), List.of(data.channels(), data.rows(), data.columns()));
        assertEquals(List.of(10, 2), List.of(data.train().size(), data.test().size()));
        int[] labels = new int[10];
        Arrays.setAll(labels, data.train()::label);
        assertArrayEquals(new int[] {1, 2, 2, 3, 3, 4, 4, 5, 5, 6}, labels);
        assertEquals(7, data.test().label(1));
        assertEquals(IdxData.DIGITS, data.classNames());
    }

    @Test
    void shouldNormalizeEveryChannelByItself() {
        Dataset data = load();
        assertEquals(List.of(3.5, 35.0, 7.0), data.normalization().means());
        double deviation = Math.sqrt(2.25);
        assertEquals(
                List.of(deviation, 10 * deviation, 1.0), data.normalization().deviations());
        float[] inputs = new float[3072];
        data.test().gather(new int[] {0}, 0, 1, inputs, 0, 1);
        assertEquals(List.of(2.5f / 1.5f, 2.5f / 1.5f, 0f), List.of(inputs[1023], inputs[1024], inputs[3071]));
    }

    @Test
    void shouldTakeClassNamesFromTheirFile() throws IOException {
        List<String> names =
                List.of("airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck");
        Files.writeString(folder.resolve("batches.meta.txt"), String.join("\n", names) + "\n\n");
        assertEquals(names, load().classNames());
        Files.writeString(folder.resolve("batches.meta.txt"), "airplane\nautomobile\n");
        assertEquals(
                folder + "/batches.meta.txt names 2 classes; CIFAR-10 has 10, each with a name of its own on a line",
                refusal());
    }

    @Test
    void shouldRefuseTruncatedFilesAndWrongLabels() throws IOException {
        Path file = folder.resolve("data_batch_3.bin");
        byte[] good = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(good, good.length - 1));
        assertEquals(
                file + " is 6145 bytes long; a batch is a whole number of records of 3073 bytes, 1 or more", refusal());
        Files.write(file, new byte[0]);
        assertEquals(
                file + " is 0 bytes long; a batch is a whole number of records of 3073 bytes, 1 or more", refusal());
        good[RECORD] = 10;
        Files.write(file, good);
        assertEquals(file + " has the label 10 for image 1 (counted from 0); labels are 0 to 9", refusal());
    }

    @Test
    void shouldSayWhereAbsentFilesArePublished() throws IOException {
        Files.delete(folder.resolve("test_batch.bin"));
        assertEquals(
                folder + "/test_batch.bin is missing: CIFAR-10 is published at"
                        + " https://www.cs.toronto.edu/~kriz/cifar.html (its binary version)",
                refusal());
    }

    private Dataset load() {
        return Datasets.load(new DataSpec.Cifar10(folder.toString()), Path.of("elsewhere"));
    }

    private String refusal() {
        return assertThrows(DataException.class, this::load).getMessage();
    }
}
