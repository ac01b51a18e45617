package dev.evenkeel.cluster.files;

import dev.evenkeel.cluster.Remote;
import java.util.List;

/** What a node says when it is asked for a file. */
public sealed interface FileAnswer extends Remote {
    /**
     * A piece of a file, from the offset that was asked for.
     *
     * @param bytes at most {@link FileReading#CHUNK}; none at the end of the file
     * @param size of the file now; one that grows may be longer the next time
     */
    record Chunk(byte[] bytes, long size) implements FileAnswer {}

    /** The files that are there. */
    record Files(List<Entry> entries) implements FileAnswer {
        public Files {
            entries = List.copyOf(entries);
        }
    }

    /** Nothing of the kind is here. */
    record Absent() implements FileAnswer {}

    /** It is here, but can't be read. */
    record Unreadable(String sentence) implements FileAnswer {}

    /**
     * A file.
     *
     * @param name with {@code /} between folders
     */
    record Entry(String name, long size) {}
}
