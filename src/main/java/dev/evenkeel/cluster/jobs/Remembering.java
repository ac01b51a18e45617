package dev.evenkeel.cluster.jobs;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;

/**
 * Offers the job manager what this node remembers of jobs from before its start: when all nodes were lost, nobody else does. One
 * record after the other, each until it is answered.
 */
final class Remembering extends AbstractBehavior<Remembering.Command> {
    private static final Duration AGAIN = Duration.ofSeconds(2);

    sealed interface Command {}

    private record Answered(String id, JobManager.Answer answer) implements Command {}

    private record Again() implements Command {}

    private final Queue<JobRecord> records;
    private final ActorRef<JobManager.Command> manager;

    private Remembering(ActorContext<Command> context, List<JobRecord> records, ActorRef<JobManager.Command> manager) {
        super(context);
        this.records = new ArrayDeque<>(records);
        this.manager = manager;
    }

    static Behavior<Command> create(List<JobRecord> records, ActorRef<JobManager.Command> manager) {
        return Behaviors.withTimers(timers -> {
            timers.startTimerWithFixedDelay(new Again(), AGAIN);
            return Behaviors.setup(context -> new Remembering(context, records, manager).offer());
        });
    }

    @Override
    public Receive<Command> createReceive() {
        return newReceiveBuilder()
                .onMessage(Again.class, again -> offer())
                .onMessage(Answered.class, this::answered)
                .build();
    }

    private Behavior<Command> offer() {
        if (records.isEmpty()) {
            return Behaviors.stopped();
        }
        JobRecord next = records.element();
        // A child for each, so that an answer tells what it answers; those that come too late end with this actor.
        ActorRef<JobManager.Answer> answers = getContext().spawnAnonymous(Behaviors.receiveMessage(answer -> {
            getContext().getSelf().tell(new Answered(next.id(), answer));
            return Behaviors.stopped();
        }));
        manager.tell(new JobManager.Remember(next.toJson(), answers));
        return this;
    }

    private Behavior<Command> answered(Answered answered) {
        boolean waitsForIt = !records.isEmpty() && records.element().id().equals(answered.id());
        boolean later = answered.answer() instanceof JobManager.Refused refused && refused.status() == 503;
        if (!waitsForIt || later) {
            return this;
        }
        records.remove();
        return offer();
    }
}
