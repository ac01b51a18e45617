package dev.evenkeel.data;

import dev.evenkeel.nn.Shape;
import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.function.IntToDoubleFunction;

/**
 * The digest of a data set: SHA-256 over what training can see of it, before normalization. The same for a file gzipped or
 * not, whatever it is called.
 *
 * <p>Hashed, integers and floats big-endian: the text {@code evenkeel-data-1} and a line feed; channels, rows, columns and
 * the number of classes, 4 bytes each; every class name as its length in bytes (4 bytes) and its UTF-8. Then for the
 * training part and for the test part: the number of samples (4 bytes); {@code I} for images or {@code F} for numbers; all
 * input values, sample after sample, as 1 byte each for images and as 8 bytes (the bits of a double) for numbers; and for
 * every sample its class as 4 bytes, or its target as the 4 bytes of a float.
 */
final class DataDigest {
    private final MessageDigest sha256;
    private final DataOutputStream out;

    DataDigest(Shape shape, List<String> classNames) {
        sha256 = newSha256();
        out = new DataOutputStream(
                new BufferedOutputStream(new DigestOutputStream(OutputStream.nullOutputStream(), sha256), 1 << 16));
        hash(() -> {
            out.write("evenkeel-data-1\n".getBytes(StandardCharsets.US_ASCII));
            out.writeInt(shape.channels());
            out.writeInt(shape.rows());
            out.writeInt(shape.columns());
            out.writeInt(classNames.size());
            for (String name : classNames) {
                byte[] utf8 = name.getBytes(StandardCharsets.UTF_8);
                out.writeInt(utf8.length);
                out.write(utf8);
            }
        });
    }

    /** Hashes a part of images. */
    DataDigest images(byte[] pixels, Targets targets) {
        return hash(() -> {
            out.writeInt(targets.size());
            out.write('I');
            out.write(pixels);
            write(targets);
        });
    }

    /** Hashes a part of numbers. */
    DataDigest numbers(IntToDoubleFunction values, int features, Targets targets) {
        return hash(() -> {
            out.writeInt(targets.size());
            out.write('F');
            for (int i = 0; i < targets.size() * features; i++) {
                out.writeDouble(values.applyAsDouble(i));
            }
            write(targets);
        });
    }

    private void write(Targets targets) throws IOException {
        if (targets instanceof Targets.Classes classes) {
            for (int label : classes.labels()) {
                out.writeInt(label);
            }
        } else if (targets instanceof Targets.Numbers numbers) {
            for (float value : numbers.values()) {
                out.writeFloat(value);
            }
        }
    }

    /** The digest of all that was hashed, 64 hex digits. */
    String hex() {
        hash(out::flush);
        return HexFormat.of().formatHex(sha256.digest());
    }

    /** SHA-256 of these bytes, 64 hex digits. */
    static String sha256(byte[] bytes) {
        return HexFormat.of().formatHex(newSha256().digest(bytes));
    }

    private static MessageDigest newSha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    private interface Writing {
        void run() throws IOException;
    }

    private DataDigest hash(Writing writing) {
        try {
            writing.run();
        } catch (IOException e) {
            throw new UncheckedIOException("a digest in memory cannot fail", e);
        }
        return this;
    }
}
