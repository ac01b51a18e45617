package dev.evenkeel.cluster;

import akka.actor.Address;
import akka.actor.typed.Behavior;
import akka.actor.typed.Terminated;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import java.util.HashSet;
import java.util.Set;

/**
 * A coordinator whose job is over: it is needed until the last of the books is closed, since a node whose coordinator ends before
 * would wait for another one. Whatever workers still say is nothing.
 */
final class Closing extends AbstractBehavior<Coordinator.Command> {
    private final Journals journals;
    private final Runnable closed;
    private final Set<Address> asked = new HashSet<>();

    private Closing(ActorContext<Coordinator.Command> context, Journals journals, Runnable closed) {
        super(context);
        this.journals = journals;
        this.closed = closed;
    }

    /**
     * What becomes of the coordinator in that context, which watches the journals.
     *
     * @param journals that were told of the end
     * @param closed run when the last of them is closed
     */
    static Behavior<Coordinator.Command> of(
            ActorContext<Coordinator.Command> context, Journals journals, Runnable closed) {
        return new Closing(context, journals, closed).stopWhenClosed();
    }

    @Override
    public Receive<Coordinator.Command> createReceive() {
        return newReceiveBuilder()
                .onMessage(Report.BooksClosed.class, this::closed)
                .onMessage(Coordinator.Look.class, this::look)
                .onMessage(Coordinator.Asked.class, this::asked)
                .onMessage(Coordinator.Resign.class, resign -> Behaviors.stopped())
                .onAnyMessage(late -> this)
                .onSignal(Terminated.class, this::terminated)
                .build();
    }

    /** Death watch would tell it, too; but it was seen to be silent of journals on nodes that had joined late. */
    private Behavior<Coordinator.Command> closed(Report.BooksClosed message) {
        journals.remove(message.journal());
        return stopWhenClosed();
    }

    private Behavior<Coordinator.Command> terminated(Terminated signal) {
        journals.remove(signal.getRef());
        return stopWhenClosed();
    }

    /** Nor is a node waited for that has died. */
    private Behavior<Coordinator.Command> look(Coordinator.Look look) {
        journals.elsewhere().stream()
                .filter(asked::add)
                .forEach(node -> Presence.ask(getContext(), node, refused -> new Coordinator.Asked(node, refused)));
        return this;
    }

    private Behavior<Coordinator.Command> asked(Coordinator.Asked answer) {
        asked.remove(answer.node());
        if (answer.refused()) {
            journals.removeAt(answer.node());
        }
        return stopWhenClosed();
    }

    private Behavior<Coordinator.Command> stopWhenClosed() {
        if (!journals.closed()) {
            return this;
        }
        closed.run();
        return Behaviors.stopped();
    }
}
