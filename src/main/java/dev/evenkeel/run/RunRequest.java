package dev.evenkeel.run;

import dev.evenkeel.data.Dataset;
import dev.evenkeel.job.JobSpec;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * What somebody wants trained, and where it leaves its files.
 *
 * @param check whether the job fits the data: throws where it does not, with a sentence for the user
 * @param dataBase the folder that relative data paths start from
 * @param runs the folder of runs whose directory nobody named
 * @param directory the run directory; empty: a new one in {@code runs}, or with {@code resume} the newest of that job there
 * @param command the command that would run the job again, for {@code repro.txt}
 */
public record RunRequest(
        JobSpec job,
        Consumer<Dataset> check,
        Path dataBase,
        Path runs,
        Optional<Path> directory,
        boolean resume,
        List<String> command) {
    public RunRequest {
        command = List.copyOf(command);
    }

    /** The same, to go on with the run in its directory. */
    public RunRequest resuming() {
        return new RunRequest(job, check, dataBase, runs, directory, true, command);
    }

    /** The same, with another check behind its own. */
    public RunRequest checking(Consumer<Dataset> further) {
        return new RunRequest(job, check.andThen(further), dataBase, runs, directory, resume, command);
    }
}
