package dev.evenkeel.run;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Holds a folder for one process at a time, by a lock on a file in it, until {@link #close}, or until the process ends in any
 * other way. The file stays when the lock goes: deleting it would let two processes each lock a file of that name.
 */
public final class FolderLock implements Closeable {
    /** The name of the file. */
    public static final String FILE = ".lock";

    private final Path folder;
    private final FileChannel channel;

    private FolderLock(Path folder, FileChannel channel) {
        this.folder = folder;
        this.channel = channel;
    }

    /**
     * Takes hold of a folder that is there.
     *
     * @param otherwise the rest of the sentence that begins with the folder and says that it is in use
     * @throws RunException with that sentence, where it is held
     * @throws IOException where the file cannot be made
     */
    public static FolderLock on(Path folder, String otherwise) throws IOException {
        FileChannel channel =
                FileChannel.open(folder.resolve(FILE), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            if (channel.tryLock() != null) {
                return new FolderLock(folder, channel);
            }
        } catch (OverlappingFileLockException heldByThisProcess) {
            // Falls through: whoever holds it, it is held.
        }
        channel.close();
        throw new RunException(folder + " is in use: " + otherwise);
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException failed) {
            throw new UncheckedIOException("cannot let go of " + folder + ": " + Reason.of(failed), failed);
        }
    }
}
