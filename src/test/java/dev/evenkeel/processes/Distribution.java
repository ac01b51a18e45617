package dev.evenkeel.processes;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Runs the built distribution as a user does: its launcher, in a process of its own. */
public final class Distribution {
    /** Where Maven put it. */
    public static final Path HOME = Path.of(System.getProperty("evenkeel.home"));

    public static final Path LAUNCHER = HOME.resolve("bin/evenkeel");

    private static final long MINUTES = 5;

    private final ProcessBuilder builder = new ProcessBuilder();
    private Path launcher = LAUNCHER;
    private List<String> wrapper = List.of();

    private Distribution() {
        environment().put("JAVA_HOME", System.getProperty("java.home"));
        environment().remove("EVENKEEL_JAVA_OPTS");
        environment().remove("JAVA_TOOL_OPTIONS");
    }

    /** A process that ended. */
    public record Ended(long pid, int status, String out, String err) {}

    /** By default with the Java that runs the tests. */
    public static Distribution run() {
        return new Distribution();
    }

    public Distribution launcher(Path path) {
        launcher = path;
        return this;
    }

    public Distribution in(Path folder) {
        builder.directory(folder.toFile());
        return this;
    }

    /** Lets no file grow beyond so many blocks of 512 or 1024 bytes: as good as a full disk, without being root. */
    public Distribution withFilesUpTo(int blocks) {
        wrapper = List.of("sh", "-c", "ulimit -f " + blocks + "; exec \"$@\"", "sh");
        return with("EVENKEEL_JAVA_OPTS", "-XX:-UsePerfData");
    }

    public Distribution with(String variable, String value) {
        environment().put(variable, value);
        return this;
    }

    public Distribution without(String variable) {
        environment().remove(variable);
        return this;
    }

    /** Runs it to its end. */
    public Ended start(Object... arguments) throws IOException, InterruptedException {
        return launch(arguments).end();
    }

    /** Starts it; the caller waits for its end. */
    public Running launch(Object... arguments) throws IOException {
        // Whoever started the tests may have made them deaf to interrupts, which children inherit.
        List<String> command = new ArrayList<>(List.of("env", "--default-signal=INT"));
        command.addAll(wrapper);
        command.add(launcher.toString());
        Stream.of(arguments).map(Object::toString).forEach(command::add);
        Path out = Files.createTempFile("evenkeel-out-", ".txt");
        Path err = Files.createTempFile("evenkeel-err-", ".txt");
        Process process = builder.command(command)
                .redirectOutput(Redirect.to(out.toFile()))
                .redirectError(Redirect.to(err.toFile()))
                .start();
        process.getOutputStream().close();
        return new Running(process, out, err);
    }

    /** A process with the files it writes to. */
    public record Running(Process process, Path out, Path err) {
        /** Waits until it has written a line like this to standard output. */
        public void awaitLine(String pattern) throws IOException, InterruptedException {
            await("a line " + pattern, () -> Files.readString(out).lines().anyMatch(line -> line.matches(pattern)));
        }

        /** Waits until a file like this is below a folder. */
        public void awaitFile(Path folder, String pattern) throws IOException, InterruptedException {
            PathMatcher wanted = folder.getFileSystem().getPathMatcher(pattern);
            await("a file " + pattern, () -> exists(folder, wanted));
        }

        private void await(String what, Condition there) throws IOException, InterruptedException {
            long until = System.nanoTime() + TimeUnit.MINUTES.toNanos(MINUTES);
            while (!there.holds()) {
                if (process.waitFor(50, TimeUnit.MILLISECONDS)) {
                    throw new IllegalStateException(
                            "ended without " + what + ": " + Files.readString(out) + Files.readString(err));
                }
                if (System.nanoTime() > until) {
                    throw new IllegalStateException("no " + what + " within " + MINUTES + " minutes: "
                            + Files.readString(out) + Files.readString(err));
                }
            }
        }

        private interface Condition {
            boolean holds() throws IOException;
        }

        private static boolean exists(Path folder, PathMatcher wanted) throws IOException {
            try (Stream<Path> files = Files.walk(folder)) {
                return files.anyMatch(wanted::matches);
            }
        }

        public void signal(int number) throws IOException, InterruptedException {
            new ProcessBuilder("kill", "-" + number, String.valueOf(process.pid()))
                    .start()
                    .waitFor();
        }

        public Ended end() throws IOException, InterruptedException {
            try {
                if (!process.waitFor(MINUTES, TimeUnit.MINUTES)) {
                    process.destroyForcibly();
                    throw new IllegalStateException("did not end within " + MINUTES + " minutes");
                }
                return new Ended(process.pid(), process.exitValue(), Files.readString(out), Files.readString(err));
            } finally {
                Files.delete(out);
                Files.delete(err);
            }
        }
    }

    /** Copies the whole distribution. */
    public static void copyTo(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(HOME)) {
            for (Path file : files.toList()) {
                Path target = folder.resolve(HOME.relativize(file).toString());
                Files.createDirectories(target.getParent());
                Files.copy(file, target);
            }
        }
    }

    private Map<String, String> environment() {
        return builder.environment();
    }
}
