package dev.evenkeel.cluster.node;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import dev.evenkeel.cluster.Addresses;
import dev.evenkeel.cluster.Coordinator;
import dev.evenkeel.cluster.Presence;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * Asks every node where it stands in a job whose coordinator was lost, until each has answered or is gone, or time is up: who does
 * not answer then is taken for lost. What was promised to a later coordinator is not promised to an earlier one.
 */
final class Recall extends AbstractBehavior<Recall.Command> {
    /** For nodes that read data just then, or are very busy; one that was lost with the coordinator is missed earlier. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private static final Duration AGAIN = Duration.ofSeconds(1);

    sealed interface Command {}

    private record Answered(Host.Recalled answer) implements Command {}

    private record Gone(ActorRef<Host.Command> host) implements Command {}

    private record There() implements Command {}

    private record Look() implements Command {}

    private record Late() implements Command {}

    private final Host.Recall question;
    private final Set<ActorRef<Host.Command>> awaited;
    private final Map<ActorRef<Host.Command>, Host.Recalled> answers = new TreeMap<>();
    private final Consumer<List<Host.Recalled>> told;

    private Recall(
            ActorContext<Command> context,
            String id,
            long term,
            ActorRef<Coordinator.Command> coordinator,
            Set<ActorRef<Host.Command>> hosts,
            Consumer<List<Host.Recalled>> told) {
        super(context);
        this.question =
                new Host.Recall(id, term, coordinator, context.messageAdapter(Host.Recalled.class, Answered::new));
        this.awaited = new HashSet<>(hosts);
        this.told = told;
        hosts.forEach(host -> {
            context.watchWith(host, new Gone(host));
            host.tell(question);
        });
        context.scheduleOnce(PATIENCE, context.getSelf(), new Late());
    }

    /** @param told hears of the answers, once, by this actor's thread */
    static Behavior<Command> create(
            String id,
            long term,
            ActorRef<Coordinator.Command> coordinator,
            Set<ActorRef<Host.Command>> hosts,
            Consumer<List<Host.Recalled>> told) {
        return Behaviors.withTimers(timers -> {
            timers.startTimerWithFixedDelay(new Look(), AGAIN);
            return Behaviors.setup(context -> new Recall(context, id, term, coordinator, hosts, told));
        });
    }

    @Override
    public Receive<Command> createReceive() {
        return newReceiveBuilder()
                .onMessage(Answered.class, answered -> {
                    if (awaited.remove(answered.answer().host())) {
                        answers.put(answered.answer().host(), answered.answer());
                    }
                    return endWhenAllAreThere();
                })
                .onMessage(Gone.class, gone -> {
                    awaited.remove(gone.host());
                    return endWhenAllAreThere();
                })
                .onMessage(There.class, there -> this)
                .onMessage(Look.class, look -> look())
                .onMessage(Late.class, late -> {
                    awaited.clear();
                    return endWhenAllAreThere();
                })
                .build();
    }

    /** A message may have been lost, or a process. */
    private Behavior<Command> look() {
        for (ActorRef<Host.Command> host : awaited) {
            host.tell(question);
            if (Addresses.isElsewhere(host)) {
                Presence.ask(getContext(), host.path().address(), refused -> refused ? new Gone(host) : new There());
            }
        }
        return endWhenAllAreThere();
    }

    private Behavior<Command> endWhenAllAreThere() {
        if (!awaited.isEmpty()) {
            return this;
        }
        told.accept(List.copyOf(answers.values()));
        return Behaviors.stopped();
    }
}
