package dev.evenkeel.cli;

import dev.evenkeel.client.JobClient;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code evenkeel logs}: what happened to a job of a cluster. */
@Command(
        name = "logs",
        description = {
            "Prints what has happened to a job of a cluster: when it was queued, what it waited for, its epochs, what health"
                    + " found, its end.",
            "Exit status of --follow: 0 succeeded, 1 failed or stopped."
        })
final class LogsCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private AddressOption address;

    @Parameters(paramLabel = "ID", description = "The job's id, as submit printed it.")
    private String id;

    @Option(names = "--follow", description = "Follows the job to its end, as submit does.")
    private boolean follow;

    @Override
    public Integer call() {
        JobClient client = address.client();
        PrintWriter out = spec.commandLine().getOut();
        if (follow) {
            return new ClusterJob(client, id, out, spec.commandLine().getErr()).show(address.text());
        }
        client.logs(id).forEach(out::println);
        out.flush();
        return ExitStatus.DONE;
    }
}
