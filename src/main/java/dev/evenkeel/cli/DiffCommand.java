package dev.evenkeel.cli;

import dev.evenkeel.run.RunDiff;
import dev.evenkeel.run.RunDiff.Divergence;
import dev.evenkeel.run.RunFiles;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code evenkeel diff}: where two runs part. */
@Command(
        name = "diff",
        description = {
            "Shows the first job key, step and tensor in which two runs differ.",
            "Exit status 1 where they differ; names, workers and attempts may."
        })
final class DiffCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "RUN-A", description = "A run's directory.")
    private Path first;

    @Parameters(paramLabel = "RUN-B", description = "Another run's directory.")
    private Path second;

    @Override
    public Integer call() {
        RunDiff diff = RunDiff.between(RunFiles.ofRun(first), RunFiles.ofRun(second));
        print("job", diff.job());
        print("data", diff.data());
        print("step", diff.step());
        print("tensor", diff.tensor());
        return diff.isEmpty() ? ExitStatus.DONE : ExitStatus.FAILED;
    }

    private void print(String what, Optional<Divergence> found) {
        String text = found.map(this::text).orElse("same");
        spec.commandLine().getOut().printf("%-7s %s%n", what, text);
    }

    private String text(Divergence found) {
        return found.place() + ": " + found.first() + " in " + first + ", " + found.second() + " in " + second;
    }
}
