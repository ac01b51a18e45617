package dev.evenkeel.format;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.IntPredicate;
import java.util.stream.Collectors;

/**
 * Writes safetensors: the length of the header as 8 bytes, little-endian; the header in JSON, padded with blanks to a multiple
 * of 8 bytes; the values of all tensors without gaps, little-endian. The header has no other whitespace, the metadata first
 * (where there are any) with their keys sorted, then the tensors in the given order with the keys dtype, shape and
 * data_offsets. So equal content gives equal bytes.
 */
public final class SafetensorsWriter {
    private static final int ALIGNMENT = 8;
    private static final int CHUNK = 1 << 16;

    private SafetensorsWriter() {}

    /** The bytes of a file. */
    public static byte[] toBytes(SafetensorsFile file) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            write(file, out);
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory cannot fail", e);
        }
        return out.toByteArray();
    }

    /**
     * Writes a file to a stream and leaves the stream open.
     *
     * @throws FormatException where a value is NaN, whose bits are not the same everywhere; nothing is written then
     */
    public static void write(SafetensorsFile file, OutputStream out) throws IOException {
        file.tensors().forEach(SafetensorsWriter::checkNumbers);
        byte[] header = header(file).getBytes(StandardCharsets.UTF_8);
        byte[] padded = Arrays.copyOf(header, (header.length + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT);
        Arrays.fill(padded, header.length, padded.length, (byte) ' ');
        ByteBuffer length = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        out.write(length.putLong(padded.length).array());
        out.write(padded);
        ByteBuffer chunk = ByteBuffer.allocate(CHUNK).order(ByteOrder.LITTLE_ENDIAN);
        for (Tensor tensor : file.tensors()) {
            writeValues(tensor, chunk, out);
        }
    }

    private static String header(SafetensorsFile file) {
        StringBuilder header = new StringBuilder("{");
        if (!file.metadata().isEmpty()) {
            header.append(CanonicalJson.quoted(SafetensorsFile.METADATA)).append(":{");
            header.append(file.metadata().entrySet().stream()
                    .map(entry -> CanonicalJson.quoted(entry.getKey()) + ":" + CanonicalJson.quoted(entry.getValue()))
                    .collect(Collectors.joining(",")));
            header.append('}');
        }
        long offset = 0;
        for (Tensor tensor : file.tensors()) {
            long end = offset + (long) tensor.size() * tensor.bytesEach();
            header.append(header.length() == 1 ? "" : ",").append(CanonicalJson.quoted(tensor.name()));
            header.append(":{\"dtype\":\"").append(tensor.dtype()).append("\",\"shape\":[");
            header.append(tensor.shape().stream().map(String::valueOf).collect(Collectors.joining(",")));
            header.append("],\"data_offsets\":[")
                    .append(offset)
                    .append(',')
                    .append(end)
                    .append("]}");
            offset = end;
        }
        return header.append('}').toString();
    }

    private static void writeValues(Tensor tensor, ByteBuffer chunk, OutputStream out) throws IOException {
        int bytesEach = tensor.bytesEach();
        int most = chunk.capacity() / bytesEach;
        for (int from = 0; from < tensor.size(); from += most) {
            int count = Math.min(most, tensor.size() - from);
            if (tensor instanceof Tensor.Floats floats) {
                chunk.asFloatBuffer().put(floats.values(), from, count);
            } else if (tensor instanceof Tensor.Doubles doubles) {
                chunk.asDoubleBuffer().put(doubles.values(), from, count);
            } else if (tensor instanceof Tensor.Longs longs) {
                chunk.asLongBuffer().put(longs.values(), from, count);
            }
            out.write(chunk.array(), 0, count * bytesEach);
        }
    }

    private static void checkNumbers(Tensor tensor) {
        int bad = tensor.size();
        if (tensor instanceof Tensor.Floats floats) {
            bad = first(bad, i -> Float.isNaN(floats.values()[i]));
        } else if (tensor instanceof Tensor.Doubles doubles) {
            bad = first(bad, i -> Double.isNaN(doubles.values()[i]));
        }
        if (bad < tensor.size()) {
            throw new FormatException(
                    "tensor " + tensor.name() + " has NaN at element " + bad + "; a file holds numbers only");
        }
    }

    private static int first(int size, IntPredicate condition) {
        int i = 0;
        while (i < size && !condition.test(i)) {
            i++;
        }
        return i;
    }
}
