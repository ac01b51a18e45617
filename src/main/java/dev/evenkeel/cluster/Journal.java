package dev.evenkeel.cluster;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.PostStop;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import dev.evenkeel.health.Verdict;
import dev.evenkeel.run.LedgerLine;
import dev.evenkeel.run.Model;
import dev.evenkeel.run.RunException;
import dev.evenkeel.run.RunJournal;
import dev.evenkeel.run.TrainingRun;
import dev.evenkeel.train.Evaluation;
import dev.evenkeel.train.StepResult;
import dev.evenkeel.train.TrainingState;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
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

    /** A step that is committed. */
    record Step(StepBook.Entry entry) implements Command, Remote {}

    /** An epoch is over. */
    record EpochDone(int epoch, Optional<Evaluation.Result> test) implements Command, Remote {}

    /** A copy of the state, from the compute thread of a worker on this node. */
    record Save(Purpose purpose, int worker, TrainingState state) implements Command {}

    /** Whoever follows the job from this node. */
    public record Follow(JobListener listener) implements Command {}

    /** The job has succeeded: its model, with this fingerprint, is where models are kept. */
    record Finished(String fingerprint) implements Command, Remote {}

    /** The job ended early, as asked. */
    record Stopped() implements Command, Remote {}

    /** The job failed; by that health verdict of a step that was not committed, if it was one. */
    public record Failed(String sentence, Optional<Verdict> verdict) implements Command, Remote {}

    private final TrainingRun run;
    private final ActorRef<Coordinator.Command> coordinator;
    private final List<Save> early = new ArrayList<>();
    private JobListener listener = JobListener.NONE;
    private Optional<Model> model = Optional.empty();
    private TrainingState.Counters counters;
    private Optional<Evaluation.Result> lastTest = Optional.empty();
    private boolean ended;

    private Journal(ActorContext<Command> context, TrainingRun run, ActorRef<Coordinator.Command> coordinator) {
        super(context);
        this.run = run;
        this.coordinator = coordinator;
        this.counters = run.state().counters();
    }

    public static Behavior<Command> create(TrainingRun run, ActorRef<Coordinator.Command> coordinator) {
        return Behaviors.setup(context -> new Journal(context, run, coordinator));
    }

    @Override
    public Receive<Command> createReceive() {
        return newReceiveBuilder()
                .onMessage(Follow.class, this::follow)
                .onMessage(Step.class, step -> write(() -> step(step)))
                .onMessage(EpochDone.class, epoch -> write(() -> epochDone(epoch)))
                .onMessage(Save.class, save -> write(() -> save(save)))
                .onMessage(Finished.class, finished -> write(() -> finished(finished)))
                .onMessage(Stopped.class, this::stopped)
                .onMessage(Failed.class, this::failed)
                .onSignal(PostStop.class, this::closed)
                .build();
    }

    private Behavior<Command> follow(Follow command) {
        listener = command.listener();
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
            coordinator.tell(new Report.JournalFailed(refused.getMessage()));
        } catch (Exception unexpected) {
            coordinator.tell(new Report.JournalFailed("the run's files can't be written: " + unexpected));
        }
        return this;
    }

    private Behavior<Command> step(Step step) {
        StepResult result = step.entry().result();
        counters = result.counters();
        LedgerLine.Traffic traffic =
                new LedgerLine.Traffic(step.entry().messages(), step.entry().bytes());
        listener.timed(step.entry().times());
        RunJournal.Effort effort = new RunJournal.Effort(
                step.entry().attempt(), step.entry().aborted(), step.entry().workers(), traffic);
        run.journal().step(result, effort).forEach(listener::metrics);
        List<Save> due = early.stream().filter(this::written).toList();
        early.removeAll(due);
        due.forEach(this::store);
        return this;
    }

    private Behavior<Command> epochDone(EpochDone done) {
        lastTest = done.test();
        run.journal().epoch(done.epoch(), counters, done.test()).ifPresent(listener::metrics);
        return this;
    }

    private Behavior<Command> save(Save save) {
        // The worker is here, the coordinator perhaps elsewhere: a state may come before the steps that lead to it.
        if (written(save)) {
            store(save);
        } else {
            early.add(save);
        }
        return this;
    }

    private boolean written(Save save) {
        return save.state().counters().step() <= counters.step();
    }

    private void store(Save save) {
        if (save.purpose() == Purpose.CHECKPOINT) {
            run.journal().checkpoint(save.state());
            coordinator.tell(new Report.Saved(save.worker()));
        } else {
            String fingerprint = run.journal().model(save.state());
            model = Optional.of(Model.of(run.job(), run.data(), save.state()));
            coordinator.tell(new Report.ModelWritten(save.worker(), fingerprint));
        }
    }

    private Behavior<Command> finished(Finished command) {
        run.journal().finish(command.fingerprint());
        return end(new JobOutcome.Succeeded(command.fingerprint(), lastTest, model));
    }

    private Behavior<Command> stopped(Stopped command) {
        return end(new JobOutcome.Stopped(counters.step()));
    }

    private Behavior<Command> failed(Failed command) {
        write(() -> {
            command.verdict().map(run.journal()::judged).ifPresent(listener::metrics);
            return this;
        });
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
}
