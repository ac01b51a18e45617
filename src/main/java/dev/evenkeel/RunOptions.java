package dev.evenkeel;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Where a job reads and writes, and whether it goes on with an earlier run. None of it has a say in the model.
 *
 * @param dataBase the folder that relative data paths start from
 * @param runs the folder for runs whose directory nobody named
 * @param directory the run directory; empty: a new one in {@code runs}, or with {@code resume} the newest of that job there
 * @param resume go on from the newest checkpoint
 * @param command the command line that would run the job again, for {@code repro.txt}
 */
public record RunOptions(Path dataBase, Path runs, Optional<Path> directory, boolean resume, List<String> command) {
    public RunOptions {
        command = List.copyOf(command);
    }

    /** A new directory in {@code runs}, relative paths from the working directory. */
    public static RunOptions defaults() {
        return new RunOptions(Path.of(""), Path.of("runs"), Optional.empty(), false, List.of());
    }

    public RunOptions in(Path directory) {
        return new RunOptions(dataBase, runs, Optional.of(directory), resume, command);
    }

    public RunOptions dataFrom(Path base) {
        return new RunOptions(base, runs, directory, resume, command);
    }

    public RunOptions resuming() {
        return new RunOptions(dataBase, runs, directory, true, command);
    }

    public RunOptions command(List<String> command) {
        return new RunOptions(dataBase, runs, directory, resume, command);
    }
}
