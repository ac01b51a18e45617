package dev.evenkeel.lab;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.evenkeel.format.AtomicFiles;
import dev.evenkeel.format.CanonicalJson;
import dev.evenkeel.run.FolderLock;
import dev.evenkeel.run.RunException;
import dev.evenkeel.run.Sha256;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Stream;

/**
 * What was observed, kept in the output folder: {@code jobs/<key>.json} per trial, where the key is the SHA-256 of the job's
 * digest and what is measured of it. How long it took stands beside it, in {@code jobs/<key>.seconds}.
 */
final class Notebook {
    private static final JsonMapper JSON = new JsonMapper();

    private final Path out;
    private final Path jobs;

    /** @throws RunException where the folder cannot be made */
    Notebook(Path out) {
        this.out = out;
        this.jobs = out.resolve("jobs");
        try {
            Files.createDirectories(jobs);
        } catch (IOException failed) {
            throw new RunException("cannot make the folder " + jobs + " for results: " + failed.getMessage(), failed);
        }
    }

    /**
     * Keeps other laboratories out: two of them would train the same jobs in the same places.
     *
     * @throws RunException where one is at work
     */
    FolderLock lock() {
        try {
            return FolderLock.on(out, "another laboratory works there: wait for it, or take another folder by --out");
        } catch (IOException failed) {
            throw new RunException("cannot use the folder " + out + " for results: " + failed.getMessage(), failed);
        }
    }

    Page page(String jobDigest, Measure measure) {
        return new Page(Sha256.of(jobDigest + "\n" + measure.id()));
    }

    /** The place of one trial. */
    final class Page {
        private final String key;

        private Page(String key) {
            this.key = key;
        }

        /** Tells it from all others. */
        String key() {
            return key;
        }

        /** A file that cannot be read, of another version or torn by hand, is as good as none. */
        Optional<Observation> read() {
            try {
                JsonNode node = JSON.readTree(jobs.resolve(key + ".json").toFile());
                return Optional.of(Observation.of(node));
            } catch (IOException | RuntimeException absent) {
                return Optional.empty();
            }
        }

        /** How long the trial took when it was done; empty where nobody knows. */
        OptionalDouble seconds() {
            try {
                return OptionalDouble.of(Double.parseDouble(
                        Files.readString(jobs.resolve(key + ".seconds")).strip()));
            } catch (IOException | NumberFormatException absent) {
                return OptionalDouble.empty();
            }
        }

        void write(Observation observation, double seconds) {
            try {
                Files.writeString(
                        jobs.resolve(key + ".seconds"), String.format(java.util.Locale.ROOT, "%.3f%n", seconds));
                byte[] bytes = CanonicalJson.bytes(observation.toJson());
                AtomicFiles.write(jobs.resolve(key + ".json"), file -> file.write(bytes));
            } catch (IOException failed) {
                throw new UncheckedIOException("cannot keep a result: " + failed.getMessage(), failed);
            }
        }

        /** An empty place for the run, gone when it is closed. */
        Scratch scratch() {
            Scratch scratch = new Scratch(out.resolve("running").resolve(key));
            scratch.delete();
            return scratch;
        }
    }

    /** A folder for a run that nobody needs once it was measured. */
    record Scratch(Path run) implements AutoCloseable {
        @Override
        public void close() {
            delete();
        }

        private void delete() {
            if (!Files.exists(run)) {
                return;
            }
            try (Stream<Path> entries = Files.walk(run)) {
                for (Path entry : entries.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(entry);
                }
            } catch (IOException failed) {
                throw new UncheckedIOException("cannot delete " + run + ": " + failed.getMessage(), failed);
            }
        }
    }
}
