package dev.evenkeel.cli;

import dev.evenkeel.client.JobStatus;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code evenkeel jobs}: the jobs of a cluster. */
@Command(name = "jobs", description = "Lists the jobs of a cluster, in the order of their submission.")
final class JobsCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private AddressOption address;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        for (JobStatus job : address.client().jobs()) {
            out.printf("%-9s  %s  %s  %s%n", job.state(), job.submitted(), job.id(), job.reason());
        }
        out.flush();
        return ExitStatus.DONE;
    }
}
