package dev.evenkeel.cli;

import dev.evenkeel.client.JobClient;
import dev.evenkeel.client.JobState;
import dev.evenkeel.client.JobStatus;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code evenkeel status}: a job of a cluster, as it is now. */
@Command(name = "status", description = "Shows a job of a cluster: its state and why, where it runs, how far it is.")
final class StatusCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private AddressOption address;

    @Parameters(paramLabel = "ID", description = "The job's id, as submit printed it.")
    private String id;

    @Override
    public Integer call() {
        JobClient client = address.client();
        JobStatus job = client.status(id);
        line("job", job.id());
        line("state", job.state().name());
        line("reason", job.reason());
        line("workers", job.minWorkers() + " to " + job.maxWorkers());
        line("submitted", job.submitted());
        if (job.state() != JobState.QUEUED) {
            client.logs(id).stream()
                    .filter(line -> line.startsWith("epoch "))
                    .reduce((before, last) -> last)
                    .ifPresent(last -> line("reached", last));
        }
        job.outcome().fingerprint().ifPresent(hash -> line("fingerprint", "sha256:" + hash));
        return ExitStatus.DONE;
    }

    private void line(String key, String value) {
        PrintWriter out = spec.commandLine().getOut();
        out.printf("%-11s  %s%n", key, value);
        out.flush();
    }
}
