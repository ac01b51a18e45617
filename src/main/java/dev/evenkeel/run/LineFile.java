package dev.evenkeel.run;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** A file that grows by whole lines. One writer at a time; every line is with the operating system once it is appended. */
final class LineFile implements Closeable {
    private final Path path;
    private final FileChannel channel;

    private LineFile(Path path, FileChannel channel) {
        this.path = path;
        this.channel = channel;
    }

    /** Opens a file, or makes an empty one, at its end. */
    static LineFile open(Path path) {
        try {
            FileChannel channel = FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            channel.position(channel.size());
            return new LineFile(path, channel);
        } catch (IOException failed) {
            throw failure(path, failed);
        }
    }

    /** @param line without a newline in it */
    void append(String line) {
        append((line + "\n").getBytes(StandardCharsets.UTF_8));
    }

    /** @param lines each with its newline */
    void append(byte[] lines) {
        ByteBuffer bytes = ByteBuffer.wrap(lines);
        try {
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
        } catch (IOException failed) {
            throw failure(path, failed);
        }
    }

    /** In bytes. */
    long length() {
        try {
            return channel.position();
        } catch (IOException failed) {
            throw failure(path, failed);
        }
    }

    /** Drops everything from this byte on. */
    void cutTo(long length) {
        try {
            channel.truncate(length);
            channel.position(length);
        } catch (IOException failed) {
            throw failure(path, failed);
        }
    }

    /** Returns once all lines would survive a loss of power. */
    void force() {
        try {
            channel.force(true);
        } catch (IOException failed) {
            throw failure(path, failed);
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException failed) {
            throw failure(path, failed);
        }
    }

    private static UncheckedIOException failure(Path path, IOException failed) {
        return new UncheckedIOException("cannot write " + path + ": " + Reason.of(failed), failed);
    }
}
