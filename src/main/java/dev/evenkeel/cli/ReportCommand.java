package dev.evenkeel.cli;

import dev.evenkeel.report.RunReport;
import dev.evenkeel.run.RunFiles;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code evenkeel report}: a run as a page. */
@Command(
        name = "report",
        description = {
            "Writes report.html into a run's directory: loss, accuracy, gradients by layer and step, verdicts, who computed"
                    + " what, and what the run is a run of.",
            "One file that needs no network. The run may still be going on."
        })
final class ReportCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "RUN-DIR", description = "The run's directory.")
    private Path directory;

    @Override
    public Integer call() {
        spec.commandLine()
                .getOut()
                .println("report " + RunReport.of(RunFiles.ofRun(directory)).write());
        return ExitStatus.DONE;
    }
}
