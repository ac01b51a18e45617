package dev.evenkeel.cli;

import com.typesafe.config.Config;
import dev.evenkeel.Evenkeel;
import dev.evenkeel.JobHandle;
import dev.evenkeel.JobStoppedException;
import dev.evenkeel.RunOptions;
import dev.evenkeel.TrainingResult;
import dev.evenkeel.job.ReadJob;
import dev.evenkeel.run.Ledger;
import dev.evenkeel.run.RunFiles;
import dev.evenkeel.run.Tally;
import dev.evenkeel.run.TemporaryFolder;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code evenkeel prove}: the same job with different numbers of workers, one of them killed, and the same model from all. */
@Command(
        name = "prove",
        description = {
            "Shows the guarantee: trains the job with 1, 3 and 7 workers, and with 3 of which one is killed in the middle of a step,"
                    + " and compares the models, byte for byte.",
            "Exit status 1 if one differs."
        })
final class ProveCommand implements Callable<Integer> {
    private static final List<Integer> WORKERS = List.of(1, 3, 7);
    /** So many begin the last run, and the last of them is killed half-way. */
    private static final int BEFORE_THE_LOSS = 3;

    private static final String ROW = "%7s  %7s  %14s  %8s  %s%n";

    @Spec
    private CommandSpec spec;

    @Mixin
    private JobArguments arguments;

    /** The run at hand, for whoever interrupts; who comes just before a run begins finds none, and leaves the wish. */
    private volatile Optional<JobHandle> running = Optional.empty();

    private volatile boolean interrupted;

    @Override
    public Integer call() {
        Config settings = Settings.load();
        ReadJob job = arguments.read();
        return Interruption.heeded(this::interrupt, () -> prove(job, settings));
    }

    private void interrupt() {
        interrupted = true;
        running.ifPresent(JobHandle::stop);
    }

    private int prove(ReadJob job, Config settings) {
        try (TemporaryFolder folder = TemporaryFolder.create("evenkeel-prove-")) {
            PrintWriter out = spec.commandLine().getOut();
            out.printf(ROW, "workers", "steps", "messages", "seconds", "SHA-256 of model.safetensors");
            List<Proof> proofs = new ArrayList<>();
            for (int workers : WORKERS) {
                RunOptions options = options(job, folder.path().resolve("workers-" + workers));
                proofs.add(train(job, workers, options, settings));
            }
            long half = (proofs.get(0).tally().steps() + 1) / 2;
            RunOptions losing =
                    options(job, folder.path().resolve("one-killed")).losing(BEFORE_THE_LOSS - 1, half);
            Proof last = train(job, BEFORE_THE_LOSS, losing, settings);
            proofs.add(last);
            if (last.tally().aborted() == 0) {
                out.println("NOT proved: no worker was lost in the last run");
                return ExitStatus.FAILED;
            }
            out.println("3 - 1: the third worker was killed in the middle of step " + half);
            long models = proofs.stream().map(Proof::fingerprint).distinct().count();
            if (models == 1) {
                out.println("identical, byte for byte");
                return ExitStatus.DONE;
            }
            folder.keep();
            out.println("NOT identical: " + models + " different models; 'evenkeel diff' shows where the runs in "
                    + folder.path() + " part");
            return ExitStatus.FAILED;
        } catch (JobStoppedException interrupted) {
            spec.commandLine().getErr().println("evenkeel: stopped; nothing is proved, and nothing is left behind");
            return ExitStatus.FAILED;
        }
    }

    private record Proof(String fingerprint, Tally tally) {}

    private RunOptions options(ReadJob job, Path directory) {
        return new RunOptions(job.base(), directory.getParent(), Optional.of(directory), false, arguments.command(job));
    }

    /** Trains once, and prints the row. */
    private Proof train(ReadJob job, int workers, RunOptions options, Config settings) {
        PrintWriter out = spec.commandLine().getOut();
        long start = System.nanoTime();
        try (Evenkeel evenkeel = Evenkeel.local(workers, settings)) {
            JobHandle handle = evenkeel.submit(job, options);
            running = Optional.of(handle);
            if (interrupted) {
                handle.stop();
            }
            RunFiles files = new RunFiles(handle.runDirectory());
            RunLength length =
                    RunLength.of(Ledger.start(files.ledger()), job.spec().epochs());
            Progress progress = Progress.on(
                    Terminal.detect(), Progress.SILENT, spec.commandLine().getErr(), length);
            TrainingResult result = Following.toTheEnd(handle, progress);
            double seconds = (System.nanoTime() - start) / 1e9;
            Tally tally = Tally.of(files.ledger());
            out.printf(
                    Locale.ROOT,
                    ROW,
                    workers + (options.loss().isPresent() ? " - 1" : ""),
                    tally.steps(),
                    String.format(Locale.ROOT, "%,d", tally.messages()),
                    String.format(Locale.ROOT, "%.1f", seconds),
                    result.fingerprint());
            out.flush();
            return new Proof(result.fingerprint(), tally);
        }
    }
}
