package dev.evenkeel.cluster;

import akka.actor.Address;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import dev.evenkeel.train.Course;
import dev.evenkeel.train.TrainingState;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The coordinator of one job: deals the work, follows the steps, says what is due, and goes on with those who are left when a
 * worker is lost. It never carries tensors. Here it waits for its job; then it is {@link Leading}, and in the end {@link Closing}.
 */
public final class Coordinator extends AbstractBehavior<Coordinator.Command> {
    public sealed interface Command
            permits Report, Begin, TakeOver, Join, Stop, Resign, Look, Asked, Admit, Majority.Answer, AskAgain {}

    /**
     * What a job asks of its coordinator.
     *
     * @param testSamples samples of the test part, perhaps none
     * @param minWorkers with fewer the job does not train
     */
    public record Task(Course course, int testSamples, int minWorkers) {}

    /** The workers of the job are there, on these nodes; training begins from this state. */
    public record Begin(List<Desk> desks, Task task, TrainingState.Counters state) implements Command {}

    /**
     * The job goes on, where another coordinator was lost.
     *
     * @param books by desk
     * @param why the other one was lost; empty: the job is resumed
     */
    public record TakeOver(List<Desk> desks, List<Journal.Books> books, Task task, Optional<String> why)
            implements Command {}

    /** Workers of a node that had none of this job: they get a share of it as soon as they can. */
    public record Join(Desk desk) implements Command {}

    /** Ends, so that a coordinator on another node takes over: this one leaves. */
    public record Resign() implements Command {}

    /** Asks for an early end behind a checkpoint. */
    public record Stop() implements Command {}

    record Look() implements Command {}

    /** A quiet node was asked whether it is there. */
    record Asked(Address node, boolean refused) implements Command {}

    record AskAgain() implements Command {}

    /** So far go the books that newcomers' journals are to copy. */
    record Admit(Journal.Books books) implements Command {}

    /**
     * What one is told when it is appointed.
     *
     * @param job its id
     * @param term counts the job's coordinators
     * @param limit how long a worker that others wait for may stand still before it is taken for dead
     * @param majority is asked before anything is published
     * @param audience is told who trains, and how the job has ended
     */
    record Appointment(String job, long term, Duration limit, Majority majority, Audience audience) {}

    private final Appointment appointment;
    private boolean stopWished;

    private Coordinator(ActorContext<Command> context, Appointment appointment) {
        super(context);
        this.appointment = appointment;
        context.setLoggerName("evenkeel.coordinator." + appointment.job());
    }

    /**
     * @param id of the job
     * @param term counts the job's coordinators
     * @param limit how long a worker that others wait for may stand still before it is taken for dead
     * @param majority is asked before anything is published
     * @param audience is told who trains, and how the job has ended
     */
    public static Behavior<Command> create(String id, long term, Duration limit, Majority majority, Audience audience) {
        return Behaviors.withTimers(timers -> {
            timers.startTimerWithFixedDelay(new Look(), Vigil.BEAT);
            return Behaviors.setup(
                    context -> new Coordinator(context, new Appointment(id, term, limit, majority, audience)));
        });
    }

    /** Nothing is known of the job yet. */
    @Override
    public Receive<Command> createReceive() {
        return newReceiveBuilder()
                .onMessage(Begin.class, this::begin)
                .onMessage(TakeOver.class, this::takeOver)
                .onMessage(Stop.class, this::stopLater)
                .onMessage(Resign.class, resign -> Behaviors.stopped())
                .onAnyMessage(early -> this)
                .build();
    }

    private Behavior<Command> stopLater(Stop stop) {
        stopWished = true;
        return this;
    }

    private Behavior<Command> begin(Begin command) {
        return new Leading(getContext(), appointment, command.desks(), command.task())
                .begin(command.state(), stopWished);
    }

    private Behavior<Command> takeOver(TakeOver command) {
        return new Leading(getContext(), appointment, command.desks(), command.task())
                .takeOver(command.desks(), command.books(), command.why(), stopWished);
    }
}
