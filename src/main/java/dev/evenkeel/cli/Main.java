package dev.evenkeel.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Where the program starts: the command line and its commands. */
@Command(
        name = "evenkeel",
        description = "Trains neural networks data-parallel; the model does not depend on the number of workers.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            TrainCommand.class,
            ProveCommand.class,
            ExplainCommand.class,
            NodeCommand.class,
            SubmitCommand.class,
            JobsCommand.class,
            StatusCommand.class,
            LogsCommand.class,
            StopCommand.class,
            FetchCommand.class,
            BenchCommand.class,
            AuditCommand.class,
            DiffCommand.class,
            ReportCommand.class,
            LabCommand.class,
            EvaluateCommand.class,
            PredictCommand.class,
            VersionCommand.class,
            HelpCommand.class
        })
public final class Main implements Runnable {
    @Spec
    private CommandSpec spec;

    private Main() {}

    public static void main(String[] arguments) {
        System.exit(run(arguments));
    }

    private static int run(String[] arguments) {
        try {
            return commandLine().execute(arguments);
        } catch (OutOfMemoryError full) {
            return Failures.outOfMemory(full);
        }
    }

    static CommandLine commandLine() {
        CommandLine root = new CommandLine(new Main()).setExpandAtFiles(false);
        root.getSubcommands().values().forEach(Main::addHelp);
        return Failures.handledBy(root);
    }

    private static void addHelp(CommandLine command) {
        if (!command.getCommandSpec().optionsMap().containsKey("--help")) {
            OptionSpec.Builder help = OptionSpec.builder("-h", "--help").usageHelp(true);
            command.getCommandSpec()
                    .addOption(
                            help.description("Show this help message and exit.").build());
        }
    }

    /** Called where the command line holds no command. */
    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "no command given");
    }
}
