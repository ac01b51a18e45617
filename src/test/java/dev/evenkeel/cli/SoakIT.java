package dev.evenkeel.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.evenkeel.Evenkeel;
import dev.evenkeel.job.JobReader;
import dev.evenkeel.job.ReadJob;
import dev.evenkeel.processes.Distribution;
import dev.evenkeel.processes.Jobs;
import dev.evenkeel.processes.NodeProcesses;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
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

    @TempDir
    Path folder;

    @Test
    void shouldNotGrow() throws Exception {
        Jobs trained = new Jobs(folder);
        ReadJob job = trained.read(Jobs.DIGITS, "epochs=20");
        String expected = trained.local(job);
        try (NodeProcesses nodes = started();
                Evenkeel cluster = nodes.connect()) {
            List<List<Vitals>> seen = new ArrayList<>();
            long begun = System.nanoTime();
            long interval = (long) (MINUTES * 60e9 / INTERVALS);
            int jobs = 0;
            System.out.println("soak: " + Vitals.HEADER);
            for (int i = 1; i <= INTERVALS; i++) {
                while (System.nanoTime() - begun < i * interval) {
                    assertEquals(expected, trained.train(cluster, job, 3).fingerprint());
                    jobs++;
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
        Jobs trained = new Jobs(folder);
        String expected = trained.local(job);
        try (NodeProcesses nodes = started();
                Evenkeel cluster = nodes.connect()) {
            assertEquals(expected, trained.train(cluster, job, 3).fingerprint());
            System.out.println("soak: fashion-mlp on three processes and on one: sha256:" + expected);
        }
    }

    private NodeProcesses started() throws Exception {
        NodeProcesses nodes = new NodeProcesses("-Xmx768m");
        NodeProcesses.Launch launch = NodeProcesses.Launch.of(1).with("--data-root", FASHION.getParent());
        nodes.add(List.of(launch, launch, launch));
        return nodes;
    }
}
