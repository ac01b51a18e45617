package dev.evenkeel.cli;

import com.typesafe.config.Config;
import dev.evenkeel.Evenkeel;
import dev.evenkeel.RunOptions;
import dev.evenkeel.lab.Claim;
import dev.evenkeel.lab.Experiment;
import dev.evenkeel.lab.Experiments;
import dev.evenkeel.lab.Lab;
import dev.evenkeel.lab.LabReport;
import dev.evenkeel.lab.LabStoppedException;
import dev.evenkeel.lab.Scale;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code evenkeel lab}: the claims of an article on batch normalization, measured. */
@Command(
        name = "lab",
        description = {
            "Measures what an article says of batch normalization; writes lab.json and lab.html.",
            "Interrupted (Ctrl-C), the same command goes on: jobs that are done are not run again."
        })
final class LabCommand implements Callable<Integer> {
    /** Jobs at a time: those that find no free slot wait in the cluster's queue. */
    private static final int IN_A_CLUSTER = 4;

    /** Of all experiments. */
    static final class Names extends ArrayList<String> {
        private static final long serialVersionUID = 1L;

        Names() {
            super(Experiments.names());
        }
    }

    @Spec
    private CommandSpec spec;

    @Parameters(
            paramLabel = "CLAIM",
            completionCandidates = Names.class,
            description = "Any of ${COMPLETION-CANDIDATES} (default: all).")
    private List<String> names = Experiments.names();

    @Option(names = "--quick", description = "The small set: a few minutes, on the embedded digits.")
    private boolean quick;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description = "Where results go, and are kept (default: lab or lab-quick in the folder for runs).")
    private Optional<Path> out = Optional.empty();

    @Option(
            names = "--workers",
            paramLabel = "N",
            defaultValue = "1",
            description =
                    "Worker actors per job (default: 1, and as many jobs side by side as there are cores). The results"
                            + " do not depend on it.")
    private int workers;

    @Option(
            names = "--address",
            paramLabel = "http://HOST:PORT[,…]",
            description = "A node of a cluster to run the jobs on, each with at most --workers of its slots.")
    private Optional<String> address = Optional.empty();

    @Override
    public Integer call() {
        if (workers < 1) {
            throw new UsageException("--workers must be 1 or more, but is " + workers);
        }
        Scale scale = quick ? Scale.QUICK : Scale.FULL;
        List<Experiment> experiments =
                names.stream().distinct().map(name -> named(name, scale)).toList();
        Config settings = Settings.load();
        Path folder = out.orElseGet(() -> Settings.runs(settings).resolve(quick ? "lab-quick" : "lab"));
        PrintWriter screen = spec.commandLine().getOut();
        int sideBySide = address.isPresent()
                ? IN_A_CLUSTER
                : Math.max(1, Runtime.getRuntime().availableProcessors() / workers);
        try (Evenkeel evenkeel = evenkeel(settings);
                LabProgress progress =
                        new LabProgress(screen, spec.commandLine().getErr(), Terminal.detect())) {
            Lab lab = new Lab(evenkeel, RunOptions.defaults().workers(1, workers), folder, sideBySide, progress);
            return Interruption.heeded(lab::stop, () -> measure(lab, scale, experiments, folder, progress));
        }
    }

    private Evenkeel evenkeel(Config settings) {
        try {
            return address.map(Evenkeel::connect).orElseGet(() -> Evenkeel.local(workers, settings));
        } catch (IllegalArgumentException wrong) {
            throw new UsageException("--address: " + wrong.getMessage(), wrong);
        }
    }

    private int measure(Lab lab, Scale scale, List<Experiment> experiments, Path folder, LabProgress progress) {
        try {
            LabReport report = new LabReport(scale, lab.run(experiments));
            progress.close();
            report.write(folder);
            PrintWriter screen = spec.commandLine().getOut();
            for (Claim claim : report.claims()) {
                screen.printf("%-18s  %s%n", claim.verdict().words(), claim.sentence());
            }
            screen.println("report " + folder.resolve("lab.html"));
            return ExitStatus.DONE;
        } catch (LabStoppedException stopped) {
            progress.close();
            spec.commandLine()
                    .getErr()
                    .println("evenkeel: " + stopped.getMessage() + "; the same command goes on from there");
            return ExitStatus.FAILED;
        }
    }

    private static Experiment named(String name, Scale scale) {
        return Experiments.named(name, scale)
                .orElseThrow(() -> new UsageException(
                        "no claim is named " + name + ": take " + String.join(" or ", Experiments.names())));
    }
}
