package dev.evenkeel.matrix;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.abort;

import dev.evenkeel.job.JobReader;
import dev.evenkeel.job.ReadJob;
import dev.evenkeel.processes.Distribution;
import dev.evenkeel.processes.Jdks;
import dev.evenkeel.processes.Jobs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The guarantee, from outside: the built command, each combination in a JVM of its own, every pair of values of two dimensions at
 * least once, comes to the model of one worker in this JVM. What this machine can't run is reported as skipped, never as passed.
 */
class FingerprintPairsIT {
    private static final Pattern KERNELS = Pattern.compile("\\((\\S+) kernels\\)");
    private static final Pattern FINGERPRINT = Pattern.compile("fingerprint sha256:([0-9a-f]{64})");

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
        // One that is resumed has an epoch before.
        int epochs = combination.resumed() ? 2 : 1;
        ReadJob job = JobReader.read(MatrixJob.write(folder), combination.settings(epochs));
        Path there = Files.createTempDirectory(folder, "combination");
        Path run = there.resolve("run");
        if (combination.resumed()) {
            run(combination, run, 1, false);
        }
        String output = run(combination, run, epochs, combination.resumed());
        assertEquals(new Jobs(there).local(job), fingerprint(output, combination.kernels()), combination::toString);
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

    private static String run(Combination combination, Path run, int epochs, boolean resume)
            throws IOException, InterruptedException {
        List<Object> command = new ArrayList<>(List.of("train", MatrixJob.write(folder)));
        command.addAll(List.of("--workers", combination.workers(), "--run-dir", run));
        combination.settings(epochs).forEach(setting -> command.addAll(List.of("--set", setting)));
        if (resume) {
            command.add("--resume");
        }
        Distribution.Ended train = Distribution.run()
                .with("JAVA_HOME", Jdks.find(combination.jdk()).orElseThrow().toString())
                .with("EVENKEEL_JAVA_OPTS", "-Xmx512m " + Combination.flags(combination.kernels()))
                .start(command.toArray());
        assertEquals(0, train.status(), () -> command + "\n" + train.err());
        return train.out() + train.err();
    }
}
