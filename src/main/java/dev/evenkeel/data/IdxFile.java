package dev.evenkeel.data;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.zip.GZIPInputStream;

/**
 * A file in the IDX format that MNIST is published in: a magic number that names the number type and the number of
 * dimensions, the dimensions as big-endian 32-bit integers, the values. Only unsigned bytes; gzipped or not, which the
 * content tells.
 *
 * @param name what messages call the file
 * @param dimensions sizes, the number of samples first
 */
record IdxFile(String name, int[] dimensions, byte[] values) {
    private static final int UNSIGNED_BYTES = 0x0800;
    private static final int GZIP_MAGIC = 0x1F8B;

    int samples() {
        return dimensions[0];
    }

    /** Reads the file at a path; see {@link #read(InputStream, String, int)}. */
    static IdxFile read(Path path, int rank) {
        try (InputStream in = Files.newInputStream(path)) {
            return read(in, path.toString(), rank);
        } catch (IOException e) {
            throw ReadFailure.of(path.toString(), e);
        }
    }

    /**
     * Reads a file to its end and checks it.
     *
     * @param rank the number of dimensions it must have: 3 for images, 1 for labels
     * @throws DataException where it is no such file, or is damaged
     */
    static IdxFile read(InputStream raw, String name, int rank) {
        try (DataInputStream in = new DataInputStream(unzipped(raw))) {
            int magic = header(in, name);
            if (magic != (UNSIGNED_BYTES | rank)) {
                throw new DataException(name + " has the magic number " + hex(magic)
                        + " where an IDX file of unsigned bytes in " + rank + (rank == 1 ? " dimension" : " dimensions")
                        + " has " + hex(UNSIGNED_BYTES | rank));
            }
            int[] dimensions = new int[rank];
            for (int i = 0; i < rank; i++) {
                dimensions[i] = header(in, name);
            }
            int length = length(name, dimensions);
            byte[] values = new byte[length];
            int read = in.readNBytes(values, 0, length);
            if (read < length) {
                throw new DataException(name + " is truncated: its header promises " + length + " values ("
                        + text(dimensions) + "), and " + read + " are there");
            }
            if (in.read() >= 0) {
                throw new DataException(name + " has bytes after the " + length + " values that its header promises ("
                        + text(dimensions) + ")");
            }
            return new IdxFile(name, dimensions, values);
        } catch (EOFException e) {
            throw new DataException(name + " is truncated: its gzip stream ends too early", e);
        } catch (IOException e) {
            throw ReadFailure.of(name, e);
        }
    }

    private static InputStream unzipped(InputStream raw) throws IOException {
        BufferedInputStream in = new BufferedInputStream(raw, 1 << 16);
        in.mark(2);
        int magic = in.read() << 8 | in.read();
        in.reset();
        return magic == GZIP_MAGIC ? new GZIPInputStream(in, 1 << 16) : in;
    }

    private static int header(DataInputStream in, String name) throws IOException {
        byte[] bytes = in.readNBytes(Integer.BYTES);
        if (bytes.length < Integer.BYTES) {
            throw new DataException(name + " is truncated: it ends within its header");
        }
        return ByteBuffer.wrap(bytes).getInt();
    }

    private static int length(String name, int[] dimensions) {
        long length = 1;
        for (int dimension : dimensions) {
            if (dimension < 1) {
                throw new DataException(
                        name + " has the dimensions " + text(dimensions) + " in its header; each must be 1 or more");
            }
            length *= dimension;
            if (length > Integer.MAX_VALUE - 8) {
                throw new DataException(name + " promises " + text(dimensions)
                        + " values; more than 2147483639 in one file are not supported");
            }
        }
        return Heap.arrayLength(length, 1, name);
    }

    private static String hex(int magic) {
        return "0x" + HexFormat.of().withUpperCase().toHexDigits(magic);
    }

    private static String text(int[] dimensions) {
        return String.join(
                " × ", Arrays.stream(dimensions).mapToObj(String::valueOf).toList());
    }
}
