package dev.evenkeel.cluster;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.Terminated;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import dev.evenkeel.run.TrainingRun;
import dev.evenkeel.train.Course;
import dev.evenkeel.train.Timeline;
import java.util.List;

/** All actors of one job in this JVM: the journal, the coordinator and its workers. Ends when the journal does. */
final class JobActors extends AbstractBehavior<JobActors.Command> {
    sealed interface Command {}

    /** Asks the job to end early, behind a checkpoint. */
    record Stop() implements Command {}

    /** Ends a worker as a crash would. */
    record Kill(int worker) implements Command {}

    /** The first and only one. */
    private static final long TERM = 1;

    private final ActorRef<Coordinator.Command> coordinator;
    private final Desk desk;

    private JobActors(
            ActorContext<Command> context,
            TrainingRun run,
            int workers,
            WorkerCompute.Setup setup,
            JobListener listener) {
        super(context);
        Timeline timeline = new Timeline(
                run.data().train().size(), run.job().batchSize(), run.job().epochs());
        int testSamples = run.data().test().size();
        coordinator = context.spawn(
                Coordinator.create(run.job().name(), TERM, setup.deadline(), Majority.ALONE, outcome -> {}),
                "coordinator");
        desk = Site.open(context, run, TERM, 0, workers, setup, coordinator);
        desk.journal().tell(new Journal.Follow(listener));
        coordinator.tell(new Coordinator.Begin(
                List.of(desk),
                new Coordinator.Task(new Course(run.job(), timeline, testSamples > 0), testSamples, 1),
                run.state().counters()));
    }

    static Behavior<Command> create(TrainingRun run, int workers, WorkerCompute.Setup setup, JobListener listener) {
        return Behaviors.setup(context -> new JobActors(context, run, workers, setup, listener));
    }

    @Override
    public Receive<Command> createReceive() {
        return newReceiveBuilder()
                .onMessage(Stop.class, this::stop)
                .onMessage(Kill.class, this::kill)
                .onSignal(Terminated.class, ended -> Behaviors.stopped())
                .build();
    }

    private Behavior<Command> stop(Stop command) {
        coordinator.tell(new Coordinator.Stop());
        return this;
    }

    private Behavior<Command> kill(Kill command) {
        getContext().stop(desk.workers().get(command.worker()));
        return this;
    }
}
