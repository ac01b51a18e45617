package dev.evenkeel.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.evenkeel.Evenkeel;
import dev.evenkeel.RunOptions;
import dev.evenkeel.TrainingResult;
import dev.evenkeel.job.JobReader;
import dev.evenkeel.job.ReadJob;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Job after job on three node processes, by {@code mvn -B verify -Psoak -Dsoak.minutes=60}: whether each gives the local model, and
 * whether the nodes grow.
 */
@Tag("soak")
class SoakIT {
    private static final double MINUTES = Double.parseDouble(System.getProperty("soak.minutes", "60"));
    private static final int INTERVALS = 12;
    private static final Path FASHION = Path.of("/usr/share/datasets/fashion-mnist");

    private static final String SMALL = """
            name = soak
            data { type = digits }
            layers = [
              { type = dense, units = 48, bias = false }, { type = batch-norm }, { type = relu }
              { type = dropout, rate = 0.1 }
              { type = dense, units = 10 }
            ]
            optimizer { type = sgd, learning-rate = 0.1, momentum = 0.9 }
            batch-size = 97
            micro-batch = 16
            epochs = 20
            """;

    @TempDir
    Path folder;

    @Test
    void shouldNotGrow() throws Exception {
        ReadJob job = JobReader.read(Files.writeString(folder.resolve("soak.conf"), SMALL), List.of());
        String expected = local(job);
        try (NodeProcesses nodes = started();
                Evenkeel cluster = Evenkeel.connect(String.join(",", nodes.urls()))) {
            List<List<Vitals>> seen = new ArrayList<>();
            long begun = System.nanoTime();
            long interval = (long) (MINUTES * 60e9 / INTERVALS);
            int jobs = 0;
            System.out.println("soak: " + Vitals.HEADER);
            for (int i = 1; i <= INTERVALS; i++) {
                while (System.nanoTime() - begun < i * interval) {
                    assertEquals(expected, train(cluster, job, "run-" + jobs++).fingerprint());
                }
                List<Vitals> now = new ArrayList<>();
                for (int node = 0; node < 3; node++) {
                    now.add(Vitals.of(nodes.pid(node)));
                    System.out.printf(
                            "soak: %6d s, %4d jobs, node %d: %s%n",
                            Duration.ofNanos(System.nanoTime() - begun).toSeconds(), jobs, node, now.get(node));
                }
                seen.add(now);
            }
            List<String> growing = new ArrayList<>();
            for (int node = 0; node < 3; node++) {
                int of = node;
                String growth = Vitals.growth(
                        seen.stream().map(vitals -> vitals.get(of)).toList());
                System.out.println("soak: node " + node + ": " + (growth.isEmpty() ? "does not grow" : growth));
                if (!growth.isEmpty()) {
                    growing.add("node " + node + ": " + growth);
                }
            }
            assertTrue(growing.isEmpty(), growing::toString);
        }
    }

    @Test
    void shouldGiveTheLocalModelOfFashionMnist() throws Exception {
        ReadJob job = JobReader.read(
                Distribution.HOME.resolve("conf/jobs/fashion-mlp.conf"), List.of("data.path=\"" + FASHION + "\""));
        String expected = local(job);
        try (NodeProcesses nodes = started();
                Evenkeel cluster = Evenkeel.connect(String.join(",", nodes.urls()))) {
            TrainingResult result = train(cluster, job, "fashion");
            assertEquals(expected, result.fingerprint());
            System.out.println("soak: fashion-mlp on three processes and on one: sha256:" + expected);
        }
    }

    private NodeProcesses started() throws Exception {
        NodeProcesses nodes = new NodeProcesses(folder, "-Xmx768m");
        for (int node = 0; node < 3; node++) {
            nodes.add(1, "--data-root", FASHION.getParent());
        }
        return nodes;
    }

    private String local(ReadJob job) {
        try (Evenkeel evenkeel = Evenkeel.local(1)) {
            return result(evenkeel, job, RunOptions.defaults().in(folder.resolve("local")))
                    .fingerprint();
        }
    }

    private TrainingResult train(Evenkeel cluster, ReadJob job, String run) {
        return result(
                cluster, job, RunOptions.defaults().in(folder.resolve(run)).workers(3, 3));
    }

    private static TrainingResult result(Evenkeel evenkeel, ReadJob job, RunOptions options) {
        return evenkeel.submit(job, options)
                .result()
                .toCompletableFuture()
                .orTimeout(15, TimeUnit.MINUTES)
                .join();
    }
}
