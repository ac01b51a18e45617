package dev.evenkeel.cluster.node;

import akka.Done;
import akka.actor.CoordinatedShutdown;
import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.DispatcherSelector;
import akka.actor.typed.Props;
import akka.actor.typed.javadsl.AskPattern;
import akka.actor.typed.javadsl.Behaviors;
import akka.cluster.Cluster;
import akka.remote.RemoteTransportException;
import dev.evenkeel.cluster.Hooks;
import dev.evenkeel.cluster.wire.Bulk;
import dev.evenkeel.cluster.wire.RemoteLinks;
import dev.evenkeel.math.KernelSets;
import dev.evenkeel.math.KnownAnswer;
import dev.evenkeel.train.StepObserver;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A node of a cluster in this JVM. Any thread may call it. */
public final class Node implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Node.class);
    private static final Duration LEAVING = Duration.ofSeconds(30);
    /** Whoever waits for a node's end, to start it again, waits for no actor that doesn't end. */
    private static final Duration ENDING = Duration.ofSeconds(20);

    private final NodeSettings settings;
    private final Versions versions;
    private final ActorSystem<Void> system;
    private final String address;
    private final Path stateDir;
    private final ActorRef<Host.Command> host;
    private final ActorRef<Nodes.Command> nodes;
    private final CompletableFuture<Done> ended = new CompletableFuture<>();

    private Node(
            NodeSettings settings,
            ActorSystem<Void> system,
            Optional<DataAccess> data,
            Versions versions,
            StepObserver observer) {
        KernelSets.Choice choice = KernelSets.choose();
        choice.warning().ifPresent(LOG::warn);
        KnownAnswer.verify(choice.kernels());
        this.settings = settings;
        this.system = system;
        this.versions = versions;
        this.address = SeedNodes.format(Cluster.get(system).selfAddress());
        this.stateDir = stateDir(system.classicSystem());
        ActorRef<Bulk.Command> bulk = system.systemActorOf(Bulk.create(), Bulk.NAME, Props.empty());
        NodeJob.Surroundings surroundings = new NodeJob.Surroundings(
                choice.kernels(),
                new Hooks(observer, new RemoteLinks(bulk)),
                data.orElseGet(() -> DataAccess.under(
                        settings.dataRoots(), system.dispatchers().lookup(DispatcherSelector.blocking()))),
                stateDir.resolve("runs"),
                system.settings().config().getDuration("evenkeel.step-timeout"),
                system.settings().config().getDuration("evenkeel.node.coordinator-timeout"));
        this.host =
                system.systemActorOf(Host.create(address, settings.slots(), surroundings), Host.NAME, Props.empty());
        this.nodes = system.systemActorOf(Nodes.create(), Nodes.NAME, Props.empty());
        system.systemActorOf(DeadNodes.create(), DeadNodes.NAME, Props.empty());
        system.systemActorOf(Door.create(address, versions), Door.NAME, Props.empty());
        CoordinatedShutdown.get(system)
                .addTask(CoordinatedShutdown.PhaseServiceRequestsDone(), "end-jobs", this::endJobs);
        CoordinatedShutdown.get(system)
                .addTask(CoordinatedShutdown.PhaseBeforeActorSystemTerminate(), "end-in-time", this::endInTime);
        system.getWhenTerminated().whenComplete((done, failed) -> ended.complete(Done.getInstance()));
    }

    /**
     * Starts a node; other nodes can talk to it when this returns, but it has not joined.
     *
     * @param data how it comes by the data of jobs; empty: from its data roots
     * @throws NodeException if it can't listen where the settings say
     * @throws dev.evenkeel.math.KernelException if this JVM can't compute as the arithmetic contract says
     */
    public static Node start(NodeSettings settings, Optional<DataAccess> data) {
        return start(settings, data, Versions.own(), StepObserver.NONE);
    }

    /** @param observer {@link StepObserver#NONE} unless something is to go wrong */
    static Node start(NodeSettings settings, Optional<DataAccess> data, Versions versions, StepObserver observer) {
        KernelSets.requireHardwareFma();
        ActorSystem<Void> system;
        try {
            system = ActorSystem.create(Behaviors.empty(), "evenkeel", NodeConfig.of(settings));
        } catch (RemoteTransportException refused) {
            throw new NodeException("cannot listen on "
                    + settings.bindHost().orElse(settings.host()) + ":"
                    + settings.bindPort().orElse(settings.port()) + " (" + reason(refused)
                    + "): name another address with --host and --port");
        }
        try {
            return new Node(settings, system, data, versions, observer);
        } catch (RuntimeException failed) {
            system.terminate();
            throw failed;
        }
    }

    /** Where the node of this actor system keeps its state. */
    public static Path stateDir(akka.actor.ActorSystem system) {
        String named = system.settings().config().getString(NodeConfig.STATE_DIR);
        String address = SeedNodes.format(Cluster.get(system).selfAddress());
        return named.isEmpty() ? Path.of("state", address.replace(':', '-')) : Path.of(named);
    }

    private static String reason(Throwable refused) {
        Throwable root = refused;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root.getMessage();
    }

    /**
     * Joins the cluster of the seed nodes, or forms one; returns when this node is up.
     *
     * @param http where its HTTP server listens
     * @throws NodeException if a seed node refuses it, none answers, or it is not up in time
     */
    public void join(Optional<String> http) {
        http.ifPresent(url -> host.tell(new Host.Announce(url)));
        new Joining(system, address, versions, new SeedNodes(settings.seedNodes())).run();
    }

    private CompletionStage<Done> endJobs() {
        return AskPattern.ask(host, Host.Leave::new, LEAVING, system.scheduler());
    }

    private CompletionStage<Done> endInTime() {
        ended.completeOnTimeout(Done.getInstance(), ENDING.toSeconds(), TimeUnit.SECONDS);
        return CompletableFuture.completedFuture(Done.getInstance());
    }

    public ActorSystem<Void> system() {
        return system;
    }

    /** Host and port under which the other nodes reach it. */
    public String address() {
        return address;
    }

    public Path stateDir() {
        return stateDir;
    }

    public ActorRef<Nodes.Command> nodes() {
        return nodes;
    }

    /** This node's own host. */
    public ActorRef<Host.Command> host() {
        return host;
    }

    /** Completes when the node has ended, for whatever reason, or should have long ago. */
    public CompletionStage<Done> ended() {
        return ended;
    }

    /** Ends without waiting for other nodes to take note: for a cluster that ends as a whole. Waits until that is done. */
    public void abandon() {
        Cluster cluster = Cluster.get(system);
        cluster.down(cluster.selfAddress());
        awaitEnd();
    }

    /** Leaves the cluster in order and ends; its parts of jobs end first. Waits until that is done. */
    public void leave() {
        CoordinatedShutdown.get(system).runAll(CoordinatedShutdown.jvmExitReason());
        awaitEnd();
    }

    /** {@link #leave}. */
    @Override
    public void close() {
        leave();
    }

    private void awaitEnd() {
        try {
            ended().toCompletableFuture().get(LEAVING.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException slow) {
            LOG.warn("the node did not leave within {} s", LEAVING.toSeconds());
        }
    }
}
