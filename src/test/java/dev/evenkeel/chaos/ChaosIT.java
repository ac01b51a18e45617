package dev.evenkeel.chaos;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.evenkeel.processes.Jobs;
import dev.evenkeel.processes.NodeProcesses;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Node processes are struck while they train, and every model is that of the undisturbed run. At length by
 * {@code mvn -B verify -Pchaos -Dchaos.faults=100 -Dchaos.seed=7}; the same seed strikes in the same order, with
 * {@code -Dchaos.coordinator=true} also the node where the jobs are coordinated. What it has come to is in
 * {@code target/chaos.json}, too.
 */
class ChaosIT {
    private static final int FEW = 4;

    @TempDir
    Path folder;

    @Test
    void shouldSurviveAFewBlows() throws Exception {
        strike(FEW, Duration.ofSeconds(30), false, 5, List.of("epochs=60", "epochs=20"), 0, 1, 1, 1);
    }

    @Test
    @Tag("chaos")
    void shouldSurviveManyBlows() throws Exception {
        long seed = Long.parseLong(System.getProperty("chaos.seed", "0"));
        int faults = Integer.parseInt(System.getProperty("chaos.faults", "100"));
        Duration time = Duration.ofSeconds((long) (60 * Double.parseDouble(System.getProperty("chaos.minutes", "60"))));
        boolean coordinatorToo = Boolean.getBoolean("chaos.coordinator");
        strike(
                faults,
                time,
                coordinatorToo,
                seed == 0 ? System.nanoTime() : seed,
                List.of("epochs=80", "epochs=30"),
                0,
                1,
                1,
                1,
                1);
    }

    private void strike(int blows, Duration time, boolean coordinatorToo, long seed, List<String> length, int... slots)
            throws Exception {
        System.out.println("chaos: " + blows + " faults, seed " + seed);
        try (NodeProcesses nodes = new NodeProcesses("-Xmx160m -XX:TieredStopAtLevel=1 -XX:+UseSerialGC")) {
            nodes.addAll(slots);
            Jobs jobs = new Jobs(folder);
            Score score = new Score(seed);
            Chaos chaos = new Chaos(nodes, jobs, score);
            chaos.add(jobs.read(Jobs.DIGITS, length.get(0)));
            chaos.add(jobs.read(Jobs.DEEP, length.get(1)));
            try {
                chaos.run(blows, time, coordinatorToo);
            } catch (Hang hang) {
                score.wrong(Wrong.HANG, hang.getMessage());
            } finally {
                if (!score.wrong().isEmpty()) {
                    Files.writeString(Path.of("target", "chaos-nodes.txt"), nodes.dump());
                }
                Summary summary = new Summary(score);
                System.out.print(summary);
                summary.write(Path.of("target", "chaos.json"));
            }
            assertEquals(List.of(), score.wrong());
            assertTrue(score.hits() > 0, "no step was in flight");
        }
    }
}
