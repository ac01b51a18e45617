package dev.evenkeel.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.evenkeel.processes.Distribution;
import dev.evenkeel.processes.Jobs;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CommandsIT {
    @TempDir
    private Path folder;

    private Path job;

    @BeforeEach
    void writeJob() throws Exception {
        job = new Jobs(folder).write(Jobs.SMALL);
    }

    @Test
    void shouldProveThatTheModelDoesNotDependOnTheWorkers() throws Exception {
        Path temporary = Files.createDirectory(folder.resolve("temporary"));

        Distribution.Ended prove = Distribution.run()
                .in(folder)
                .with("EVENKEEL_JAVA_OPTS", "-Djava.io.tmpdir=" + temporary)
                .start("prove", job);

        assertEquals(0, prove.status(), prove.err());
        List<String> lines = prove.out().lines().toList();
        assertEquals(7, lines.size(), prove.out());
        Set<String> models = lines.subList(1, 5).stream()
                .map(line -> line.replaceAll(".* ", ""))
                .collect(Collectors.toSet());
        assertEquals(1, models.size(), prove.out());
        assertTrue(models.iterator().next().matches("[0-9a-f]{64}"), prove.out());
        assertTrue(lines.get(4).startsWith("  3 - 1 "), lines.get(4));
        String steps = lines.get(1).strip().split(" +")[1];
        long half = (Long.parseLong(steps) + 1) / 2;
        assertEquals("3 - 1: the third worker was killed in the middle of step " + half, lines.get(5));
        assertEquals("identical, byte for byte", lines.get(6));
        assertTrue(
                prove.err()
                        .contains(
                                "after step " + (half - 1)
                                        + ": worker 2 ended unexpectedly; the micro-batches are dealt anew over 2 workers (0, 1)"),
                prove.err());
        assertEquals(
                0,
                Files.list(temporary)
                        .filter(Files::isDirectory)
                        .filter(path -> path.getFileName().toString().startsWith("evenkeel"))
                        .count());
        assertFalse(Files.exists(folder.resolve("runs")));
    }

    @Test
    void shouldLeaveNothingBehindWhenAProofIsInterrupted() throws Exception {
        Path temporary = Files.createDirectory(folder.resolve("temporary"));
        Distribution.Running prove = Distribution.run()
                .in(folder)
                .with("EVENKEEL_JAVA_OPTS", "-Djava.io.tmpdir=" + temporary)
                .launch("prove", job, "--set", "epochs=100000");
        prove.awaitLine("workers .*");
        prove.awaitFile(temporary, "glob:**/metrics.jsonl");

        prove.signal(2);
        Distribution.Ended ended = prove.end();

        assertEquals(130, ended.status());
        assertTrue(
                ended.err().endsWith("evenkeel: stopped; nothing is proved, and nothing is left behind\n"),
                ended.err());
        assertEquals(
                0,
                Files.list(temporary)
                        .filter(path -> path.getFileName().toString().startsWith("evenkeel"))
                        .count());
    }

    @Test
    void shouldPredictFromACsvFileWithoutLabels() throws Exception {
        Files.writeString(folder.resolve("labelled.csv"), "a,b,kind\n1,2,x\n3,5,y\n2,1,x\n4,4,y\n3,3,y\n");
        Files.writeString(folder.resolve("plain.csv"), "a,b\n1,2\n3,5\n2,1\n4,4\n3,3\n");
        Path csv = Files.writeString(
                folder.resolve("csv.conf"),
                "name = csv\ndata { type = csv, path = labelled.csv, label = kind, test-fraction = 0 }\n"
                        + "layers = [{ type = dense, units = 2 }]\nepochs = 1\nbatch-size = 4\n");
        Distribution.Ended train = evenkeel("train", csv, "--run-dir", "run");
        assertEquals(0, train.status(), train.err());

        Distribution.Ended labelled = evenkeel("predict", "run", "--data", csv, "--part", "train");
        Distribution.Ended plain = evenkeel("predict", "run", "--data", "plain.csv");

        assertEquals(6, labelled.out().lines().count(), labelled.err());
        assertEquals(labelled.out(), plain.out());
        assertTrue(
                Files.readString(folder.resolve("run/job.json"))
                        .contains("\"path\" : \"" + folder.resolve("labelled.csv") + "\""),
                "a run's job names its data wherever it is read");
    }

    @Test
    void shouldExplainWithoutTraining() throws Exception {
        Distribution.Ended explain = evenkeel("explain", job, "--workers", "3", "--set", "micro-batch=32");

        assertEquals(0, explain.status(), explain.err());
        for (String expected : List.of(
                "job           small  sha256:",
                "              layer 2 (batch-norm) → 16  32 parameters\n",
                "parameters    1,226 in 5 tensors\n",
                "steps         30 in 2 epochs of 15\n",
                "mini-batch    97 samples in 4 micro-batches of 25 (1) and 24\n",
                "tree          ((0 1) (2 3))\n",
                "\n  \"batch-size\" : 97,\n")) {
            assertTrue(explain.out().contains(expected), expected + " in " + explain.out());
        }
        assertEquals(1, Files.list(folder).count());
    }

    @Test
    void shouldUseATrainedModel() throws Exception {
        Distribution.Ended train = evenkeel("train", job, "--run-dir", "run");
        String told = train.out()
                .lines()
                .filter(line -> line.startsWith("test loss"))
                .findFirst()
                .orElseThrow();

        Distribution.Ended evaluate = evenkeel("evaluate", "run/model.safetensors", "--data", "digits");
        Distribution.Ended predict = evenkeel("predict", "run", "--data", job);

        assertEquals(
                told.replace("test loss", "samples 360  loss").replace("test accuracy", "accuracy") + "\n",
                evaluate.out());
        assertEquals(0, predict.status(), predict.err());
        List<String> rows = predict.out().lines().toList();
        assertEquals(361, rows.size());
        assertEquals(
                "sample,label,"
                        + IntStream.range(0, 10)
                                .mapToObj(k -> "probability " + k)
                                .collect(Collectors.joining(",")),
                rows.get(0));
        String[] last = rows.get(360).split(",");
        assertEquals("359", last[0]);
        double sum = IntStream.range(2, 12)
                .mapToDouble(i -> Double.parseDouble(last[i]))
                .sum();
        assertEquals(1, sum, 1e-5);
    }

    @Test
    void shouldMeasureThroughput() throws Exception {
        Distribution.Ended bench = evenkeel("bench", "paper", "--workers", "2", "--seconds", "1", "--json");

        assertEquals(0, bench.status(), bench.err());
        JsonNode measured = new JsonMapper().readTree(bench.out());
        assertEquals("paper", measured.get("name").textValue());
        assertEquals(2, measured.get("workers").intValue());
        assertTrue(measured.get("samples_per_second").isNumber(), bench.out());
        assertTrue(measured.get("allocated_bytes_per_step").asLong() > 0, bench.out());
        assertTrue(measured.get("allocated_bytes_per_step_computing").isNumber(), bench.out());
    }

    @Test
    void shouldRefuseInOneLine() throws Exception {
        assertRefused("nowhere.safetensors does not exist", "evaluate", "nowhere.safetensors", "--data", "digits");
        assertRefused("small.conf", "predict", job, "--data", "digits");
        assertRefused("--data nothing is no file", "predict", evenkeelModel(), "--data", "nothing");
        assertRefused("missing required option: '--data=DATA'", "predict", "model");
        assertRefused("no net is named x", "bench", "x");
        assertRefused("leave --processes out", "bench", "paper", "--cost", "order", "--processes", "2");
        assertRefused("take health or order, not x", "bench", "paper", "--cost", "x");
    }

    private Path evenkeelModel() throws Exception {
        assertEquals(
                0,
                evenkeel("train", job, "--set", "epochs=1", "--run-dir", "run").status());
        return folder.resolve("run");
    }

    private void assertRefused(String sentence, Object... arguments) throws Exception {
        Distribution.Ended refused = evenkeel(arguments);
        List<String> err = refused.err()
                .lines()
                .filter(line -> !line.equals("WARNING: Using incubator modules: jdk.incubator.vector"))
                .toList();
        assertEquals(2, refused.status(), refused.err());
        assertEquals(1, err.size(), refused.err());
        assertTrue(err.get(0).startsWith("evenkeel: ") && err.get(0).contains(sentence), refused.err());
    }

    private Distribution.Ended evenkeel(Object... arguments) throws Exception {
        return Distribution.run().in(folder).start(arguments);
    }
}
