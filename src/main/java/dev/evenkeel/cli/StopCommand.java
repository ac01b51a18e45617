package dev.evenkeel.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code evenkeel stop}: ends a job of a cluster early. */
@Command(
        name = "stop",
        description = "Asks a job of a cluster to end: a queued one at once, a running one behind a checkpoint.")
final class StopCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private AddressOption address;

    @Parameters(paramLabel = "ID", description = "The job's id, as submit printed it.")
    private String id;

    @Override
    public Integer call() {
        address.client().stop(id);
        spec.commandLine().getOut().println("job " + id + " is asked to stop");
        return ExitStatus.DONE;
    }
}
