package dev.evenkeel.cluster;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.Terminated;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import akka.japi.function.Function;
import dev.evenkeel.train.TrainingState;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A coordinator whose job runs: its mailbox, and its ties to the actor system. What is to be done about a message is not decided here.
 * Some change what the job is about: those go to {@link Conduct}. Some may mean that something has gone wrong: from those
 * {@link Training} and {@link Crew} conclude what becomes of the job, and Conduct carries it out.
 */
final class Leading extends AbstractBehavior<Coordinator.Command> {
    private final Coordinator.Appointment appointment;
    private final Journals journals;
    private final Crew crew;
    private final Training training;
    private final Conduct conduct;

    Leading(
            ActorContext<Coordinator.Command> context,
            Coordinator.Appointment appointment,
            List<Desk> desks,
            Coordinator.Task task) {
        super(context);
        this.appointment = appointment;
        long term = appointment.term();
        Watch watch = new Watch(
                appointment.limit(),
                node -> Presence.ask(context, node, refused -> new Coordinator.Asked(node, refused)));
        journals = new Journals(term, desks);
        crew = new Crew(term, desks, task.minWorkers(), watch);
        training = new Training(appointment.job(), term, task.course(), crew, journals);
        conduct = new Conduct(
                appointment,
                context.getSelf(),
                context.messageAdapter(Journal.Books.class, Coordinator.Admit::new),
                context.getLog(),
                task,
                new Conduct.Means(crew, training, journals));
        desks.forEach(this::watch);
    }

    /** The job begins, with that state. */
    Behavior<Coordinator.Command> begin(TrainingState.Counters state, boolean stopWished) {
        return after(() -> conduct.begin(state, stopWished));
    }

    /** The job goes on from where its books and its workers are. */
    Behavior<Coordinator.Command> takeOver(
            List<Desk> desks, List<Journal.Books> books, Optional<String> why, boolean stopWished) {
        return after(() -> conduct.takeOver(journals.fillUp(desks, books), why, stopWished));
    }

    private void watch(Desk desk) {
        getContext().watch(desk.journal());
        desk.workers().forEach(getContext()::watch);
    }

    @Override
    public Receive<Coordinator.Command> createReceive() {
        return newReceiveBuilder()
                .onMessage(Report.Beat.class, doing(crew::heard))
                .onMessage(Coordinator.Look.class, look -> after(this::look))
                .onMessage(Coordinator.Asked.class, doing(this::asked))
                .onMessage(Coordinator.Join.class, doing(this::join))
                .onMessage(Coordinator.Admit.class, admit -> after(() -> conduct.admit(admit.books())))
                .onMessage(Coordinator.Stop.class, stop -> after(conduct::stop))
                .onMessage(Coordinator.Resign.class, resign -> Behaviors.stopped())
                .onMessage(Majority.Answer.class, doing(this::answered))
                .onMessage(Coordinator.AskAgain.class, again -> after(conduct::askAgain))
                .onMessage(Report.Unrecorded.class, reported(training::remembered))
                .onMessage(Report.Recalled.class, reported(conduct::recalled))
                .onMessage(Report.Prepared.class, reported(conduct::prepared))
                .onMessage(Report.Committed.class, reported(this::committed))
                .onMessage(Report.Standing.class, reported(conduct::standing))
                .onMessage(Report.Evaluated.class, reported(conduct::evaluated))
                .onMessage(Report.WorkerFailed.class, resolving(crew::failed))
                .onMessage(Report.WorkerJudged.class, reported(training::judged))
                .onMessage(Report.Disturbed.class, resolving(training::disturbed))
                .onMessage(Report.Differing.class, resolving(training::differing))
                .onMessage(Report.Aborted.class, reported(conduct::aborted))
                .onMessage(Report.Saved.class, reported(conduct::saved))
                .onMessage(Report.ModelWritten.class, reported(conduct::modelWritten))
                .onMessage(Report.JournalFailed.class, doing(this::journalFailed))
                .onMessage(Report.Missed.class, doing(this::missed))
                .onMessage(Report.BooksClosed.class, closed -> this)
                .onSignal(Terminated.class, signal -> after(() -> ended(signal.getRef())))
                .build();
    }

    private <M> Function<M, Behavior<Coordinator.Command>> doing(Consumer<M> what) {
        return message -> after(() -> what.accept(message));
    }

    private <M extends Report.Counted> Function<M, Behavior<Coordinator.Command>> reported(Consumer<M> what) {
        return doing(report -> {
            crew.reported(report);
            what.accept(report);
        });
    }

    /** Of what may have gone wrong. */
    private <M extends Report.Counted> Function<M, Behavior<Coordinator.Command>> resolving(
            java.util.function.Function<M, Optional<Resolution>> conclusion) {
        return reported(message -> conclusion.apply(message).ifPresent(conduct::resolve));
    }

    private Behavior<Coordinator.Command> after(Runnable work) {
        try {
            work.run();
        } catch (HopelessException hopeless) {
            conduct.fail(hopeless);
        } catch (LostMessageException lost) {
            return Closing.interrupted(getContext(), appointment, lost.getMessage());
        }
        return conduct.outcome()
                .map(outcome -> Closing.of(getContext(), journals, appointment, outcome))
                .orElse(this);
    }

    private void committed(Report.Committed report) {
        training.committed(report).ifPresent(conduct::resolve);
        training.look(report).ifPresent(conduct::redeal);
    }

    private void look() {
        crew.look().ifPresent(conduct::resolve);
        training.look().ifPresent(conduct::resolve);
        conduct.look();
        crew.reckon(getContext().getSelf());
        journals.reckon(getContext().getSelf());
    }

    private void missed(Report.Missed report) {
        throw new LostMessageException(report.sentence());
    }

    private void asked(Coordinator.Asked answer) {
        try {
            crew.asked(answer.node(), answer.refused()).ifPresent(conduct::resolve);
        } finally {
            if (answer.refused()) {
                journals.removeAt(answer.node());
            }
        }
    }

    private void join(Coordinator.Join command) {
        watch(command.desk());
        conduct.join(command.desk());
    }

    private void answered(Majority.Answer answer) {
        if (conduct.answered(answer)) {
            getContext().scheduleOnce(Majority.AGAIN, getContext().getSelf(), new Coordinator.AskAgain());
        }
    }

    private void journalFailed(Report.JournalFailed report) {
        throw new HopelessException(report.sentence());
    }

    private void ended(ActorRef<?> gone) {
        boolean books;
        try {
            crew.ended(gone).ifPresent(conduct::resolve);
        } finally {
            books = journals.remove(gone);
        }
        if (books && !Addresses.isElsewhere(gone)) {
            throw new HopelessException("the journal ended unexpectedly after step " + training.step()
                    + ": submit the job again, the model will be the same");
        }
    }
}
