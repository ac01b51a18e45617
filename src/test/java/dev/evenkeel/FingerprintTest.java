package dev.evenkeel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.evenkeel.job.JobReader;
import dev.evenkeel.job.ReadJob;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The guarantee, from outside: one job, one model, whatever the number of workers. */
class FingerprintTest {
    private static final List<Integer> WORKERS = List.of(1, 2, 3, 5, 7, 8);

    /** Maps and vectors, batch-norm before and after the activation, dropout, augmentation, biases: all that a step can get wrong. */
    private static final String JOB = """
            name = fingerprint
            data { type = digits }
            augment = [ { type = random-crop, padding = 2 }, { type = random-horizontal-flip } ]
            layers = [
              { type = conv2d, filters = 3, kernel = 3, padding = 1, bias = false }, { type = batch-norm }, { type = relu }
              { type = max-pool, size = 2 }
              { type = dense, units = 33, bias = false }, { type = batch-norm }, { type = relu }
              { type = dropout, rate = 0.1 }
              { type = dense, units = 17 }, { type = sigmoid }, { type = batch-norm }
              { type = dense, units = 10 }
            ]
            optimizer { type = sgd, learning-rate = 0.05, momentum = 0.9, nesterov = true, weight-decay = 0.001 }
            gradient-clip { norm = 2 }
            schedule { type = cosine, warmup-epochs = 0.5 }
            micro-batch = 16
            epochs = 1
            """;

    @TempDir
    Path folder;

    static Stream<Arguments> batchesAndScopes() {
        List<Arguments> product = new ArrayList<>();
        for (int batch : new int[] {60, 97, 256, 5}) {
            for (String scope : List.of("global", "micro-batch", "{ group = 3 }")) {
                product.add(Arguments.of(batch, scope));
            }
        }
        return product.stream();
    }

    @ParameterizedTest(name = "batch-size = {0}, scope = {1}")
    @MethodSource("batchesAndScopes")
    void shouldGiveOneModelForEveryNumberOfWorkers(int batch, String scope) throws IOException {
        Map<Integer, String> fingerprints = new LinkedHashMap<>();
        for (int workers : WORKERS) {
            fingerprints.put(workers, train(workers, "batch-size=" + batch, "batch-norm.scope=" + scope));
        }
        assertEquals(1, fingerprints.values().stream().distinct().count(), fingerprints::toString);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{ type = adam, learning-rate = 0.003, weight-decay = 0.01 }",
                "{ type = adamw, learning-rate = 0.003, base-batch-size = 50, decay-all = true }",
                "{ type = lars, learning-rate = 5, weight-decay = 0.001 }"
            })
    void shouldGiveOneModelUnderEveryOptimizer(String optimizer) throws IOException {
        Map<Integer, String> fingerprints = new LinkedHashMap<>();
        for (int workers : WORKERS) {
            fingerprints.put(workers, train(workers, "optimizer=null", "optimizer=" + optimizer, "batch-size=97"));
        }
        assertEquals(1, fingerprints.values().stream().distinct().count(), fingerprints::toString);
    }

    @Test
    void shouldGiveAnotherModelForAnotherSeed() throws IOException {
        assertNotEquals(train(2, "seed=1"), train(2, "seed=2"));
    }

    @Test
    void shouldShowInTheLedgerThatEveryWorkerComputedAndMessagesCrossed() throws IOException {
        train(3, "batch-size=96");
        List<String> lines = Files.readAllLines(folder.resolve("3").resolve("ledger.jsonl"));
        JsonNode step = new JsonMapper().readTree(lines.get(1));
        assertEquals(3, step.get("shares").size(), step::toString);
        for (JsonNode share : step.get("shares")) {
            assertTrue(
                    share.get("samples").get(1).asInt()
                            > share.get("samples").get(0).asInt(),
                    step::toString);
        }
        assertTrue(step.get("messages").asLong() > 0, step::toString);
    }

    private String train(int workers, String... settings) throws IOException {
        Path file = folder.resolve("job.conf");
        Files.writeString(file, JOB);
        ReadJob job = JobReader.read(file, List.of(settings));
        Path run = folder.resolve(String.valueOf(workers));
        deleteTree(run);
        return LocalRuns.train(workers, job, RunOptions.defaults().in(run)).fingerprint();
    }

    private static void deleteTree(Path path) throws IOException {
        if (Files.exists(path)) {
            try (Stream<Path> files = Files.walk(path)) {
                for (Path file :
                        files.sorted(java.util.Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }
}
