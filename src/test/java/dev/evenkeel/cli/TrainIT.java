package dev.evenkeel.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.evenkeel.processes.Distribution;
import dev.evenkeel.processes.Jobs;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class TrainIT {
    /** What the JVM says by itself. */
    private static final String INCUBATOR = "WARNING: Using incubator modules: jdk.incubator.vector\n";

    @TempDir
    private Path folder;

    private Path job;

    @BeforeEach
    void writeJob() throws Exception {
        job = new Jobs(folder).write(Jobs.SMALL);
    }

    @Test
    void shouldLeaveARunWhoseFingerprintIsItsModels() throws Exception {
        Distribution.Ended train = train("--set", "epochs=2", "--workers", "3");

        assertEquals(0, train.status(), train.err());
        assertEquals(INCUBATOR, train.err());
        Path run = onlyRun();
        assertTrue(run.getFileName().toString().matches("small-\\d{8}-\\d{6}"), run.toString());
        List<String> lines = train.out().lines().toList();
        assertTrue(lines.get(0).startsWith("training small with 3 workers ("), lines.get(0));
        assertTrue(lines.get(0).endsWith(" kernels) in runs/" + run.getFileName()), lines.get(0));
        assertTrue(lines.get(1).startsWith("epoch 1/2  train loss "), lines.get(1));
        assertEquals(
                "fingerprint sha256:" + dev.evenkeel.run.Sha256.of(run.resolve("model.safetensors")),
                lines.get(lines.size() - 1));
        for (String file : List.of("job.json", "metrics.jsonl", "ledger.jsonl", "checkpoints", "repro.txt")) {
            assertTrue(Files.exists(run.resolve(file)), file);
        }
        assertEquals(0, evenkeel("audit", run).status());
    }

    /** What the README shows: the main job, and the model that everybody gets. */
    @Test
    void shouldReadDigitsOfWritersItHasNotSeen() throws Exception {
        Distribution.Ended train = evenkeel(
                "train", Distribution.HOME.resolve("conf/jobs/digits.conf"), "--workers", "4", "--run-dir", "run");

        assertEquals(0, train.status(), train.err());
        List<String> lines = train.out().lines().toList();
        List<String> last = lines.subList(lines.size() - 2, lines.size());
        double accuracy = Double.parseDouble(last.get(0).replaceAll(".*test accuracy (.*) %", "$1"));
        assertTrue(accuracy >= 97, last.get(0));
        String shown = Files.readString(Path.of("README.md"));
        assertTrue(shown.contains(String.join("\n", last)), () -> "the README shows other lines than " + last);
    }

    @ParameterizedTest
    @ValueSource(strings = {"SIGINT 2 130", "SIGTERM 15 143"})
    void shouldStopWithACheckpointAndSayHowToGoOn(String signal) throws Exception {
        String[] parts = signal.split(" ");
        Path run = folder.resolve("my run");
        Distribution.Running train =
                Distribution.run().in(folder).launch("train", job, "--set", "epochs=100000", "--run-dir", run);
        train.awaitLine("epoch      2/100000.*");

        train.signal(Integer.parseInt(parts[1]));
        Distribution.Ended ended = train.end();

        assertEquals(Integer.parseInt(parts[2]), ended.status());
        List<String> err = ended.err().replace(INCUBATOR, "").lines().toList();
        assertEquals(2, err.size(), ended.err());
        assertTrue(
                err.get(0).matches("evenkeel: stopped after step \\d+, with a checkpoint; this goes on from there:"),
                err.get(0));
        assertEquals("  evenkeel train " + job + " --set epochs=100000 --run-dir '" + run + "' --resume", err.get(1));
        assertFalse(Files.exists(run.resolve("model.safetensors")));
        try (Stream<Path> checkpoints = Files.list(run.resolve("checkpoints"))) {
            assertTrue(checkpoints.findAny().isPresent());
        }
    }

    @Test
    void shouldComeToTheSameModelWhenResumed() throws Exception {
        Path interrupted = folder.resolve("interrupted");
        Path undisturbed = folder.resolve("undisturbed");
        assertEquals(0, train("--set", "epochs=3", "--run-dir", undisturbed).status());

        assertEquals(0, train("--set", "epochs=1", "--run-dir", interrupted).status());
        Distribution.Ended resumed = train("--set", "epochs=3", "--run-dir", interrupted, "--resume", "--workers", "1");

        assertEquals(0, resumed.status(), resumed.err());
        Distribution.Ended diff = evenkeel("diff", undisturbed, interrupted);
        assertEquals("job     same\ndata    same\nstep    same\ntensor  same\n", diff.out());
        assertEquals(
                Files.readString(undisturbed.resolve("metrics.jsonl")),
                Files.readString(interrupted.resolve("metrics.jsonl")));
        assertEquals(0, evenkeel("audit", interrupted).status());
    }

    @Test
    void shouldResumeTheNewestRunOfTheJob() throws Exception {
        assertEquals(0, train("--set", "epochs=1").status());
        Path run = onlyRun();

        Distribution.Ended resumed = train("--set", "epochs=2", "--resume");

        assertEquals(0, resumed.status(), resumed.err());
        assertTrue(resumed.out().startsWith("resuming small with "), resumed.out());
        assertEquals(run, onlyRun());
    }

    @Test
    void shouldLogTheSameMetricsOnEveryJava() throws Exception {
        String expected = "";
        for (Path home : LauncherIT.jdks().toList()) {
            Path run = folder.resolve("run-" + home.getFileName());
            Distribution.Ended train = Distribution.run()
                    .with("JAVA_HOME", home.toString())
                    .in(folder)
                    .start("train", job, "--set", "epochs=1", "--run-dir", run);

            assertEquals(0, train.status(), train.err());
            assertEquals(INCUBATOR, train.err(), home.toString());
            String metrics = Files.readString(run.resolve("metrics.jsonl"));
            expected = expected.isEmpty() ? metrics : expected;
            assertEquals(expected, metrics, home.toString());
        }
    }

    static Stream<Arguments> wrong() {
        return Stream.of(
                Arguments.of("--workers must be 1 or more, but is 0", List.of("--workers", "0")),
                Arguments.of(
                        "train: invalid value for option '--workers': 'two' is not an int",
                        List.of("--workers", "two")),
                Arguments.of(
                        "--set layers=[]: layers must be a list of at least one layer", List.of("--set", "layers=[]")),
                Arguments.of("no run of job small in runs to resume: ", List.of("--resume")),
                Arguments.of(
                        "nowhere holds no run to resume: there is no job.json in it",
                        List.of("--run-dir", "nowhere", "--resume")),
                Arguments.of("data", List.of("--set", "data={type=idx,path=nowhere}")));
    }

    @ParameterizedTest
    @MethodSource("wrong")
    void shouldRefuseInOneLine(String sentence, List<String> arguments) throws Exception {
        Distribution.Ended refused = train(arguments.toArray());

        assertEquals(2, refused.status(), refused.err());
        assertEquals("", refused.out());
        String err = refused.err().replace(INCUBATOR, "");
        assertEquals(1, err.lines().count(), err);
        assertTrue(err.startsWith("evenkeel: "), err);
        assertTrue(err.contains(sentence), err);
        assertFalse(Files.exists(folder.resolve("runs")));
    }

    @Test
    void shouldNotWriteOverARun() throws Exception {
        Path run = folder.resolve("run");
        assertEquals(0, train("--set", "epochs=1", "--run-dir", run).status());

        Distribution.Ended again = train("--set", "epochs=1", "--run-dir", run);

        assertEquals(2, again.status());
        assertEquals(
                "evenkeel: " + run + " holds a run already: --resume goes on with it, another --run-dir keeps it\n",
                again.err().replace(INCUBATOR, ""));
    }

    @Test
    void shouldKeepASecondProcessOut() throws Exception {
        Path run = folder.resolve("run");
        Distribution.Running first =
                Distribution.run().in(folder).launch("train", job, "--set", "epochs=100000", "--run-dir", run);
        first.awaitLine("epoch      1/100000.*");

        Distribution.Ended second = train("--set", "epochs=100000", "--run-dir", run, "--resume");
        first.signal(15);

        assertEquals(143, first.end().status());
        assertEquals(2, second.status());
        assertEquals(
                "evenkeel: " + run + " is in use: another process is training there\n",
                second.err().replace(INCUBATOR, ""));
    }

    @Test
    void shouldFailInOneLineWhenTheDiskIsFull() throws Exception {
        Distribution.Ended failed = Distribution.run()
                .in(folder)
                .withFilesUpTo(8)
                .start("train", job, "--set", "epochs=5", "--run-dir", "run");

        assertEquals(1, failed.status(), failed.err());
        String err = failed.err().replace(INCUBATOR, "");
        assertTrue(err.matches("evenkeel: cannot write run/.*: File too large\n"), err);
    }

    private Distribution.Ended train(Object... arguments) throws Exception {
        return Distribution.run()
                .in(folder)
                .start(Stream.concat(Stream.of("train", job), Stream.of(arguments))
                        .toArray());
    }

    private Distribution.Ended evenkeel(Object... arguments) throws Exception {
        return Distribution.run().in(folder).start(arguments);
    }

    private Path onlyRun() throws Exception {
        try (Stream<Path> runs = Files.list(folder.resolve("runs"))) {
            List<Path> all = runs.toList();
            assertEquals(1, all.size(), all.toString());
            return all.get(0);
        }
    }
}
