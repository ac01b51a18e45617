package dev.evenkeel.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.evenkeel.Waiting;
import dev.evenkeel.client.Addresses;
import dev.evenkeel.client.JobClient;
import dev.evenkeel.client.JobState;
import dev.evenkeel.client.JobStatus;
import dev.evenkeel.job.ReadJob;
import dev.evenkeel.run.Audit;
import dev.evenkeel.run.Finding;
import dev.evenkeel.run.RunFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Stream;

/** A job in a {@link TestCluster}: what becomes of it, and what it leaves on the nodes. */
public final class SubmittedJob {
    private final TestCluster nodes;
    private final JobClient client;
    private final String id;

    private SubmittedJob(TestCluster nodes, JobClient client, String id) {
        this.nodes = nodes;
        this.client = client;
        this.id = id;
    }

    /** Submits it through a node, for as many workers as that. */
    public static SubmittedJob submit(TestCluster nodes, int through, ReadJob job, int least, int most) {
        return submit(nodes, through, job, least, most, Optional.empty());
    }

    /** Likewise, to go on from its checkpoints. */
    public static SubmittedJob resume(TestCluster nodes, int through, ReadJob job, String id, int workers) {
        return submit(nodes, through, job, workers, workers, Optional.of(id));
    }

    private static SubmittedJob submit(
            TestCluster nodes, int through, ReadJob job, int least, int most, Optional<String> resume) {
        JobClient client = new JobClient(Addresses.of(nodes.url(through)));
        JobClient.Workers workers = new JobClient.Workers(OptionalInt.of(least), OptionalInt.of(most));
        return new SubmittedJob(nodes, client, client.submit(job.spec(), Optional.empty(), workers, resume));
    }

    /** A job that the cluster should know of by itself. */
    public static SubmittedJob known(TestCluster nodes, int through, String id) {
        return new SubmittedJob(nodes, new JobClient(Addresses.of(nodes.url(through))), id);
    }

    /** What another node says of the same job. */
    public SubmittedJob through(int node) {
        return known(nodes, node, id);
    }

    public String id() {
        return id;
    }

    public JobStatus status() {
        return client.status(id);
    }

    public RunFiles files(int node) {
        return new RunFiles(nodes.run(node, id));
    }

    /** How many lines its ledger has on a node. */
    public long lines(int node) {
        try (Stream<String> lines = Files.lines(files(node).ledger())) {
            return lines.count();
        } catch (IOException notYet) {
            return 0;
        }
    }

    public void awaitLines(int node, long more) {
        Waiting.until(id + " has " + more + " steps on node " + node, () -> lines(node) > more);
    }

    /** Waits until this worker has computed a step. */
    public void awaitWork(int node, int worker) {
        Waiting.until("worker " + worker + " of " + id + " has computed a step", () -> worked(node, worker));
    }

    public boolean worked(int node, int worker) {
        try (Stream<String> lines = Files.lines(files(node).ledger())) {
            return lines.anyMatch(line -> line.matches(".*\"worker\":" + worker + "[,}].*"));
        } catch (IOException notYet) {
            return false;
        }
    }

    /** Complete ones, the newest last. */
    public List<Path> checkpoints(int node) {
        try (Stream<Path> files = Files.list(files(node).checkpoints())) {
            return files.filter(file -> file.toString().endsWith(".safetensors"))
                    .sorted()
                    .toList();
        } catch (IOException notYet) {
            return List.of();
        }
    }

    public void stop() {
        client.stop(id);
    }

    /** It ends early, behind a checkpoint, with the same books on all of these nodes, which are in order. */
    public void assertStops(List<Integer> on) throws IOException {
        awaitEnd(JobState.STOPPED);
        // Nor were all samples used.
        assertBooks(on, Set.of("model", "samples"));
        assertTrue(on.stream().anyMatch(node -> !checkpoints(node).isEmpty()), "there is no checkpoint");
    }

    private JobStatus awaitEnd(JobState expected) {
        Waiting.until(id + " has ended", () -> status().state().ended());
        JobStatus status = status();
        assertEquals(expected, status.state(), status.reason());
        return status;
    }

    /** It ends with that model; all of these nodes have the same books, and they are in order. */
    public void assertSucceeds(String fingerprint, List<Integer> on) throws IOException {
        assertEquals(
                Optional.of(fingerprint), awaitEnd(JobState.SUCCEEDED).outcome().fingerprint());
        // Only two of them keep the model.
        assertBooks(on, Set.of("model"));
    }

    private void assertBooks(List<Integer> on, Set<String> lacking) throws IOException {
        RunFiles first = files(on.get(0));
        for (int node : on) {
            RunFiles files = files(node);
            assertEquals(Files.readAllLines(first.ledger()), Files.readAllLines(files.ledger()));
            assertEquals(Files.readAllLines(first.metrics()), Files.readAllLines(files.metrics()));
            for (Finding finding : Audit.of(files).findings()) {
                assertTrue(finding.holds() || lacking.contains(finding.property()), finding::toString);
            }
        }
    }
}
