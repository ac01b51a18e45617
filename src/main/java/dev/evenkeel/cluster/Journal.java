package dev.evenkeel.cluster;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.PostStop;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import akka.actor.typed.javadsl.StashBuffer;
import akka.japi.function.Function;
import dev.evenkeel.health.Verdict;
import dev.evenkeel.run.LedgerLine;
import dev.evenkeel.run.MetricsLine;
import dev.evenkeel.run.Model;
import dev.evenkeel.run.Pages;
import dev.evenkeel.run.RunException;
import dev.evenkeel.run.RunJournal;
import dev.evenkeel.run.TrainingRun;
import dev.evenkeel.train.Evaluation;
import dev.evenkeel.train.StepResult;
import dev.evenkeel.train.TrainingState;
import java.io.UncheckedIOException;
import java.time.Duration;
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
    record Step(long term, StepBook.Entry entry) implements Command, OfTerm, Remote {}

    /**
     * An epoch is over.
     *
     * @param state counters of the state after its last step
     */
    record EpochDone(long term, int epoch, TrainingState.Counters state, Optional<Evaluation.Result> test)
            implements Command, OfTerm, Remote {}

    /**
     * A copy of the state, from the compute thread of a worker on this node.
     *
     * @param line on which the worker's coordinator hears that it is written
     */
    record Save(Purpose purpose, int worker, TrainingState state, Line line) implements Command {}

    /** Whoever follows the job from this node. */
    public record Follow(JobListener listener) implements Command {}

    /** The job has succeeded: its model, with this fingerprint, is where models are kept. */
    record Finished(long term, String fingerprint) implements Command, OfTerm, Remote {}

    /** The job ended early, as asked. */
    record Stopped(long term) implements Command, OfTerm, Remote {}

    /**
     * The job failed.
     *
     * @param verdict of a step that was not committed, if the job failed by one
     * @param goBack whether it would go on from a checkpoint
     */
    public record Failed(long term, String sentence, Optional<Verdict> verdict, boolean goBack)
            implements Command, OfTerm, Remote {}

    /** Another coordinator takes the job over: from now on this journal heeds none before it. */
    public record Serve(long term, ActorRef<Coordinator.Command> coordinator, ActorRef<Books> replyTo)
            implements Command, Remote {}

    /**
     * What is in a node's books.
     *
     * @param step the last committed one
     */
    public record Books(Pages.Reach reach, long step) implements Remote {}

    /** Takes over from another node's journal what is there and not here; what comes meanwhile waits. */
    record CatchUp(long term, ActorRef<Command> donor, Pages.Reach to) implements Command, OfTerm, Remote {}

    /** Asks for what is written here from that place on. */
    record Give(Pages.Reach from, ActorRef<Command> replyTo) implements Command, Remote {}

    /** The answer. */
    record Given(Pages pages) implements Command, Remote {}

    /**
     * So much has the coordinator told this journal in its term, before this; answered with {@link Report.Missed} where it was more than
     * has come.
     */
    public record Reckoning(long term, long told, ActorRef<Coordinator.Command> replyTo)
            implements Command, OfTerm, Remote {}

    private record Ask() implements Command {}

    private record Patience(Pages.Reach reach) implements Command {}

    /** Entries that may come while this journal catches up. */
    private static final int STASH = 100_000;

    private static final Duration ASK_AGAIN = Duration.ofMillis(200);
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final TrainingRun run;
    private final Recorded recorded;
    private final List<Save> early = new ArrayList<>();
    private final StashBuffer<Command> stash;
    private Optional<CatchUp> catchingUp = Optional.empty();
    private ActorRef<Coordinator.Command> coordinator;
    private final Heard heard;
    private final List<JobListener> listeners = new ArrayList<>();
    private Optional<Model> model = Optional.empty();
    private Optional<Evaluation.Result> lastTest = Optional.empty();
    private boolean ended;

    private Journal(
            ActorContext<Command> context,
            StashBuffer<Command> stash,
            TrainingRun run,
            Recorded recorded,
            long term,
            ActorRef<Coordinator.Command> coordinator) {
        super(context);
        this.stash = stash;
        this.run = run;
        this.recorded = recorded;
        this.heard = new Heard(term);
        this.coordinator = coordinator;
    }

    /** @param recorded is told how far the books go */
    static Behavior<Command> create(
            TrainingRun run, Recorded recorded, long term, ActorRef<Coordinator.Command> coordinator) {
        return Behaviors.withStash(
                STASH,
                stash -> Behaviors.setup(context -> new Journal(context, stash, run, recorded, term, coordinator)));
    }

    @Override
    public Receive<Command> createReceive() {
        return newReceiveBuilder()
                .onMessage(Follow.class, this::follow)
                .onMessage(Step.class, entry(this::step))
                .onMessage(EpochDone.class, entry(this::epochDone))
                .onMessage(Save.class, save -> write(() -> save(save)))
                .onMessage(Finished.class, entry(end -> last(() -> finished(end))))
                .onMessage(Stopped.class, entry(end -> last(() -> stopped(end))))
                .onMessage(Failed.class, ofTerm(this::failed))
                .onMessage(Serve.class, this::serve)
                .onMessage(Reckoning.class, this::reckon)
                .onMessage(CatchUp.class, ofTerm(this::catchUp))
                .onMessage(Ask.class, again -> ask())
                .onMessage(Give.class, give -> write(() -> give(give)))
                .onMessage(Given.class, given -> write(() -> given(given)))
                .onMessage(Patience.class, this::lookAgain)
                .onSignal(PostStop.class, this::closed)
                .build();
    }

    private Behavior<Command> follow(Follow command) {
        listeners.add(command.listener());
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

    /** What a coordinator before the one that is served says is nothing. */
    private <M extends OfTerm> Function<M, Behavior<Command>> ofTerm(Function<M, Behavior<Command>> handler) {
        return message -> heard.count(message) ? handler.apply(message) : this;
    }

    private Behavior<Command> reckon(Reckoning reckoning) {
        if (heard.lacks(reckoning.term(), reckoning.told())) {
            reckoning.replyTo().tell(new Report.Missed("a message to a journal was lost"));
        }
        return this;
    }

    /** What comes last is not the last where something before it is missing: nobody would see that later. */
    private Behavior<Command> last(Callable<Behavior<Command>> end) throws Exception {
        if (Addresses.isElsewhere(coordinator) && !heard.complete()) {
            return missed("the end of the job");
        }
        return end.call();
    }

    private Behavior<Command> missed(String what) {
        coordinator.tell(new Report.Missed("a message to a journal was lost, before that of " + what));
        return this;
    }

    /** What is to be written waits while this journal catches up. */
    private <M extends Command & OfTerm> Function<M, Behavior<Command>> entry(Function<M, Behavior<Command>> handler) {
        return ofTerm(message -> {
            if (catchingUp.isPresent()) {
                stash.stash(message);
                return this;
            }
            return write(() -> handler.apply(message));
        });
    }

    private Behavior<Command> serve(Serve command) {
        if (command.term() > heard.term()) {
            heard.serve(command.term(), 0);
            coordinator = command.coordinator();
            catchingUp = Optional.empty();
            stash.clear();
        }
        if (command.term() == heard.term() && catchingUp.isEmpty()) {
            command.replyTo()
                    .tell(new Books(run.journal().reach(), run.journal().step()));
        }
        return this;
    }

    private Behavior<Command> catchUp(CatchUp command) {
        catchingUp = Optional.of(command);
        getContext()
                .scheduleOnce(
                        PATIENCE,
                        getContext().getSelf(),
                        new Patience(run.journal().reach()));
        return ask();
    }

    private Behavior<Command> ask() {
        catchingUp.ifPresent(lack ->
                lack.donor().tell(new Give(run.journal().reach(), getContext().getSelf())));
        return this;
    }

    private Behavior<Command> give(Give command) {
        command.replyTo().tell(new Given(run.journal().pages(command.from())));
        return this;
    }

    private Behavior<Command> given(Given command) {
        if (catchingUp.isEmpty() || !command.pages().from().equals(run.journal().reach())) {
            return this;
        }
        // What follows is told here as well. Full pages may end with a step that the ledger has and the metrics have
        // not, or the reverse.
        Pages pages = command.pages().upTo(catchingUp.get().to());
        if (!run.journal().adopt(pages)) {
            getContext()
                    .getLog()
                    .warn(
                            "the books here are not the beginning of those of {}: they are copied anew",
                            catchingUp.get().donor().path().address());
            run.journal().startOver();
            return ask();
        }
        recorded.upTo(run.journal().step());
        if (run.journal().reach().covers(catchingUp.get().to())) {
            catchingUp = Optional.empty();
            storeEarly();
            // They come a second time.
            heard.forget(stash.size());
            return stash.unstashAll(this);
        }
        if (pages.ledger().length + pages.metrics().length > 0) {
            return ask();
        }
        getContext().scheduleOnce(ASK_AGAIN, getContext().getSelf(), new Ask());
        return this;
    }

    /** A node whose books lack something can't take part in the job any more; the others go on. */
    private Behavior<Command> lookAgain(Patience patience) {
        if (catchingUp.isEmpty()) {
            return this;
        }
        if (patience.reach().equals(run.journal().reach())) {
            return end(new JobOutcome.Failed("the books of this node lack steps, which"
                    + Addresses.of(catchingUp.get().donor()) + " were not given within " + PATIENCE.toSeconds()
                    + " s"));
        }
        getContext()
                .scheduleOnce(
                        PATIENCE,
                        getContext().getSelf(),
                        new Patience(run.journal().reach()));
        return this;
    }

    private Behavior<Command> step(Step step) {
        StepResult result = step.entry().result();
        if (result.batch().step() <= run.journal().step()) {
            return this;
        }
        if (result.batch().step() > run.journal().step() + 1) {
            return missed("step " + result.batch().step());
        }
        LedgerLine.Traffic traffic =
                new LedgerLine.Traffic(step.entry().messages(), step.entry().bytes());
        listeners.forEach(listener -> listener.timed(step.entry().times()));
        RunJournal.Effort effort = new RunJournal.Effort(
                step.entry().attempt(),
                step.entry().aborted(),
                step.entry().workers(),
                step.entry().portions(),
                traffic);
        run.journal().step(result, effort).forEach(this::tell);
        recorded.upTo(result.batch().step());
        storeEarly();
        return this;
    }

    private void storeEarly() {
        List<Save> due = early.stream().filter(this::written).toList();
        early.removeAll(due);
        due.forEach(this::store);
    }

    private Behavior<Command> epochDone(EpochDone done) {
        if (done.state().step() > run.journal().step()) {
            return missed("the end of epoch " + done.epoch());
        }
        lastTest = done.test();
        run.journal().epoch(done.epoch(), done.state(), done.test()).ifPresent(this::tell);
        return this;
    }

    private void tell(MetricsLine line) {
        listeners.forEach(listener -> listener.metrics(line));
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
        return save.state().counters().step() <= run.journal().step();
    }

    private void store(Save save) {
        if (save.purpose() == Purpose.CHECKPOINT) {
            run.journal().checkpoint(save.state());
            save.line().tell(new Report.Saved(save.worker()));
        } else {
            String fingerprint = run.journal().model(save.state());
            model = Optional.of(Model.of(run.job(), run.data(), save.state()));
            save.line().tell(new Report.ModelWritten(save.worker(), fingerprint));
        }
    }

    private Behavior<Command> finished(Finished command) {
        run.journal().finish(command.fingerprint());
        return end(new JobOutcome.Succeeded(command.fingerprint(), lastTest, model));
    }

    private Behavior<Command> stopped(Stopped command) {
        return end(new JobOutcome.Stopped(run.journal().step()));
    }

    private Behavior<Command> failed(Failed command) {
        write(() -> {
            command.verdict().map(run.journal()::judged).ifPresent(this::tell);
            return this;
        });
        return end(new JobOutcome.Failed(command.sentence(), command.goBack()));
    }

    private Behavior<Command> end(JobOutcome outcome) {
        if (!ended) {
            ended = true;
            run.close();
            listeners.forEach(listener -> listener.ended(outcome));
            coordinator.tell(new Report.BooksClosed(getContext().getSelf()));
        }
        return Behaviors.stopped();
    }

    private Behavior<Command> closed(PostStop signal) {
        if (!ended) {
            ended = true;
            run.close();
            listeners.forEach(JobListener::abandoned);
        }
        return this;
    }
}
