package dev.evenkeel.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.evenkeel.client.Addresses;
import dev.evenkeel.client.JobClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two nodes and a witness, as processes: it keeps books and counts for the majority, and computes nothing. */
class WitnessIT {
    private static final String JOB = """
            name = witnessed
            data { type = digits }
            layers = [
              { type = dense, units = 16, bias = false }, { type = batch-norm }, { type = relu }, { type = dense, units = 10 }
            ]
            batch-size = 97
            micro-batch = 16
            epochs = 2
            """;

    private static final int WITNESS = 0;

    @TempDir
    Path folder;

    @Test
    void shouldKeepTheBooksAndTheMajority() throws Exception {
        Path job = Files.writeString(folder.resolve("witnessed.conf"), JOB);
        String fingerprint = last(evenkeel("train", job, "--workers", 1, "--run-dir", folder.resolve("local")));
        try (NodeProcesses nodes = new NodeProcesses(folder)) {
            nodes.add(0);
            nodes.add(1);
            nodes.add(1);
            String witness = nodes.url(WITNESS);

            Distribution.Ended both = evenkeel("submit", job, "--min-workers", 2, "--address", witness);

            assertEquals(fingerprint, last(both), both.err());
            String id = both.out().lines().findFirst().orElseThrow().substring(4);
            assertTrue(both.out().contains("\nruns with 2 workers: 1 on "), both.out());
            assertFalse(both.out().contains(" on " + nodes.address(WITNESS)), both.out());
            Path books = nodes.run(WITNESS, id);
            assertEquals(
                    Files.readAllLines(nodes.run(1, id).resolve("ledger.jsonl")),
                    Files.readAllLines(books.resolve("ledger.jsonl")));
            assertFalse(Files.exists(books.resolve("model.safetensors")));
            assertEquals(
                    fingerprint, last(evenkeel("fetch", id, "--to", folder.resolve("fetched"), "--address", witness)));

            nodes.kill(2);
            awaitNodes(2, witness);

            // Two of three are a majority, which acknowledges, trains and ends the job.
            Distribution.Ended alone = evenkeel("submit", job, "--max-workers", 1, "--address", witness);
            assertEquals(fingerprint, last(alone), alone.err());
            assertTrue(alone.out().contains("\nruns with 1 worker: 1 on " + nodes.address(1)), alone.out());
        }
    }

    /** Until the others have noticed that one is gone. */
    private static void awaitNodes(int count, String url) {
        JobClient client = new JobClient(Addresses.of(url));
        long until = System.nanoTime() + TimeUnit.MINUTES.toNanos(2);
        while (client.nodes().size() != count) {
            assertTrue(System.nanoTime() < until, () -> "the nodes are still " + client.nodes());
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(200));
        }
    }

    private Distribution.Ended evenkeel(Object... arguments) throws Exception {
        return Distribution.run().in(folder).start(arguments);
    }

    private static String last(Distribution.Ended ended) {
        List<String> lines = ended.out().lines().toList();
        return lines.isEmpty() ? ended.err() : lines.get(lines.size() - 1);
    }
}
