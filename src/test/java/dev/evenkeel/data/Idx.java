package dev.evenkeel.data;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPOutputStream;

/** Writes IDX files for tests. */
final class Idx {
    private Idx() {}

    /** A file with this magic number, these dimensions and these values, whether they agree or not. */
    static byte[] bytes(int magic, List<Integer> dimensions, byte... values) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeInt(magic);
            for (int dimension : dimensions) {
                out.writeInt(dimension);
            }
            out.write(values);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    static byte[] images(int samples, int rows, int columns, byte... pixels) {
        return bytes(0x803, List.of(samples, rows, columns), pixels);
    }

    static byte[] labels(byte... labels) {
        return bytes(0x801, List.of(labels.length), labels);
    }

    static byte[] gzipped(byte[] bytes) {
        ByteArrayOutputStream zipped = new ByteArrayOutputStream();
        try (OutputStream out = new GZIPOutputStream(zipped)) {
            out.write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return zipped.toByteArray();
    }

    /** A good folder: three training images of 1×2 pixels and two test images. */
    static Path folder(Path folder) throws IOException {
        Files.write(folder.resolve("train-images-idx3-ubyte"), images(3, 1, 2, bytes(0, 10, 20, 30, 40, 50)));
        Files.write(folder.resolve("train-labels-idx1-ubyte"), labels(bytes(3, 0, 9)));
        Files.write(folder.resolve("t10k-images-idx3-ubyte"), images(2, 1, 2, bytes(255, 0, 128, 1)));
        Files.write(folder.resolve("t10k-labels-idx1-ubyte"), labels(bytes(1, 2)));
        return folder;
    }

    static byte[] bytes(int... values) {
        byte[] bytes = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            bytes[i] = (byte) values[i];
        }
        return bytes;
    }
}
