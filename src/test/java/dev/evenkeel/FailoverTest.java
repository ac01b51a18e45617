package dev.evenkeel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.evenkeel.client.Addresses;
import dev.evenkeel.client.JobClient;
import dev.evenkeel.client.JobState;
import dev.evenkeel.client.JobStatus;
import dev.evenkeel.http.TestCluster;
import dev.evenkeel.job.JobReader;
import dev.evenkeel.job.JobSpec;
import dev.evenkeel.run.Audit;
import dev.evenkeel.run.Finding;
import dev.evenkeel.run.RunFiles;
import dev.evenkeel.run.Tally;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A job goes on when the node of its coordinator is lost, and leaves what it would have left. */
class FailoverTest {
    private static final String JOB = """
            name = failover
            data { type = digits }
            layers = [
              { type = dense, units = 24, bias = false }, { type = batch-norm }, { type = relu }, { type = dense, units = 10 }
            ]
            optimizer { type = sgd, learning-rate = 0.05, momentum = 0.9 }
            batch-size = 12
            micro-batch = 4
            epochs = 6
            checkpoint { every-epochs = 2 }
            """;

    @TempDir
    static Path folder;

    private static JobSpec job() throws IOException {
        return JobReader.read(Files.writeString(folder.resolve("job.conf"), JOB), List.of())
                .spec();
    }

    @Test
    void shouldGoOnWhenTheNodeOfTheCoordinatorIsLost() throws IOException {
        String fingerprint = local();
        try (TestCluster nodes = new TestCluster(folder)) {
            nodes.add(0).add(1).add(1).add(1);
            // The first one's coordinator is on a witness, the second one's beside a worker.
            lose(nodes, () -> nodes.crash(0), List.of(1, 2, 3), fingerprint);
            String first = lose(nodes, () -> nodes.crash(1), List.of(2, 3), fingerprint);
            // A node that leaves in order hands over.
            lose(nodes, () -> nodes.leave(2), List.of(3), fingerprint);
            JobStatus remembered = new JobClient(Addresses.of(nodes.url(3))).status(first);
            assertEquals(Optional.of(fingerprint), remembered.outcome().fingerprint());
        }
    }

    @Test
    void shouldGoOnFromTheNewestCompleteCheckpointWhenAllNodesWereLost() throws IOException {
        Path there = folder.resolve("all");
        String id;
        try (TestCluster nodes = new TestCluster(there)) {
            nodes.add(1).add(1);
            JobClient client = new JobClient(Addresses.of(nodes.url(1)));
            id = client.submit(job(), Optional.empty(), JobClient.Workers.ANY);
            Path checkpoints = nodes.run(1, id).resolve("checkpoints");
            await("two checkpoints", () -> checkpoints(checkpoints).size() >= 2);
            nodes.crash(0);
            nodes.crash(1);
            // One is torn, the other tampered with.
            List<Path> kept = checkpoints(checkpoints);
            byte[] bytes = Files.readAllBytes(kept.get(kept.size() - 1));
            bytes[bytes.length - 5] ^= 4;
            Files.write(kept.get(kept.size() - 1), bytes);
            List<Path> others = checkpoints(nodes.run(0, id).resolve("checkpoints"));
            Path newest = others.get(others.size() - 1);
            Files.write(newest, Arrays.copyOf(Files.readAllBytes(newest), 1000));
        }
        String fingerprint = local();
        try (TestCluster nodes = new TestCluster(there)) {
            // The third one was not there before.
            nodes.add(1).add(1).add(1);
            JobClient client = new JobClient(Addresses.of(nodes.url(2)));
            JobClient.Workers three = new JobClient.Workers(OptionalInt.of(3), OptionalInt.of(3));
            assertEquals(id, client.submit(job(), Optional.empty(), three, Optional.of(id)));
            await("the end", () -> client.status(id).state().ended());
            JobStatus status = client.status(id);
            assertEquals(JobState.SUCCEEDED, status.state(), status.reason());
            assertEquals(Optional.of(fingerprint), status.outcome().fingerprint());
            for (int node = 0; node < 3; node++) {
                RunFiles run = new RunFiles(nodes.run(node, id));
                assertEquals(
                        Files.readAllLines(nodes.run(0, id).resolve("ledger.jsonl")), Files.readAllLines(run.ledger()));
                for (Finding finding : Audit.of(run).findings()) {
                    assertTrue(finding.holds() || finding.property().equals("model"), finding::toString);
                }
            }
        }
    }

    private static List<Path> checkpoints(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".safetensors"))
                    .sorted()
                    .toList();
        } catch (IOException notYet) {
            return List.of();
        }
    }

    private static String lose(TestCluster nodes, Runnable how, List<Integer> left, String fingerprint)
            throws IOException {
        JobClient client = new JobClient(Addresses.of(nodes.url(left.get(left.size() - 1))));
        String id = client.submit(job(), Optional.empty(), new JobClient.Workers(OptionalInt.of(1), OptionalInt.of(3)));
        Path ledger = nodes.run(left.get(0), id).resolve("ledger.jsonl");
        await("steps", () -> lines(ledger) > 150);

        how.run();

        long before = lines(ledger);
        await("the end", () -> client.status(id).state().ended());
        JobStatus status = client.status(id);
        assertEquals(JobState.SUCCEEDED, status.state(), status.reason());
        assertEquals(Optional.of(fingerprint), status.outcome().fingerprint());
        assertTrue(before < lines(ledger), "it had ended before");
        List<String> books = Files.readAllLines(ledger);
        int models = 0;
        for (int node : left) {
            RunFiles run = new RunFiles(nodes.run(node, id));
            assertEquals(books, Files.readAllLines(run.ledger()));
            assertEquals(
                    Files.readAllLines(nodes.run(left.get(0), id).resolve("metrics.jsonl")),
                    Files.readAllLines(run.metrics()));
            for (Finding finding : Audit.of(run).findings()) {
                assertTrue(finding.holds() || finding.property().equals("model"), finding::toString);
            }
            models += Files.exists(run.model()) ? 1 : 0;
        }
        assertEquals(Math.min(2, left.size()), models);
        assertTrue(Tally.of(new RunFiles(nodes.run(left.get(0), id)).ledger()).aborted() >= 1);
        return id;
    }

    private static String local() throws IOException {
        try (Evenkeel evenkeel = Evenkeel.local(1)) {
            return evenkeel.submit(job(), RunOptions.defaults().in(folder.resolve("local-" + UUID.randomUUID())))
                    .result()
                    .toCompletableFuture()
                    .join()
                    .fingerprint();
        }
    }

    private static long lines(Path file) {
        try (Stream<String> lines = Files.lines(file)) {
            return lines.count();
        } catch (IOException notYet) {
            return 0;
        }
    }

    private interface Condition {
        boolean holds();
    }

    private static void await(String what, Condition condition) {
        long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(100);
        while (!condition.holds()) {
            assertTrue(System.nanoTime() < until, () -> "waited in vain for " + what);
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
        }
    }
}
