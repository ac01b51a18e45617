package dev.evenkeel.cluster.node;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.Props;
import akka.actor.typed.javadsl.AskPattern;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import dev.evenkeel.Waiting;
import dev.evenkeel.cluster.JobListener;
import dev.evenkeel.cluster.JobOutcome;
import dev.evenkeel.cluster.Majority;
import dev.evenkeel.data.Datasets;
import dev.evenkeel.job.JobSpec;
import dev.evenkeel.run.MetricsLine;
import dev.evenkeel.train.StepObserver;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import java.util.stream.Collectors;

/** Nodes with real sockets, all in this JVM; the first is the one where jobs are coordinated. */
final class LocalNodes implements AutoCloseable {
    private final List<Node> nodes = new ArrayList<>();
    private final Path folder;
    private final StepObserver observer;

    LocalNodes(Path folder) {
        this(folder, StepObserver.NONE);
    }

    /** @param observer what the compute threads of all nodes meet */
    LocalNodes(Path folder, StepObserver observer) {
        this.folder = folder;
        this.observer = observer;
    }

    /** A job that runs. */
    record Running(
            ActorRef<ClusterJob.Command> actor, CompletableFuture<Void> begun, CompletableFuture<JobOutcome> outcome) {
        JobOutcome await() {
            return outcome.orTimeout(60, TimeUnit.SECONDS).join();
        }

        /** Waits for a step. */
        void awaitBegun() {
            begun.orTimeout(60, TimeUnit.SECONDS).join();
        }
    }

    static NodeSettings settings(Path state, List<String> seeds, int slots, Config config) {
        return TestNodes.settings(state, seeds, slots, List.of(), config);
    }

    /** Starts a node and waits until all know it. */
    Node add(int slots) {
        return add(slots, ConfigFactory.empty());
    }

    Node add(int slots, Config overrides) {
        List<String> seeds = nodes.stream().map(Node::address).limit(1).toList();
        Node node = Node.start(
                settings(folder.resolve("node-" + nodes.size()), seeds, slots, overrides),
                Optional.empty(),
                Versions.own(),
                observer);
        nodes.add(node);
        node.join(Optional.empty());
        awaitViews(nodes.size());
        return node;
    }

    List<NodeView> views() {
        return views(0);
    }

    /** The nodes that one of them knows. */
    private List<NodeView> views(int of) {
        Node node = nodes.get(of);
        return AskPattern.ask(
                        node.nodes(),
                        Nodes.Get::new,
                        Duration.ofSeconds(5),
                        node.system().scheduler())
                .toCompletableFuture()
                .join()
                .nodes();
    }

    List<NodeView> awaitViews(int count) {
        return awaitViews(0, count);
    }

    List<NodeView> awaitViews(int of, int count) {
        Waiting.until("there are " + count + " nodes", () -> views(of).size() == count);
        return views(of);
    }

    /** Waits until every slot is free again: all parts of jobs have ended. */
    void awaitIdle() {
        Waiting.until("every slot is free", () -> views().stream().allMatch(view -> view.free() == view.slots()));
    }

    /** Ends a node as a process that is killed would: it tells nobody, and its port refuses connections. */
    void crash(int node) {
        TestNodes.crash(nodes.get(node));
    }

    /** Runs a job with so many workers on each node, in order of starting. */
    Running start(String id, JobSpec job, int... workers) {
        return start(id, job, 1, workers);
    }

    Running start(String id, JobSpec job, int minWorkers, int[] workers) {
        List<ClusterJob.Seat> seats = new ArrayList<>();
        for (int n = 0; n < workers.length; n++) {
            if (workers[n] > 0) {
                String address = nodes.get(n).address();
                NodeView view = views().stream()
                        .filter(v -> v.address().equals(address))
                        .findFirst()
                        .orElseThrow();
                seats.add(new ClusterJob.Seat(view.host(), workers[n]));
            }
        }
        Node first = nodes.get(0);
        return run(
                first,
                order(id, 1, job, minWorkers, seats),
                (order, listener) -> ClusterJob.create(order, first.host(), Majority.ALONE, listener));
    }

    /** Another coordinator, on that node, takes a job over from the first. */
    Running takeOver(int node, String id, JobSpec job) {
        Node there = nodes.get(node);
        Set<ActorRef<Host.Command>> hosts =
                views(node).stream().map(NodeView::host).collect(Collectors.toSet());
        return run(
                there,
                order(id, 2, job, 1, List.of()),
                (order, listener) -> ClusterJob.takeOver(order, hosts, there.host(), Majority.ALONE, listener));
    }

    private static ClusterJob.Order order(
            String id, long term, JobSpec job, int minWorkers, List<ClusterJob.Seat> seats) {
        String digest = Datasets.load(job.data(), Path.of("")).digest();
        return new ClusterJob.Order(id, term, false, job, digest, minWorkers, seats, List.of("evenkeel", "train", "x"));
    }

    private static Running run(
            Node node,
            ClusterJob.Order order,
            BiFunction<ClusterJob.Order, JobListener, Behavior<ClusterJob.Command>> behavior) {
        CompletableFuture<Void> begun = new CompletableFuture<>();
        CompletableFuture<JobOutcome> outcome = new CompletableFuture<>();
        JobListener listener = new JobListener() {
            @Override
            public void metrics(MetricsLine line) {
                begun.complete(null);
            }

            @Override
            public void ended(JobOutcome ended) {
                outcome.complete(ended);
            }
        };
        ActorRef<ClusterJob.Command> actor =
                node.system().systemActorOf(behavior.apply(order, listener), "job-" + order.id(), Props.empty());
        return new Running(actor, begun, outcome);
    }

    Path run(int node, String id) {
        return nodes.get(node).stateDir().resolve("runs").resolve(id);
    }

    @Override
    public void close() {
        TestNodes.end(nodes);
    }
}
