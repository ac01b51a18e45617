package dev.evenkeel;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Where a job reads and writes, and whether it goes on with an earlier run. None of it has a say in the model.
 *
 * @param dataBase the folder that relative data paths start from; in a cluster they start from the nodes' data roots
 * @param runs the folder for runs whose directory nobody named
 * @param directory the run directory; empty: a new one in {@code runs}, or with {@code resume} the newest of that job there
 * @param resume go on from the newest checkpoint; not in a cluster
 * @param command the command line that would run the job again, for {@code repro.txt}
 * @param minWorkers a cluster starts the job with no fewer; empty: 1
 * @param maxWorkers it gets no more; empty: as many as are of use
 */
public record RunOptions(
        Path dataBase,
        Path runs,
        Optional<Path> directory,
        boolean resume,
        List<String> command,
        OptionalInt minWorkers,
        OptionalInt maxWorkers) {
    public RunOptions {
        command = List.copyOf(command);
    }

    /** With any number of workers. */
    public RunOptions(Path dataBase, Path runs, Optional<Path> directory, boolean resume, List<String> command) {
        this(dataBase, runs, directory, resume, command, OptionalInt.empty(), OptionalInt.empty());
    }

    /** A new directory in {@code runs}, relative paths from the working directory. */
    public static RunOptions defaults() {
        return new RunOptions(Path.of(""), Path.of("runs"), Optional.empty(), false, List.of());
    }

    public RunOptions in(Path wanted) {
        return new RunOptions(dataBase, runs, Optional.of(wanted), resume, command, minWorkers, maxWorkers);
    }

    public RunOptions dataFrom(Path base) {
        return new RunOptions(base, runs, directory, resume, command, minWorkers, maxWorkers);
    }

    public RunOptions resuming() {
        return new RunOptions(dataBase, runs, directory, true, command, minWorkers, maxWorkers);
    }

    public RunOptions command(List<String> wanted) {
        return new RunOptions(dataBase, runs, directory, resume, wanted, minWorkers, maxWorkers);
    }

    /** In a cluster the job waits for {@code min} workers and gets at most {@code max}; a local one has those of its JVM. */
    public RunOptions workers(int min, int max) {
        return new RunOptions(dataBase, runs, directory, resume, command, OptionalInt.of(min), OptionalInt.of(max));
    }
}
