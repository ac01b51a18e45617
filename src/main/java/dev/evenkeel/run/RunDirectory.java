package dev.evenkeel.run;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/**
 * The directory of one run, held by one process at a time: a file lock in it keeps a second one out until {@link #close}, or
 * until the process ends in any other way.
 */
public final class RunDirectory implements Closeable {
    private final RunFiles files;
    private final FolderLock lock;

    private RunDirectory(RunFiles files, FolderLock lock) {
        this.files = files;
        this.lock = lock;
    }

    /**
     * Makes a directory for a new run; one that is there must be empty.
     *
     * @throws RunException where it is not empty, or not a directory
     */
    public static RunDirectory create(Path path) {
        try {
            Files.createDirectories(path);
            if (isRun(path)) {
                throw new RunException(
                        path + " holds a run already: --resume goes on with it, another --run-dir keeps it");
            }
            if (!isEmpty(path)) {
                throw new RunException(
                        path + " holds other files: a new run needs an empty directory, or one that is not there yet");
            }
            return new RunDirectory(new RunFiles(path), lock(path));
        } catch (IOException failed) {
            throw new RunException("cannot make the run directory " + path + ": " + Reason.of(failed), failed);
        }
    }

    /**
     * Removes a run that is of no more use, if there is one.
     *
     * @throws RunException where another process holds it, or it can't be removed
     */
    public static void discard(Path path) {
        if (!Files.exists(path)) {
            return;
        }
        if (isRun(path)) {
            reopen(path).close();
        }
        try (Stream<Path> entries = Files.walk(path)) {
            for (Path entry : entries.sorted(Comparator.reverseOrder()).toList()) {
                if (!entry.equals(path) && !entry.endsWith(FolderLock.FILE)) {
                    Files.delete(entry);
                }
            }
        } catch (IOException failed) {
            throw new RunException("cannot remove " + path + ": " + Reason.of(failed), failed);
        }
    }

    /**
     * Takes hold of a run's directory to go on with it.
     *
     * @throws RunException where no run is in it, or another process holds it
     */
    public static RunDirectory reopen(Path path) {
        if (!isRun(path)) {
            throw new RunException(path + " holds no run to resume: there is no job.json in it");
        }
        try {
            return new RunDirectory(new RunFiles(path), lock(path));
        } catch (IOException failed) {
            throw new RunException("cannot use the run directory " + path + ": " + Reason.of(failed), failed);
        }
    }

    public RunFiles files() {
        return files;
    }

    @Override
    public void close() {
        lock.close();
    }

    private static FolderLock lock(Path path) throws IOException {
        return FolderLock.on(path, "another process is training there");
    }

    private static boolean isRun(Path path) {
        return Files.isRegularFile(new RunFiles(path).job());
    }

    private static boolean isEmpty(Path path) throws IOException {
        try (DirectoryStream<Path> entries =
                Files.newDirectoryStream(path, entry -> !entry.endsWith(FolderLock.FILE))) {
            return !entries.iterator().hasNext();
        }
    }
}
