package dev.evenkeel.cli;

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
final class Distribution {
    /** Where Maven put it. */
    static final Path HOME = Path.of(System.getProperty("evenkeel.home"));

    static final Path LAUNCHER = HOME.resolve("bin/evenkeel");

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
    record Ended(long pid, int status, String out, String err) {}

    /** By default with the Java that runs the tests. */
    static Distribution run() {
        return new Distribution();
    }

    Distribution launcher(Path path) {
        launcher = path;
        return this;
    }

    Distribution in(Path folder) {
        builder.directory(folder.toFile());
        return this;
    }

    /** Lets no file grow beyond so many blocks of 512 or 1024 bytes: as good as a full disk, without being root. */
    Distribution withFilesUpTo(int blocks) {
        wrapper = List.of("sh", "-c", "ulimit -f " + blocks + "; exec \"$@\"", "sh");
        return with("EVENKEEL_JAVA_OPTS", "-XX:-UsePerfData");
    }

    Distribution with(String variable, String value) {
        environment().put(variable, value);
        return this;
    }

    Distribution without(String variable) {
        environment().remove(variable);
        return this;
    }

    /** Runs it to its end. */
    Ended start(Object... arguments) throws IOException, InterruptedException {
        return launch(arguments).end();
    }

    /** Starts it; the caller waits for its end. */
    Running launch(Object... arguments) throws IOException {
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
    record Running(Process process, Path out, Path err) {
        /** Waits until it has written a line like this to standard output. */
        void awaitLine(String pattern) throws IOException, InterruptedException {
            while (Files.readString(out).lines().noneMatch(line -> line.matches(pattern))) {
                if (process.waitFor(50, TimeUnit.MILLISECONDS)) {
                    throw new IllegalStateException(
                            "ended without a line " + pattern + ": " + Files.readString(out) + Files.readString(err));
                }
            }
        }

        /** Waits until a file like this is below a folder. */
        void awaitFile(Path folder, String pattern) throws IOException, InterruptedException {
            PathMatcher wanted = folder.getFileSystem().getPathMatcher(pattern);
            while (!exists(folder, wanted)) {
                if (process.waitFor(50, TimeUnit.MILLISECONDS)) {
                    throw new IllegalStateException("ended without a file " + pattern + ": " + Files.readString(err));
                }
            }
        }

        private static boolean exists(Path folder, PathMatcher wanted) throws IOException {
            try (Stream<Path> files = Files.walk(folder)) {
                return files.anyMatch(wanted::matches);
            }
        }

        void signal(int number) throws IOException, InterruptedException {
            new ProcessBuilder("kill", "-" + number, String.valueOf(process.pid()))
                    .start()
                    .waitFor();
        }

        Ended end() throws IOException, InterruptedException {
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
    static void copyTo(Path folder) throws IOException {
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
