package dev.evenkeel.cli;

import dev.evenkeel.run.Audit;
import dev.evenkeel.run.Finding;
import dev.evenkeel.run.RunFiles;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code evenkeel audit}: what a run's files prove, a line for every property. */
@Command(
        name = "audit",
        description = {
            "Proves from the ledger of a run that every sample was used once per epoch, that the chain is unbroken, that steps"
                    + " were skipped only where the job says so, and that the model belongs to it.",
            "Exit status 1 where one of these does not hold."
        })
final class AuditCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "RUN-DIR", description = "The run's directory.")
    private Path directory;

    @Override
    public Integer call() {
        Audit audit = Audit.of(RunFiles.ofRun(directory));
        PrintWriter out = spec.commandLine().getOut();
        for (Finding finding : audit.findings()) {
            out.printf("%-5s %-8s %s%n", finding.holds() ? "ok" : "WRONG", finding.property(), finding.sentence());
        }
        return audit.holds() ? ExitStatus.DONE : ExitStatus.FAILED;
    }
}
