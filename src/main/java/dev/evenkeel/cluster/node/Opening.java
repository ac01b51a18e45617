package dev.evenkeel.cluster.node;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import dev.evenkeel.cluster.Addresses;
import dev.evenkeel.cluster.Presence;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * The opening of a job's part on one node: asks the host for it, and tells what comes of that. A part that is open is watched until
 * whoever wanted it stops this actor.
 */
final class Opening extends AbstractBehavior<Opening.Command> {
    /** How long nodes may take to read the data, or copy it, and to open their part. */
    static final Duration PATIENCE = Duration.ofMinutes(10);

    /** How often a node that has not opened its part is asked whether its process is still there. */
    private static final Duration LOOK = Duration.ofSeconds(1);

    sealed interface Command {}

    private record Answered(Host.Placement placement) implements Command {}

    private record Gone() implements Command {}

    private record There() implements Command {}

    private record Look() implements Command {}

    private record TooLate() implements Command {}

    /** What has come of it. */
    sealed interface News {
        /** The part is there. */
        record Open(Host.Seated part) implements News {}

        /** The node would not have it. */
        record Refused(String sentence) implements News {}

        /** The node left or died, before or after it opened its part. */
        record Lost() implements News {}

        /** The node takes too long. */
        record Late() implements News {}
    }

    private final ActorRef<Host.Command> host;
    private final Consumer<News> told;
    private boolean open;

    private Opening(
            ActorContext<Command> context,
            ActorRef<Host.Command> host,
            Function<ActorRef<Host.Placement>, Host.Place> request,
            Consumer<News> told) {
        super(context);
        this.host = host;
        this.told = told;
        context.watchWith(host, new Gone());
        host.tell(request.apply(context.messageAdapter(Host.Placement.class, Answered::new)));
    }

    /**
     * @param request for an actor that gets the answer
     * @param told hears what has come of it, by this actor's thread
     */
    static Behavior<Command> create(
            ActorRef<Host.Command> host, Function<ActorRef<Host.Placement>, Host.Place> request, Consumer<News> told) {
        return Behaviors.withTimers(timers -> {
            timers.startTimerWithFixedDelay(new Look(), LOOK);
            timers.startSingleTimer(new TooLate(), PATIENCE);
            return Behaviors.setup(context -> new Opening(context, host, request, told));
        });
    }

    @Override
    public Receive<Command> createReceive() {
        return newReceiveBuilder()
                .onMessage(Answered.class, answered -> answered(answered.placement()))
                .onMessage(Gone.class, gone -> end(new News.Lost()))
                .onMessage(There.class, there -> this)
                .onMessage(Look.class, this::look)
                .onMessage(TooLate.class, late -> open ? this : end(new News.Late()))
                .build();
    }

    private Behavior<Command> answered(Host.Placement placement) {
        if (placement instanceof Host.Refused refused) {
            return end(new News.Refused(refused.sentence()));
        }
        open = true;
        told.accept(new News.Open((Host.Seated) placement));
        return this;
    }

    /** The cluster takes a while to miss a node; its process is missed at once. */
    private Behavior<Command> look(Look look) {
        if (!open && Addresses.isElsewhere(host)) {
            Presence.ask(getContext(), host.path().address(), refused -> refused ? new Gone() : new There());
        }
        return this;
    }

    private Behavior<Command> end(News last) {
        told.accept(last);
        return Behaviors.stopped();
    }
}
