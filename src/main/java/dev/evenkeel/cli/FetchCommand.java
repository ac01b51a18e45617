package dev.evenkeel.cli;

import dev.evenkeel.client.JobClient;
import dev.evenkeel.client.JobStatus;
import dev.evenkeel.run.RunException;
import dev.evenkeel.run.RunFiles;
import dev.evenkeel.run.Sha256;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code evenkeel fetch}: brings the run directory of a job of a cluster. */
@Command(
        name = "fetch",
        description = {
            "Brings the run directory of a job from a cluster; audit, diff, evaluate and predict take it from there.",
            "The last line is the model's fingerprint, where there is a model."
        })
final class FetchCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private AddressOption address;

    @Parameters(paramLabel = "ID", description = "The job's id, as submit printed it.")
    private String id;

    @Option(names = "--to", required = true, paramLabel = "DIR", description = "A directory, new or empty.")
    private Path directory;

    @Override
    public Integer call() {
        JobClient client = address.client();
        requireEmpty();
        JobStatus job = client.status(id);
        List<JobClient.RunFile> files = client.files(id);
        try {
            client.fetch(id, files, directory);
        } catch (IOException failed) {
            throw new UncheckedIOException("cannot write to " + directory + ": " + failed.getMessage(), failed);
        }
        PrintWriter out = spec.commandLine().getOut();
        out.println(files.size() + " files of job " + id + ", which is " + job.state() + ", in " + directory);
        Optional<String> announced = job.outcome().fingerprint();
        if (announced.isPresent()) {
            String came = Sha256.of(new RunFiles(directory).model());
            if (!came.equals(announced.get())) {
                throw new RunException("the model came with SHA-256 " + came + ", but the cluster announced "
                        + announced.get() + ": fetch it again");
            }
            out.println("fingerprint sha256:" + came);
        }
        return ExitStatus.DONE;
    }

    private void requireEmpty() {
        if (!Files.exists(directory)) {
            return;
        }
        try (Stream<Path> entries = Files.list(directory)) {
            if (entries.findAny().isPresent()) {
                throw new UsageException(
                        "--to " + directory + " holds files: it must be a new directory, or an empty one");
            }
        } catch (IOException failed) {
            throw new UsageException("--to " + directory + " is no directory that can be read", failed);
        }
    }
}
