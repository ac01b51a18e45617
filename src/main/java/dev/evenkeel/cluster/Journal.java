package dev.evenkeel.cluster;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.PostStop;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import dev.evenkeel.run.LedgerLine;
import dev.evenkeel.run.Model;
import dev.evenkeel.run.RunException;
import dev.evenkeel.run.TrainingRun;
import dev.evenkeel.train.Evaluation;
import dev.evenkeel.train.StepResult;
import dev.evenkeel.train.TrainingState;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.concurrent.Callable;

/**
 * Keeps one job's books on this node: everything that waits for a disk, on a dispatcher made for waiting. Whoever follows the
 * job hears of it from here, one thing at a time.
 */
public final class Journal extends AbstractBehavior<Journal.Command> {
    /** Where the thread that writes comes from. */
    static final String DISPATCHER = "akka.actor.default-blocking-io-dispatcher";

    public sealed interface Command {}

    /** What a state is saved for. */
    public enum Purpose {
        CHECKPOINT,
        MODEL
    }

    /** Books are to be kept for this coordinator. */
    record Attach(ActorRef<Coordinator.Command> coordinator) implements Command {}

    /** A step that all members have committed. */
    record Step(StepBook.Entry entry, int members) implements Command {}

    /** An epoch is over. */
    record EpochDone(int epoch, Optional<Evaluation.Result> test) implements Command {}

    /** A copy of the state, from a worker's compute thread. */
    record Save(Purpose purpose, TrainingState state) implements Command {}

    /** The job ended early, as asked. */
    record Stopped() implements Command {}

    /** The job failed. */
    record Failed(String sentence) implements Command {}

    private final TrainingRun run;
    private final JobListener listener;
    private Optional<ActorRef<Coordinator.Command>> coordinator = Optional.empty();
    private TrainingState.Counters counters;
    private Optional<Evaluation.Result> lastTest = Optional.empty();
    private boolean ended;

    private Journal(ActorContext<Command> context, TrainingRun run, JobListener listener) {
        super(context);
        this.run = run;
        this.listener = listener;
        this.counters = run.state().counters();
    }

    public static Behavior<Command> create(TrainingRun run, JobListener listener) {
        return Behaviors.setup(context -> new Journal(context, run, listener));
    }

    @Override
    public Receive<Command> createReceive() {
        return newReceiveBuilder()
                .onMessage(Attach.class, this::attach)
                .onMessage(Step.class, step -> write(() -> step(step)))
                .onMessage(EpochDone.class, epoch -> write(() -> epochDone(epoch)))
                .onMessage(Save.class, save -> write(() -> save(save)))
                .onMessage(Stopped.class, this::stopped)
                .onMessage(Failed.class, this::failed)
                .onSignal(PostStop.class, this::closed)
                .build();
    }

    private Behavior<Command> attach(Attach command) {
        coordinator = Optional.of(command.coordinator());
        return this;
    }

    /** Writes; what can't be written fails the job with the reason. */
    private Behavior<Command> write(Callable<Behavior<Command>> work) {
        if (ended) {
            return this;
        }
        try {
            return work.call();
        } catch (RunException | UncheckedIOException refused) {
            tell(new Coordinator.JournalFailed(refused.getMessage()));
        } catch (Exception unexpected) {
            tell(new Coordinator.JournalFailed("the run's files can't be written: " + unexpected));
        }
        return this;
    }

    private Behavior<Command> step(Step step) {
        StepResult result = step.entry().result();
        counters = result.counters();
        LedgerLine.Traffic traffic =
                new LedgerLine.Traffic(step.entry().messages(), step.entry().bytes());
        listener.metrics(run.journal().step(result, step.entry().attempt(), step.members(), traffic));
        return this;
    }

    private Behavior<Command> epochDone(EpochDone done) {
        lastTest = done.test();
        run.journal().epoch(done.epoch(), counters, done.test()).ifPresent(listener::metrics);
        return this;
    }

    private Behavior<Command> save(Save save) {
        if (save.purpose() == Purpose.CHECKPOINT) {
            run.journal().checkpoint(save.state());
            tell(new Coordinator.Saved());
            return this;
        }
        String fingerprint = run.journal().model(save.state());
        Model model = Model.of(run.job(), run.data(), save.state());
        return end(new JobOutcome.Succeeded(fingerprint, lastTest, model));
    }

    private Behavior<Command> stopped(Stopped command) {
        return end(new JobOutcome.Stopped(counters.step()));
    }

    private Behavior<Command> failed(Failed command) {
        return end(new JobOutcome.Failed(command.sentence()));
    }

    private Behavior<Command> end(JobOutcome outcome) {
        if (!ended) {
            ended = true;
            run.close();
            listener.ended(outcome);
        }
        return Behaviors.stopped();
    }

    private Behavior<Command> closed(PostStop signal) {
        if (!ended) {
            ended = true;
            run.close();
            listener.ended(new JobOutcome.Failed("the job's actors were stopped before its end"));
        }
        return this;
    }

    private void tell(Coordinator.Command command) {
        coordinator.ifPresent(c -> c.tell(command));
    }
}
