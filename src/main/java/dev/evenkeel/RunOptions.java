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
 * @param loss a worker to be killed on purpose; not in a cluster, whose nodes are processes to be killed
 */
public record RunOptions(
        Path dataBase,
        Path runs,
        Optional<Path> directory,
        boolean resume,
        List<String> command,
        OptionalInt minWorkers,
        OptionalInt maxWorkers,
        Optional<Loss> loss) {
    public RunOptions {
        command = List.copyOf(command);
    }

    /**
     * A worker that is killed in the middle of its backward pass, to see that its loss has no say in the model either.
     *
     * @param worker from 0
     * @param step from 1
     */
    public record Loss(int worker, long step) {}

    /** With any number of workers. */
    public RunOptions(Path dataBase, Path runs, Optional<Path> directory, boolean resume, List<String> command) {
        this(dataBase, runs, directory, resume, command, OptionalInt.empty(), OptionalInt.empty(), Optional.empty());
    }

    /** A new directory in {@code runs}, relative paths from the working directory. */
    public static RunOptions defaults() {
        return new RunOptions(Path.of(""), Path.of("runs"), Optional.empty(), false, List.of());
    }

    public RunOptions in(Path wanted) {
        return new RunOptions(dataBase, runs, Optional.of(wanted), resume, command, minWorkers, maxWorkers, loss);
    }

    public RunOptions dataFrom(Path base) {
        return new RunOptions(base, runs, directory, resume, command, minWorkers, maxWorkers, loss);
    }

    public RunOptions resuming() {
        return new RunOptions(dataBase, runs, directory, true, command, minWorkers, maxWorkers, loss);
    }

    public RunOptions command(List<String> wanted) {
        return new RunOptions(dataBase, runs, directory, resume, wanted, minWorkers, maxWorkers, loss);
    }

    /** In a cluster the job waits for {@code min} workers and gets at most {@code max}; a local one has those of its JVM. */
    public RunOptions workers(int min, int max) {
        return new RunOptions(
                dataBase, runs, directory, resume, command, OptionalInt.of(min), OptionalInt.of(max), loss);
    }

    /** Kills a worker in the backward pass of a step; the job goes on without it. */
    public RunOptions losing(int worker, long step) {
        Optional<Loss> wanted = Optional.of(new Loss(worker, step));
        return new RunOptions(dataBase, runs, directory, resume, command, minWorkers, maxWorkers, wanted);
    }
}
