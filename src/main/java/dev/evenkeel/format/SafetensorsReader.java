package dev.evenkeel.format;

import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads safetensors as {@link SafetensorsWriter} and others write them, with tensors of F32, F64 and I64. Trusts nothing: every
 * length is checked against the size of the file before memory is taken for it.
 */
public final class SafetensorsReader {
    private static final int CHUNK = 1 << 16;

    private SafetensorsReader() {}

    /**
     * Reads the file at a path.
     *
     * @throws FormatException where it is absent, cannot be read, or is no such file
     */
    public static SafetensorsFile read(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            return read(in, Files.size(file), file.toString());
        } catch (NoSuchFileException e) {
            throw new FormatException(file + " does not exist", e);
        } catch (IOException e) {
            throw new FormatException(file + " cannot be read: " + e.getMessage(), e);
        }
    }

    /**
     * Reads a file in memory.
     *
     * @param name what messages call it
     * @throws FormatException where it is no such file
     */
    public static SafetensorsFile read(byte[] bytes, String name) {
        try {
            return read(new ByteArrayInputStream(bytes), bytes.length, name);
        } catch (IOException e) {
            throw new UncheckedIOException("reading from memory cannot fail", e);
        }
    }

    private static SafetensorsFile read(InputStream stream, long size, String name) throws IOException {
        DataInputStream in = new DataInputStream(new BufferedInputStream(stream, CHUNK));
        try {
            if (size < Long.BYTES) {
                throw new FormatException(
                        name + " is truncated: it is " + size + " bytes long, and its first 8 are the header's length");
            }
            long length = Long.reverseBytes(in.readLong());
            long rest = size - Long.BYTES;
            if (length < 2 || length > Math.min(rest, SafetensorsHeader.LONGEST)) {
                throw new FormatException(name + " is no safetensors file, or truncated: its header would be "
                        + Long.toUnsignedString(length) + " bytes long; right would be 2 to "
                        + Math.min(rest, SafetensorsHeader.LONGEST));
            }
            SafetensorsHeader header = SafetensorsHeader.parse(in.readNBytes((int) length), rest - length, name);
            ByteBuffer chunk = ByteBuffer.allocate(CHUNK).order(ByteOrder.LITTLE_ENDIAN);
            List<Tensor> tensors = new ArrayList<>();
            for (SafetensorsHeader.Entry entry : header.entries()) {
                tensors.add(tensor(entry, chunk, in));
            }
            return new SafetensorsFile(header.metadata(), tensors);
        } catch (EOFException e) {
            throw new FormatException(name + " is truncated: it ended while it was read", e);
        }
    }

    private static Tensor tensor(SafetensorsHeader.Entry entry, ByteBuffer chunk, DataInputStream in)
            throws IOException {
        return switch (entry.type()) {
            case F32 -> {
                float[] values = new float[entry.size()];
                fill(entry, chunk, in, (from, count) -> chunk.asFloatBuffer().get(values, from, count));
                yield new Tensor.Floats(entry.name(), entry.shape(), values);
            }
            case F64 -> {
                double[] values = new double[entry.size()];
                fill(entry, chunk, in, (from, count) -> chunk.asDoubleBuffer().get(values, from, count));
                yield new Tensor.Doubles(entry.name(), entry.shape(), values);
            }
            case I64 -> {
                long[] values = new long[entry.size()];
                fill(entry, chunk, in, (from, count) -> chunk.asLongBuffer().get(values, from, count));
                yield new Tensor.Longs(entry.name(), entry.shape(), values);
            }
        };
    }

    private interface Chunk {
        void copy(int from, int count);
    }

    private static void fill(SafetensorsHeader.Entry entry, ByteBuffer chunk, DataInputStream in, Chunk into)
            throws IOException {
        int bytesEach = entry.type().bytesEach();
        int most = chunk.capacity() / bytesEach;
        for (int from = 0; from < entry.size(); from += most) {
            int count = Math.min(most, entry.size() - from);
            in.readFully(chunk.array(), 0, count * bytesEach);
            into.copy(from, count);
        }
    }
}
