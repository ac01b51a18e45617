package dev.evenkeel.cli;

import dev.evenkeel.job.JobReader;
import dev.evenkeel.job.ReadJob;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code JOB [--set KEY=VALUE …]}: which job. */
final class JobArguments {
    @Parameters(paramLabel = "JOB", description = "The job: a file in HOCON or JSON.")
    private Path file;

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            description = "Sets one key of the job to a HOCON value, such as optimizer.learning-rate=0.4; repeatable.")
    private List<String> overrides = List.of();

    ReadJob read() {
        return JobReader.read(file, overrides);
    }

    /** The command line that trains this job, wherever it is typed on this machine. */
    List<String> command(ReadJob job) {
        List<String> command = new ArrayList<>();
        if (!job.environment().isEmpty()) {
            command.add("env");
            job.environment().forEach((name, value) -> command.add(name + "=" + value));
        }
        command.addAll(
                List.of("evenkeel", "train", file.toAbsolutePath().normalize().toString()));
        for (String override : overrides) {
            command.addAll(List.of("--set", override));
        }
        return command;
    }
}
