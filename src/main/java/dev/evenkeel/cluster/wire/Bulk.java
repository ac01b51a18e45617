package dev.evenkeel.cluster.wire;

import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorRefResolver;
import akka.actor.typed.Behavior;
import akka.actor.typed.Terminated;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import dev.evenkeel.cluster.Remote;
import dev.evenkeel.cluster.Worker;
import dev.evenkeel.train.Part;
import java.util.HashMap;
import java.util.Map;

/**
 * Carries large parts between this node and the others, for all jobs and workers here: cuts them into chunks, sends only as
 * much as the other side has credited, and puts together what arrives. One per node, at a path that {@code node.conf} names as
 * one for large messages.
 */
public final class Bulk extends AbstractBehavior<Bulk.Command> {
    /** Among the node's system actors. */
    public static final String NAME = "bulk";

    /** Chunks on their way to one node, at most: 2 MiB, enough to keep a gigabit busy, too little to overflow a queue. */
    public static final int WINDOW = 16;

    /** Every so many chunks the receiver gives credit. */
    private static final int CREDIT_EVERY = WINDOW / 4;

    public sealed interface Command {}

    /** Sends a part to a worker of another node. */
    record Send(ActorRef<Worker.Command> worker, Part part) implements Command {}

    /** A piece of a part, from another node. */
    record Chunk(Frame frame) implements Command {}

    /** A chunk that can't be read. */
    record Damaged(String sentence) implements Command {}

    /** A node has received everything up to this sequence number. */
    record Credit(String from, long sequence) implements Command, Remote {}

    private final ActorRefResolver resolver;
    private final String own;
    private final Map<String, Outbound> outbound = new HashMap<>();
    private final Map<String, Inbound> inbound = new HashMap<>();

    private Bulk(ActorContext<Command> context) {
        super(context);
        this.resolver = ActorRefResolver.get(context.getSystem());
        this.own = resolver.toSerializationFormat(context.getSelf()).replaceFirst("#.*", "");
    }

    public static Behavior<Command> create() {
        return Behaviors.setup(Bulk::new);
    }

    /** What is assembled for one worker of this node. */
    private record Inbound(ActorRef<Worker.Command> worker, Assembly assembly) {}

    @Override
    public Receive<Command> createReceive() {
        return newReceiveBuilder()
                .onMessage(Send.class, this::send)
                .onMessage(Chunk.class, this::chunk)
                .onMessage(Damaged.class, this::damaged)
                .onMessage(Credit.class, this::credit)
                .onSignal(Terminated.class, this::ended)
                .build();
    }

    private Behavior<Command> send(Send command) {
        getContext().watch(command.worker());
        String peer = command.worker().path().address() + "/system/" + NAME;
        outbound.computeIfAbsent(peer, p -> new Outbound(resolver.resolveActorRef(p), own, System::nanoTime))
                .add(resolver.toSerializationFormat(command.worker()), command.part());
        return this;
    }

    private Behavior<Command> credit(Credit command) {
        Outbound link = outbound.get(command.from());
        if (link != null) {
            link.credit(command.sequence());
        }
        return this;
    }

    private Behavior<Command> chunk(Chunk command) {
        Frame frame = command.frame();
        if (frame.sequence() % CREDIT_EVERY == 0) {
            ActorRef<Command> sender = resolver.resolveActorRef(frame.origin());
            sender.tell(new Credit(own, frame.sequence()));
        }
        Inbound to = inbound.computeIfAbsent(frame.worker(), this::worker);
        to.assembly().add(frame).ifPresent(part -> to.worker().tell(new Worker.Deliver(part)));
        return this;
    }

    private Inbound worker(String path) {
        ActorRef<Worker.Command> worker = resolver.resolveActorRef(path);
        getContext().watch(worker);
        return new Inbound(worker, new Assembly());
    }

    /** Whom the chunk was for can't be told any more, so all hear of it. */
    private Behavior<Command> damaged(Damaged command) {
        inbound.values().forEach(to -> to.worker().tell(new Worker.Damaged(command.sentence())));
        return this;
    }

    private Behavior<Command> ended(Terminated signal) {
        inbound.values().removeIf(to -> to.worker().equals(signal.getRef()));
        String worker = resolver.toSerializationFormat(signal.getRef());
        outbound.values().forEach(link -> link.forget(worker));
        return this;
    }
}
