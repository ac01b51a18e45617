package dev.evenkeel.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import picocli.CommandLine;

/**
 * What a command line did.
 *
 * @param status its exit status
 */
record Cli(int status, String out, String err) {
    /** Runs the program's command line within this JVM. */
    static Cli run(Object... arguments) {
        return run(Main.commandLine(), arguments);
    }

    static Cli run(CommandLine commandLine, Object... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        commandLine.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
        String[] texts =
                java.util.Arrays.stream(arguments).map(Object::toString).toArray(String[]::new);
        int status = commandLine.execute(texts);
        return new Cli(status, out.toString(), err.toString());
    }
}
