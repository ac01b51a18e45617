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
    private final Coordinator.Appointment appointment;
    private final JobOutcome outcome;
    private final Set<Address> asked = new HashSet<>();
    private final long begun = System.nanoTime();

    private Closing(
            ActorContext<Coordinator.Command> context,
            Journals journals,
            Coordinator.Appointment appointment,
            JobOutcome outcome) {
        super(context);
        this.journals = journals;
        this.appointment = appointment;
        this.outcome = outcome;
    }

    /**
     * What becomes of the coordinator in that context, which watches the journals.
     *
     * @param journals that were told of the end
     * @param appointment whose audience is told of that end when the last of them is closed
     */
    static Behavior<Coordinator.Command> of(
            ActorContext<Coordinator.Command> context,
            Journals journals,
            Coordinator.Appointment appointment,
            JobOutcome outcome) {
        return new Closing(context, journals, appointment, outcome).stopWhenClosed();
    }

    /**
     * The coordinator in that context does not know any more where its job is.
     *
     * @param appointment whose audience is told, and has another one take over
     */
    static Behavior<Coordinator.Command> interrupted(
            ActorContext<Coordinator.Command> context, Coordinator.Appointment appointment, String why) {
        context.getLog().warn("{}: another coordinator asks everybody where the job is, and goes on from there", why);
        appointment.audience().ended(new JobOutcome.Interrupted(why));
        return Behaviors.stopped();
    }

    private Behavior<Coordinator.Command> interrupted(String why) {
        return interrupted(getContext(), appointment, why);
    }

    @Override
    public Receive<Coordinator.Command> createReceive() {
        return newReceiveBuilder()
                .onMessage(Report.BooksClosed.class, this::closed)
                .onMessage(Coordinator.Look.class, this::look)
                .onMessage(Coordinator.Asked.class, this::asked)
                .onMessage(Report.Missed.class, missed -> interrupted(missed.sentence()))
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

    /** Nor is a node waited for that has died, or for one whose word was lost: who asks again is told how the job has ended there. */
    private Behavior<Coordinator.Command> look(Coordinator.Look look) {
        if (System.nanoTime() - begun > appointment.limit().toNanos()) {
            return interrupted(
                    "not all books were closed within " + appointment.limit().toSeconds() + " s of the end");
        }
        journals.reckon(getContext().getSelf());
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
        appointment.audience().ended(outcome);
        return Behaviors.stopped();
    }
}
