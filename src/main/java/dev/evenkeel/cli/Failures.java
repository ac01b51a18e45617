package dev.evenkeel.cli;

import dev.evenkeel.JobFailedException;
import dev.evenkeel.client.RefusedException;
import dev.evenkeel.client.UnreachableException;
import dev.evenkeel.cluster.node.NodeException;
import dev.evenkeel.data.DataException;
import dev.evenkeel.format.FormatException;
import dev.evenkeel.job.InvalidJobException;
import dev.evenkeel.math.KernelException;
import dev.evenkeel.run.RunException;
import dev.evenkeel.train.TrainingException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * Turns whatever a command throws into one sentence on standard error and an exit status. Stack traces are for those who
 * mend the program: they go to a file that the sentence names.
 */
final class Failures {
    /** What is wrong with what the user gave; the message is a sentence. */
    private static final Set<Class<? extends Exception>> REFUSALS = Set.of(
            InvalidJobException.class,
            DataException.class,
            NodeException.class,
            FormatException.class,
            RefusedException.class,
            RunException.class,
            UnreachableException.class,
            UsageException.class);

    /** What happened to a run that was right; the message is a sentence. */
    private static final Set<Class<? extends Exception>> MISFORTUNES = Set.of(
            JobFailedException.class, TrainingException.class, KernelException.class, UncheckedIOException.class);

    private Failures() {}

    static CommandLine handledBy(CommandLine commandLine) {
        return commandLine
                .setParameterExceptionHandler((refused, arguments) -> wrongCommandLine(refused))
                .setExecutionExceptionHandler((thrown, command, parsed) -> failed(thrown, command));
    }

    private static int wrongCommandLine(ParameterException refused) {
        CommandLine command = refused.getCommandLine();
        if (command.getParent() == null) {
            String commands = String.join(", ", command.getSubcommands().keySet());
            return say(command, sentence(refused) + "; the commands are " + commands, ExitStatus.REFUSED);
        }
        String name = command.getCommandName();
        return say(
                command,
                name + ": " + sentence(refused) + "; 'evenkeel help " + name + "' shows what it takes",
                ExitStatus.REFUSED);
    }

    private static String sentence(ParameterException refused) {
        if (refused instanceof UnmatchedArgumentException unmatched
                && !unmatched.isUnknownOption()
                && refused.getCommandLine().getParent() == null) {
            return "'" + unmatched.getUnmatched().get(0) + "' is not a command";
        }
        String message = refused.getMessage();
        return message.substring(0, 1).toLowerCase(Locale.ROOT) + message.substring(1);
    }

    private static int failed(Exception thrown, CommandLine command) {
        if (REFUSALS.contains(thrown.getClass())) {
            return say(command, thrown.getMessage(), ExitStatus.REFUSED);
        }
        if (MISFORTUNES.contains(thrown.getClass())) {
            return say(command, thrown.getMessage(), ExitStatus.FAILED);
        }
        return say(command, "unexpected " + thrown + details(thrown), ExitStatus.FAILED);
    }

    /** For what is thrown past the command line: there may not be room for more than a sentence. */
    static int outOfMemory(OutOfMemoryError full) {
        long heap = Runtime.getRuntime().maxMemory() >> 20;
        System.err.println("evenkeel: out of memory (" + full.getMessage() + ") with a heap of " + heap
                + " MiB: EVENKEEL_JAVA_OPTS=-Xmx… gives it more");
        return ExitStatus.FAILED;
    }

    private static int say(CommandLine command, String sentence, int status) {
        command.getErr().println("evenkeel: " + sentence.replaceAll("\\s*\\R\\s*", " "));
        return status;
    }

    private static String details(Exception thrown) {
        try {
            Path file = Files.createTempFile("evenkeel-failure-", ".txt");
            try (PrintWriter out = new PrintWriter(Files.newBufferedWriter(file, StandardCharsets.UTF_8))) {
                thrown.printStackTrace(out);
            }
            return "; details are in " + file;
        } catch (IOException | UncheckedIOException unwritable) {
            return "; its details could not be written: " + unwritable.getMessage();
        }
    }
}
