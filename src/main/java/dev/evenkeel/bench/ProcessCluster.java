package dev.evenkeel.bench;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Props;
import akka.actor.typed.javadsl.AskPattern;
import com.typesafe.config.Config;
import dev.evenkeel.cluster.JobListener;
import dev.evenkeel.cluster.Majority;
import dev.evenkeel.cluster.node.ClusterJob;
import dev.evenkeel.cluster.node.Node;
import dev.evenkeel.cluster.node.NodeException;
import dev.evenkeel.cluster.node.NodeSettings;
import dev.evenkeel.cluster.node.NodeView;
import dev.evenkeel.cluster.node.Nodes;
import dev.evenkeel.data.Datasets;
import dev.evenkeel.job.JobSpec;
import dev.evenkeel.run.TemporaryFolder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/**
 * Node processes on loopback for as long as this is open, and a witness in this JVM that coordinates their jobs. It starts
 * them, and ends them by their process.
 */
public final class ProcessCluster implements AutoCloseable {
    private static final Duration STARTING = Duration.ofSeconds(120);
    private static final Duration ENDING = Duration.ofSeconds(20);

    private final TemporaryFolder folder = TemporaryFolder.create("evenkeel-nodes-");
    private final List<Process> processes = new ArrayList<>();
    private final Node witness;

    /**
     * How a node is started.
     *
     * @param command the words before {@code node}
     * @param environment variables on top of this process's own
     * @param slots worker slots of the node
     */
    public record Launch(List<String> command, Map<String, String> environment, int slots) {
        public Launch {
            command = List.copyOf(command);
            environment = Map.copyOf(environment);
        }
    }

    private ProcessCluster(Config settings) {
        this.witness = Node.start(
                new NodeSettings(
                        "127.0.0.1",
                        0,
                        Optional.empty(),
                        OptionalInt.empty(),
                        List.of(),
                        0,
                        0,
                        List.of(),
                        Optional.of(folder.path().resolve("witness")),
                        settings),
                Optional.empty());
        witness.join(Optional.empty());
    }

    /**
     * Starts the nodes, and returns when all have joined.
     *
     * @throws NodeException if one does not, with what it said
     */
    public static ProcessCluster start(List<Launch> launches, Config settings) {
        ProcessCluster cluster = new ProcessCluster(settings);
        try {
            launches.forEach(cluster::launch);
            cluster.awaitNodes();
            return cluster;
        } catch (RuntimeException failed) {
            cluster.close();
            throw failed;
        }
    }

    private void launch(Launch launch) {
        int number = processes.size();
        List<String> command = new ArrayList<>(launch.command());
        command.addAll(List.of("node", "--port", "0", "--http-port", "0", "--seed-nodes", witness.address()));
        command.addAll(List.of("--slots", String.valueOf(launch.slots())));
        command.addAll(
                List.of("--state-dir", folder.path().resolve("node-" + number).toString()));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().putAll(launch.environment());
        try {
            processes.add(builder.redirectOutput(output(number).toFile()).start());
        } catch (IOException failed) {
            throw new UncheckedIOException("cannot start a node: " + failed.getMessage(), failed);
        }
    }

    private Path output(int number) {
        return folder.path().resolve("node-" + number + ".out");
    }

    private void awaitNodes() {
        long until = System.nanoTime() + STARTING.toNanos();
        while (nodes().size() < processes.size()) {
            for (int number = 0; number < processes.size(); number++) {
                if (!processes.get(number).isAlive()) {
                    throw new NodeException("node " + number + " ended instead of joining: " + said(number));
                }
            }
            if (System.nanoTime() > until) {
                throw new NodeException("only " + nodes().size() + " of " + processes.size()
                        + " nodes have joined within " + STARTING.toSeconds() + " s");
            }
            try {
                TimeUnit.MILLISECONDS.sleep(50);
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                throw new NodeException("interrupted while nodes were starting");
            }
        }
    }

    private String said(int number) {
        try {
            return Files.readString(output(number)).strip();
        } catch (IOException unreadable) {
            return "(its output can't be read)";
        }
    }

    /** The nodes with slots, sorted by address. */
    public List<NodeView> nodes() {
        return AskPattern.ask(
                        witness.nodes(),
                        Nodes.Get::new,
                        Duration.ofSeconds(20),
                        witness.system().scheduler())
                .toCompletableFuture()
                .join()
                .nodes()
                .stream()
                .filter(node -> node.slots() > 0)
                .toList();
    }

    /** The processes, in the order of their launches. */
    public List<Process> processes() {
        return List.copyOf(processes);
    }

    public Node witness() {
        return witness;
    }

    /**
     * Starts a job, its workers dealt to the nodes as evenly as their slots allow.
     *
     * @return stops it, behind a checkpoint
     */
    public Runnable start(JobSpec job, int workers, JobListener listener) {
        List<NodeView> nodes = nodes();
        int[] dealt = new int[nodes.size()];
        int left = workers;
        while (left > 0) {
            int before = left;
            for (int n = 0; n < dealt.length && left > 0; n++) {
                if (dealt[n] < nodes.get(n).free()) {
                    dealt[n]++;
                    left--;
                }
            }
            if (left == before) {
                throw new NodeException("there are not enough slots for " + workers + " workers");
            }
        }
        List<ClusterJob.Seat> seats = new ArrayList<>();
        for (int n = 0; n < dealt.length; n++) {
            if (dealt[n] > 0) {
                seats.add(new ClusterJob.Seat(nodes.get(n).host(), dealt[n]));
            }
        }
        String digest = Datasets.load(job.data(), Path.of("")).digest();
        String id = "job-" + UUID.randomUUID();
        ActorRef<ClusterJob.Command> actor = witness.system()
                .systemActorOf(
                        ClusterJob.create(
                                new ClusterJob.Order(id, 1, false, job, digest, 1, seats, List.of()),
                                witness.host(),
                                Majority.ALONE,
                                listener),
                        id,
                        Props.empty());
        return () -> actor.tell(new ClusterJob.Stop());
    }

    /** Tells every node to end, and sees that it does. */
    @Override
    public void close() {
        processes.forEach(Process::destroy);
        witness.abandon();
        processes.forEach(ProcessCluster::end);
        folder.close();
    }

    private static void end(Process process) {
        try {
            if (!process.waitFor(ENDING.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor(ENDING.toSeconds(), TimeUnit.SECONDS);
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            process.destroyForcibly();
        }
    }
}
