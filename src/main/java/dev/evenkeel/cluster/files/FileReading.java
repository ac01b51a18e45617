package dev.evenkeel.cluster.files;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Reads files for other nodes, piece by piece. */
final class FileReading {
    /** Well under the largest message between nodes (256 KiB). */
    static final int CHUNK = 128 * 1024;

    private FileReading() {}

    static FileAnswer chunk(Path file, long offset) {
        try (FileChannel channel = FileChannel.open(file)) {
            long size = channel.size();
            ByteBuffer bytes = ByteBuffer.allocate((int) Math.max(0, Math.min(CHUNK, size - offset)));
            while (bytes.hasRemaining() && channel.read(bytes, offset + bytes.position()) >= 0) {
                // A file that was cut meanwhile ends early.
            }
            byte[] read = new byte[bytes.position()];
            bytes.flip().get(read);
            return new FileAnswer.Chunk(read, size);
        } catch (NoSuchFileException gone) {
            return new FileAnswer.Absent();
        } catch (IOException failed) {
            return new FileAnswer.Unreadable("cannot read " + file.getFileName() + ": " + failed.getMessage());
        }
    }

    /** The plain files below a folder, without those whose name begins with a dot. */
    static FileAnswer list(Path folder) {
        if (!Files.isDirectory(folder)) {
            return new FileAnswer.Absent();
        }
        try (Stream<Path> paths = Files.walk(folder, 3)) {
            List<FileAnswer.Entry> entries = new ArrayList<>();
            for (Path path : paths.filter(Files::isRegularFile).sorted().toList()) {
                if (!path.getFileName().toString().startsWith(".")) {
                    String name = folder.relativize(path).toString().replace('\\', '/');
                    entries.add(new FileAnswer.Entry(name, Files.size(path)));
                }
            }
            return new FileAnswer.Files(entries);
        } catch (IOException failed) {
            return new FileAnswer.Unreadable("cannot list " + folder.getFileName() + ": " + failed.getMessage());
        }
    }
}
