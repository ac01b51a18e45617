package dev.evenkeel.run;

import dev.evenkeel.format.AtomicFiles;
import dev.evenkeel.job.InvalidJobException;
import dev.evenkeel.job.JobJson;
import dev.evenkeel.job.JobSpec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Where a run's files are. Names only: none of them need be there. */
public record RunFiles(Path directory) {
    /**
     * The files of a run that has begun.
     *
     * @throws RunException where there is none in the directory
     */
    public static RunFiles ofRun(Path directory) {
        RunFiles files = new RunFiles(directory);
        for (Path needed : List.of(files.job(), files.ledger())) {
            if (!Files.isRegularFile(needed)) {
                throw new RunException(
                        directory + " is no run directory: there is no " + needed.getFileName() + " in it");
            }
        }
        return files;
    }

    /** The resolved specification. */
    public Path job() {
        return directory.resolve("job.json");
    }

    /** @throws RunException where {@link #job} cannot be read or holds anything else */
    public JobSpec readJob() {
        try {
            return JobJson.parse(Files.readString(job()), job().toString());
        } catch (IOException unreadable) {
            throw new RunException("cannot read " + job() + ": " + Reason.of(unreadable), unreadable);
        } catch (InvalidJobException damaged) {
            throw new RunException(damaged.getMessage(), damaged);
        }
    }

    /** See {@link MetricsLog}. */
    public Path metrics() {
        return directory.resolve("metrics.jsonl");
    }

    /** See {@link Ledger}. */
    public Path ledger() {
        return directory.resolve("ledger.jsonl");
    }

    /** The directory of the checkpoints. */
    public Path checkpoints() {
        return directory.resolve("checkpoints");
    }

    /** The trained model; there once the run is done. */
    public Path model() {
        return directory.resolve("model.safetensors");
    }

    /** See {@link Repro}. */
    public Path repro() {
        return directory.resolve("repro.txt");
    }

    /** Writes a text file as a whole. */
    static void write(Path path, String text) {
        try {
            AtomicFiles.write(path, out -> out.write(text.getBytes(StandardCharsets.UTF_8)));
        } catch (IOException failed) {
            throw new UncheckedIOException(failed.getMessage(), failed);
        }
    }
}
