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
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A job takes in the workers of nodes that join while it runs, waits for them if it must, and leaves what it would have left. */
class JoinTest {
    /** So many checkpoints that it lasts for as long as nodes take to start, however fast the machine computes. */
    private static final String JOB = """
            name = joining
            data { type = digits }
            layers = [
              { type = dense, units = 24, bias = false }, { type = batch-norm }, { type = relu }, { type = dense, units = 10 }
            ]
            optimizer { type = sgd, learning-rate = 0.05, momentum = 0.9 }
            batch-size = 360
            micro-batch = 60
            epochs = 400
            checkpoint { every-epochs = 1 }
            """;

    @TempDir
    static Path folder;

    private static JobSpec job() throws IOException {
        return JobReader.read(Files.writeString(folder.resolve("job.conf"), JOB), List.of())
                .spec();
    }

    @Test
    void shouldTakeInWorkersOfNodesThatJoin() throws IOException {
        try (TestCluster nodes = new TestCluster(folder)) {
            nodes.add(0).add(1);
            JobClient client = new JobClient(Addresses.of(nodes.url(0)));
            String id = submit(client, 1);
            Path ledger = nodes.run(0, id).resolve("ledger.jsonl");
            await("steps", () -> lines(ledger) > 50);

            nodes.add(1);
            await("a second worker", () -> worked(ledger, 1));
            nodes.add(1);
            await("a third worker", () -> worked(ledger, 2));

            assertSucceeds(nodes, client, id, List.of(0, 1, 2, 3));
        }
    }

    @Test
    void shouldWaitBelowTheLeastNumberOfWorkersAndGoOnWhenOneJoins() throws IOException {
        try (TestCluster nodes = new TestCluster(folder.resolve("waiting"))) {
            nodes.add(0).add(1).add(1).add(0);
            JobClient client = new JobClient(Addresses.of(nodes.url(0)));
            String id = submit(client, 2);
            Path ledger = nodes.run(0, id).resolve("ledger.jsonl");
            await("steps", () -> lines(ledger) > 50);

            nodes.crash(2);
            await("a word of it", () -> client.status(id).reason().contains("it waits for more"));
            JobStatus waiting = client.status(id);
            assertEquals(JobState.RUNNING, waiting.state());
            assertTrue(
                    waiting.reason().contains("of the 2 workers that the job asks for at least, 1 is left"),
                    waiting.reason());
            long standing = lines(ledger);
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(500));
            assertEquals(standing, lines(ledger));

            nodes.add(1);

            assertSucceeds(nodes, client, id, List.of(0, 1, 4));
            assertTrue(worked(ledger, 2));
        }
    }

    private static String submit(JobClient client, int least) throws IOException {
        return client.submit(job(), Optional.empty(), new JobClient.Workers(OptionalInt.of(least), OptionalInt.of(3)));
    }

    private static void assertSucceeds(TestCluster nodes, JobClient client, String id, List<Integer> there)
            throws IOException {
        await("the end", () -> client.status(id).state().ended());
        JobStatus status = client.status(id);
        assertEquals(JobState.SUCCEEDED, status.state(), status.reason());
        assertEquals(Optional.of(local()), status.outcome().fingerprint());
        List<String> books = Files.readAllLines(nodes.run(there.get(0), id).resolve("ledger.jsonl"));
        for (int node : there) {
            RunFiles run = new RunFiles(nodes.run(node, id));
            assertEquals(books, Files.readAllLines(run.ledger()));
            for (Finding finding : Audit.of(run).findings()) {
                assertTrue(finding.holds() || finding.property().equals("model"), finding::toString);
            }
        }
    }

    private static String local() throws IOException {
        try (Evenkeel evenkeel = Evenkeel.local(1)) {
            return evenkeel.submit(job(), RunOptions.defaults().in(Files.createTempDirectory(folder, "local")))
                    .result()
                    .toCompletableFuture()
                    .join()
                    .fingerprint();
        }
    }

    /** Whether this worker has computed a step. */
    private static boolean worked(Path ledger, int worker) {
        try (Stream<String> lines = Files.lines(ledger)) {
            return lines.anyMatch(line -> line.matches(".*\"worker\":" + worker + "[,}].*"));
        } catch (IOException notYet) {
            return false;
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
