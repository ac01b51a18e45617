package dev.evenkeel.cli;

import dev.evenkeel.client.JobClient;
import dev.evenkeel.data.DataSpec;
import dev.evenkeel.data.Dataset;
import dev.evenkeel.data.Datasets;
import dev.evenkeel.job.ReadJob;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code evenkeel submit}: trains a job in a cluster; the last line on standard output is the model's fingerprint. */
@Command(
        name = "submit",
        description = {
            "Submits a job to a cluster and follows it to its end.",
            "Interrupted (Ctrl-C), it leaves the job alone and prints the command that follows it again.",
            "Data paths are those of the nodes; data that is also here is checked here, and the nodes' must be the same."
        })
final class SubmitCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private JobArguments arguments;

    @Mixin
    private AddressOption address;

    @Option(
            names = "--min-workers",
            paramLabel = "A",
            description =
                    "The job starts when so many worker slots are free, and waits while it has lost more (default: 1).")
    private Optional<Integer> min = Optional.empty();

    @Option(
            names = "--max-workers",
            paramLabel = "B",
            description = "It gets no more (default: as many as are of use). The model does not depend on it.")
    private Optional<Integer> max = Optional.empty();

    @Option(
            names = "--resume",
            paramLabel = "ID",
            description = {
                "Goes on with a job that has ended, or that was lost with all nodes, from the newest complete checkpoint",
                "that the nodes have of it."
            })
    private Optional<String> resume = Optional.empty();

    @Option(names = "--no-wait", description = "Ends when the job is queued.")
    private boolean leave;

    @Override
    public Integer call() {
        JobClient client = address.client();
        JobClient.Workers workers = new JobClient.Workers(whole("--min-workers", min), whole("--max-workers", max));
        ReadJob job = arguments.read();
        String id = client.submit(job.spec(), checked(job), workers, resume);
        PrintWriter out = spec.commandLine().getOut();
        out.println("job " + id);
        out.flush();
        return leave
                ? ExitStatus.DONE
                : new ClusterJob(client, id, out, spec.commandLine().getErr()).show(address.text());
    }

    private static OptionalInt whole(String option, Optional<Integer> value) {
        if (value.isPresent() && value.get() < 1) {
            throw new UsageException(option + " must be 1 or more, but is " + value.get());
        }
        return value.map(OptionalInt::of).orElseGet(OptionalInt::empty);
    }

    /** Checks the job where its data is here, too, since here a refusal can name file and line; gives the data's digest. */
    private static Optional<String> checked(ReadJob job) {
        DataSpec data = job.spec().data();
        boolean here = data.source()
                .map(path -> Files.exists(job.base().resolve(path)))
                .orElse(true);
        if (!here) {
            return Optional.empty();
        }
        Dataset read = Datasets.load(data, job.base());
        job.check(read);
        return Optional.of(read.digest());
    }
}
