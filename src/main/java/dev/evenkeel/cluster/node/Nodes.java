package dev.evenkeel.cluster.node;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.Terminated;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import akka.actor.typed.receptionist.Receptionist;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which nodes there are, as seen from this one: those whose hosts the receptionist lists as reachable and that have told of
 * themselves.
 */
public final class Nodes extends AbstractBehavior<Nodes.Command> {
    static final String NAME = "nodes";

    /** What a host tells may get lost when a connection ends, as with a node that is started again: it is asked again. */
    private static final Duration AGAIN = Duration.ofSeconds(5);

    public sealed interface Command {}

    /** Asks for a {@link Listing}, once. */
    public record Get(ActorRef<Listing> replyTo) implements Command {}

    /** Asks for a {@link Listing} now and at every change. */
    public record Subscribe(ActorRef<Listing> subscriber) implements Command {}

    private record AskAgain() implements Command {}

    private record Hosts(Set<ActorRef<Host.Command>> hosts) implements Command {}

    private record Told(NodeView view) implements Command {}

    /** The nodes, sorted by address. */
    public record Listing(List<NodeView> nodes) {
        public Listing {
            nodes = List.copyOf(nodes);
        }
    }

    private final Map<ActorRef<Host.Command>, NodeView> views = new HashMap<>();
    private final Set<ActorRef<Listing>> subscribers = new HashSet<>();
    private final ActorRef<NodeView> told;
    private Set<ActorRef<Host.Command>> hosts = Set.of();

    private Nodes(ActorContext<Command> context) {
        super(context);
        told = context.messageAdapter(NodeView.class, Told::new);
        ActorRef<Receptionist.Listing> found = context.messageAdapter(
                Receptionist.Listing.class, listing -> new Hosts(listing.getServiceInstances(Host.KEY)));
        context.getSystem().receptionist().tell(Receptionist.subscribe(Host.KEY, found));
    }

    static Behavior<Command> create() {
        return Behaviors.withTimers(timers -> {
            timers.startTimerWithFixedDelay(new AskAgain(), AGAIN);
            return Behaviors.setup(Nodes::new);
        });
    }

    @Override
    public Receive<Command> createReceive() {
        return newReceiveBuilder()
                .onMessage(Get.class, this::get)
                .onMessage(Subscribe.class, this::subscribe)
                .onMessage(Hosts.class, this::hosts)
                .onMessage(Told.class, this::told)
                .onMessage(AskAgain.class, this::askAgain)
                .onSignal(Terminated.class, this::ended)
                .build();
    }

    private Behavior<Command> get(Get command) {
        command.replyTo().tell(listing());
        return this;
    }

    private Behavior<Command> subscribe(Subscribe command) {
        getContext().watch(command.subscriber());
        subscribers.add(command.subscriber());
        command.subscriber().tell(listing());
        return this;
    }

    private Behavior<Command> hosts(Hosts command) {
        command.hosts().stream().filter(host -> !hosts.contains(host)).forEach(host -> host.tell(new Host.Watch(told)));
        hosts = command.hosts();
        views.keySet().retainAll(hosts);
        tellAll();
        return this;
    }

    private Behavior<Command> told(Told command) {
        if (hosts.contains(command.view().host())) {
            NodeView before = views.put(command.view().host(), command.view());
            if (!command.view().equals(before)) {
                tellAll();
            }
        }
        return this;
    }

    private Behavior<Command> askAgain(AskAgain again) {
        hosts.forEach(host -> host.tell(new Host.Watch(told)));
        return this;
    }

    private Behavior<Command> ended(Terminated signal) {
        subscribers.removeIf(subscriber -> subscriber.equals(signal.getRef()));
        return this;
    }

    private void tellAll() {
        subscribers.forEach(subscriber -> subscriber.tell(listing()));
    }

    private Listing listing() {
        List<NodeView> sorted = new ArrayList<>(views.values());
        sorted.sort(Comparator.comparing(NodeView::address));
        return new Listing(sorted);
    }
}
