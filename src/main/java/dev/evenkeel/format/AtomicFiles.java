package dev.evenkeel.format;

import java.io.BufferedOutputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.UUID;

/**
 * Replaces a file as a whole: whoever looks, also after a crash, finds the old content or the new one. The new one goes to a
 * temporary file in the same folder, to the disk (fsync), under its name, and then the folder to the disk. An interrupt of the
 * thread, which may be what asks for a checkpoint, does not disturb it.
 */
public final class AtomicFiles {
    private AtomicFiles() {}

    /** Writes a file's content. */
    @FunctionalInterface
    public interface Writer {
        void write(OutputStream out) throws IOException;
    }

    /**
     * Writes a file, replacing one that is there.
     *
     * @throws IOException where that fails; the message names the file, which is as it was, and no temporary file is left
     */
    public static void write(Path file, Writer writer) throws IOException {
        Path target = file.toAbsolutePath();
        Path temporary = target.resolveSibling("." + target.getFileName() + "." + UUID.randomUUID() + ".tmp");
        try {
            Files.createFile(temporary);
            // Not a channel: that would be closed by an interrupt.
            try (FileOutputStream disk = new FileOutputStream(temporary.toFile())) {
                OutputStream out = new BufferedOutputStream(disk, 1 << 16);
                writer.write(out);
                out.flush();
                disk.getFD().sync();
            }
            Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            forceFolder(target.getParent());
        } catch (IOException e) {
            throw new IOException("cannot write " + file + ": " + reason(e), e);
        } finally {
            deleteQuietly(temporary);
        }
    }

    private static void forceFolder(Path folder) throws IOException {
        boolean interrupted = false;
        try {
            while (!forced(folder)) {
                interrupted |= Thread.interrupted();
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Whether the folder is on the disk; otherwise an interrupt came between. */
    private static boolean forced(Path folder) throws IOException {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
            return true;
        } catch (ClosedByInterruptException e) {
            return false;
        }
    }

    private static String reason(IOException e) {
        if (e instanceof NoSuchFileException) {
            return "its folder does not exist";
        }
        return e instanceof AccessDeniedException ? "permission denied" : e.getMessage();
    }

    /** What cannot be deleted stays: the exception that is on its way says more. */
    private static void deleteQuietly(Path temporary) {
        try {
            Files.deleteIfExists(temporary);
        } catch (IOException e) {
            // See above.
        }
    }
}
