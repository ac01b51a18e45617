package dev.evenkeel.cli;

import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/** {@code [--workers N]}. */
final class WorkersOption {
    @Option(
            names = "--workers",
            paramLabel = "N",
            description = "Worker actors (default: the number of cores). The model does not depend on it.")
    private Optional<Integer> workers = Optional.empty();

    int count() {
        return given().orElseGet(() -> Runtime.getRuntime().availableProcessors());
    }

    /** The number, if there is one on the command line. */
    Optional<Integer> given() {
        workers.filter(count -> count < 1).ifPresent(count -> {
            throw new UsageException("--workers must be 1 or more, but is " + count);
        });
        return workers;
    }

    /** The option as it was given, to be given again. */
    List<String> words() {
        return workers.map(count -> List.of("--workers", count.toString())).orElse(List.of());
    }
}
