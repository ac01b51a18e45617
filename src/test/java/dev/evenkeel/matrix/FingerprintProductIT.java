package dev.evenkeel.matrix;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
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
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The whole product of the matrix, by {@code mvn -B verify -Pmatrix}: a JVM for every JDK and kernel set, all else within. */
@Tag("matrix")
class FingerprintProductIT {
    private static final Map<String, String> MODELS = new ConcurrentHashMap<>();

    @TempDir
    Path folder;

    static List<Arguments> machines() {
        List<Arguments> machines = new ArrayList<>();
        for (int jdk : Combination.JDKS) {
            for (String kernels : Combination.KERNELS) {
                machines.add(Arguments.of(jdk, kernels));
            }
        }
        return machines;
    }

    @ParameterizedTest(name = "JDK {0}, {1} kernels")
    @MethodSource("machines")
    void shouldGiveOneModelForEveryJob(int jdk, String kernels) throws IOException, InterruptedException {
        Optional<Path> home = Jdks.find(jdk);
        if (home.isEmpty()) {
            abort("not run: no JDK " + jdk + " on this machine");
        }
        Path output = folder.resolve("output.txt");
        Process process = new ProcessBuilder(
                        home.orElseThrow().resolve("bin/java").toString(),
                        "--add-modules",
                        "jdk.incubator.vector",
                        "-Xmx1g",
                        Combination.flags(kernels),
                        "-cp",
                        System.getProperty("java.class.path"),
                        MatrixProduct.class.getName(),
                        folder.toString())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        if (!process.waitFor(20, TimeUnit.MINUTES)) {
            process.destroyForcibly();
        }
        List<String> lines = Files.readAllLines(output);
        if (!lines.contains("kernels " + kernels)) {
            abort("not run: this machine has no " + kernels + " kernels, it said: "
                    + lines.subList(0, Math.min(5, lines.size())));
        }
        assertEquals(0, process.exitValue(), () -> String.join("\n", lines));
        List<String> runs =
                lines.stream().filter(line -> line.matches("[0-9a-f]{64}\\|.*")).toList();
        int expected = Combination.WORKERS.size() * Combination.BATCHES.size() * Combination.SCOPES.size() * 2;
        assertEquals(expected, runs.size());
        for (String run : runs) {
            String[] fields = run.split("\\|");
            String job = fields[2] + "|" + fields[3];
            assertEquals(MODELS.computeIfAbsent(job, first -> fields[0]), fields[0], run);
        }
        assertTrue(MODELS.size() == Combination.BATCHES.size() * Combination.SCOPES.size());
        System.out.println("JDK " + jdk + ", " + kernels + ": " + runs.size() + " runs, one model for each of "
                + MODELS.size() + " jobs");
    }
}
