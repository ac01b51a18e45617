package dev.evenkeel.cli;

import com.typesafe.config.Config;
import dev.evenkeel.Evenkeel;
import dev.evenkeel.JobFailedException;
import dev.evenkeel.JobHandle;
import dev.evenkeel.JobStoppedException;
import dev.evenkeel.RunOptions;
import dev.evenkeel.TrainingResult;
import dev.evenkeel.job.ReadJob;
import dev.evenkeel.report.RunReport;
import dev.evenkeel.run.Ledger;
import dev.evenkeel.run.RunFiles;
import dev.evenkeel.run.Shell;
import dev.evenkeel.run.VerdictLines;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code evenkeel train}: trains a job in this JVM; the last line on standard output is the model's fingerprint. */
@Command(
        name = "train",
        description = {
            "Trains a job in this JVM.",
            "Interrupted (Ctrl-C), it saves a checkpoint and prints the command that goes on from there."
        })
final class TrainCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private JobArguments arguments;

    @Mixin
    private WorkersOption workers;

    @Option(
            names = "--run-dir",
            paramLabel = "DIR",
            description = "Where the run leaves its files (default: runs/<job name>-<time>).")
    private Optional<Path> directory = Optional.empty();

    @Option(
            names = "--resume",
            description =
                    "Goes on from the newest checkpoint in --run-dir, or of the newest run of the job; its epochs may"
                            + " have grown.")
    private boolean resume;

    @Option(
            names = "--report",
            description = "Also writes report.html into the run directory, as 'evenkeel report' does.")
    private boolean report;

    @Override
    public Integer call() {
        int count = workers.count();
        Config settings = Settings.load();
        ReadJob job = arguments.read();
        RunOptions options =
                new RunOptions(job.base(), Settings.runs(settings), directory, resume, arguments.command(job));
        try (Evenkeel evenkeel = Evenkeel.local(count, settings)) {
            JobHandle handle = evenkeel.submit(job, options);
            PrintWriter out = spec.commandLine().getOut();
            out.println((resume ? "resuming " : "training ") + job.spec().name() + " with " + count
                    + (count == 1 ? " worker" : " workers") + " (" + evenkeel.kernels() + " kernels) in "
                    + handle.runDirectory());
            return Interruption.heeded(handle::stop, () -> follow(handle, job));
        }
    }

    private int follow(JobHandle handle, ReadJob job) {
        PrintWriter out = spec.commandLine().getOut();
        PrintWriter err = spec.commandLine().getErr();
        RunLength length = RunLength.of(
                Ledger.start(new RunFiles(handle.runDirectory()).ledger()),
                job.spec().epochs());
        Progress progress = Progress.on(Terminal.detect(), new PlainProgress(out, length.epochs()), err, length);
        try {
            TrainingResult result = Following.toTheEnd(handle, progress);
            if (!result.verdicts().isEmpty()) {
                out.println(VerdictLines.summary(result.verdicts()));
            }
            result.loss().ifPresent(loss -> out.println(testLine(loss, result.accuracy())));
            report(handle);
            out.println("fingerprint sha256:" + result.fingerprint());
            return ExitStatus.DONE;
        } catch (JobFailedException failed) {
            report(handle);
            throw failed;
        } catch (JobStoppedException stopped) {
            report(handle);
            err.println(
                    "evenkeel: stopped after step " + stopped.step() + ", with a checkpoint; this goes on from there:");
            err.println("  " + Shell.line(resumption(handle, job)));
            return ExitStatus.FAILED;
        }
    }

    private static String testLine(double loss, OptionalDouble accuracy) {
        String share = accuracy.isEmpty()
                ? ""
                : String.format(Locale.ROOT, "  test accuracy %.2f %%", 100 * accuracy.getAsDouble());
        return String.format(Locale.ROOT, "test loss %.4f", loss) + share;
    }

    /** Also of a run that failed or was stopped: there the gradients are worth a look. */
    private void report(JobHandle handle) {
        if (report) {
            Path page = RunReport.of(new RunFiles(handle.runDirectory())).write();
            spec.commandLine().getOut().println("report " + page);
        }
    }

    private List<String> resumption(JobHandle handle, ReadJob job) {
        List<String> command = new ArrayList<>(arguments.command(job));
        command.addAll(workers.words());
        command.addAll(List.of(
                "--run-dir", handle.runDirectory().toAbsolutePath().normalize().toString(), "--resume"));
        return command;
    }
}
