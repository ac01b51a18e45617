package dev.evenkeel.matrix;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.abort;

import dev.evenkeel.processes.Jdks;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The guarantee, from outside: the built command, each combination in a JVM of its own, every pair of values of two dimensions at
 * least once. What this machine can't run is reported as skipped, never as passed.
 */
class FingerprintPairsIT {
    private static final Path HOME = Path.of(System.getProperty("evenkeel.home"));
    private static final Pattern KERNELS = Pattern.compile("\\((\\S+) kernels\\)");
    private static final Pattern FINGERPRINT = Pattern.compile("fingerprint sha256:([0-9a-f]{64})");
    private static final Map<String, String> MODELS = new ConcurrentHashMap<>();

    @TempDir
    static Path folder;

    static List<Combination> pairs() {
        return Combination.pairs();
    }

    @ParameterizedTest
    @MethodSource("pairs")
    void shouldGiveTheModelOfTheJob(Combination combination) throws IOException, InterruptedException {
        Path jdk = Jdks.find(combination.jdk()).orElse(null);
        if (jdk == null) {
            abort("not run: no JDK " + combination.jdk() + " on this machine");
        }
        String expected = MODELS.computeIfAbsent(combination.job(), job -> {
            Combination plainest = new Combination(
                    1, combination.batch(), combination.scope(), combination.optimizer(), 17, "plain", false);
            return fingerprint(run(plainest, Optional.empty(), 2, false), "plain");
        });
        Path run = Files.createTempDirectory(folder, "run").resolve("run");
        if (combination.resumed()) {
            run(combination, Optional.of(run), 1, false);
        }
        String output = run(combination, Optional.of(run), 2, combination.resumed());
        assertEquals(expected, fingerprint(output, combination.kernels()), combination::toString);
    }

    private static String fingerprint(String output, String kernels) {
        Matcher used = KERNELS.matcher(output);
        if (!used.find() || !used.group(1).equals(kernels)) {
            abort("not run: this machine has no " + kernels + " kernels, it said: " + output);
        }
        Matcher fingerprint = FINGERPRINT.matcher(output);
        if (!fingerprint.find()) {
            throw new AssertionError("no fingerprint in: " + output);
        }
        return fingerprint.group(1);
    }

    private static String run(Combination combination, Optional<Path> directory, int epochs, boolean resume) {
        try {
            List<String> command = new ArrayList<>(List.of(
                    HOME.resolve("bin/evenkeel").toString(),
                    "train",
                    MatrixJob.write(folder).toString()));
            command.addAll(List.of("--workers", String.valueOf(combination.workers())));
            MatrixJob.settings(combination.batch(), combination.scope(), combination.optimizer(), epochs)
                    .forEach(setting -> command.addAll(List.of("--set", setting)));
            Path run = directory.isPresent()
                    ? directory.get()
                    : Files.createTempDirectory(folder, "plainest").resolve("run");
            command.addAll(List.of("--run-dir", run.toString()));
            if (resume) {
                command.add("--resume");
            }
            ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
            builder.environment()
                    .put("JAVA_HOME", Jdks.find(combination.jdk()).orElseThrow().toString());
            builder.environment().put("EVENKEEL_JAVA_OPTS", "-Xmx512m " + Combination.flags(combination.kernels()));
            Path output = Files.createTempFile(folder, "output", ".txt");
            Process process = builder.redirectOutput(output.toFile()).start();
            if (!process.waitFor(120, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new AssertionError("hangs: " + command + "\n" + Files.readString(output));
            }
            String said = Files.readString(output);
            assertEquals(0, process.exitValue(), command + "\n" + said);
            return said;
        } catch (IOException | InterruptedException failed) {
            throw new AssertionError(failed);
        }
    }
}
