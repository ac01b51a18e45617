package dev.evenkeel.cluster;

import akka.actor.Address;
import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.DispatcherSelector;
import akka.actor.typed.Terminated;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import dev.evenkeel.health.Verdict;
import dev.evenkeel.train.Course;
import dev.evenkeel.train.Course.Act;
import dev.evenkeel.train.Evaluation;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;

/**
 * The coordinator of one job: deals the work, follows the steps, says what is due, and goes on with those who are left when a
 * worker is lost. It never carries tensors, and carries out what others decide: what is due is {@link Course}'s decision, who is
 * lost {@link Watch}'s, what becomes of the job then {@link Resolution}'s, how it goes on {@link Attempts}'.
 */
public final class Coordinator extends AbstractBehavior<Coordinator.Command> {
    public sealed interface Command permits Report, Begin, Stop, Look, Asked {}

    /**
     * The workers of the job are there, on these nodes; training begins from this step.
     *
     * @param minWorkers with fewer the job can't go on
     */
    public record Begin(List<Desk> desks, int minWorkers, Course course, int testSamples, long step)
            implements Command {}

    /** Asks for an early end behind a checkpoint. */
    public record Stop() implements Command {}

    private record Look() implements Command {}

    /** A quiet node was asked whether it is there. */
    private record Asked(Address node, boolean refused) implements Command {}

    /** What the job's workers are about. */
    private enum Stage {
        PREPARING,
        TRAINING,
        /** Behind the barrier: no attempt begins before every live worker is out of the last one. */
        ABORTING,
        EVALUATING,
        /** They stand, all with the same state. */
        STANDING
    }

    private final Set<ActorRef<Journal.Command>> journals = new LinkedHashSet<>();
    private final Deque<Act> acts = new ArrayDeque<>();
    /** Workers whose answer the stage waits for. */
    private final Set<Integer> awaited = new HashSet<>();

    private final Map<Integer, double[]> evaluated = new HashMap<>();
    private final Attempts attempts;
    private final Saving saving = new Saving();
    private final Watch watch;
    private Roster roster = Roster.EMPTY;
    private int minWorkers;
    private Course course;
    private int testSamples;
    private Stage stage = Stage.PREPARING;
    private long step;
    private long until;
    private long round;
    private boolean waitsForSaving;
    private boolean stopWished;
    private boolean ended;

    private Coordinator(ActorContext<Command> context, String id, long term, Duration limit) {
        super(context);
        this.attempts = new Attempts(id, term);
        this.watch = new Watch(limit, this::ask);
        context.setLoggerName("evenkeel.coordinator." + id);
    }

    /**
     * @param id of the job
     * @param term counts the job's coordinators
     * @param limit how long a worker that others wait for may stand still before it is taken for dead
     */
    public static Behavior<Command> create(String id, long term, Duration limit) {
        return Behaviors.withTimers(timers -> {
            timers.startTimerWithFixedDelay(new Look(), Vigil.BEAT);
            return Behaviors.setup(context -> new Coordinator(context, id, term, limit));
        });
    }

    @Override
    public Receive<Command> createReceive() {
        return newReceiveBuilder()
                .onMessage(Report.Beat.class, this::beat)
                .onMessage(Look.class, this::look)
                .onMessage(Asked.class, this::asked)
                .onMessage(Begin.class, this::begin)
                .onMessage(Report.Prepared.class, this::prepared)
                .onMessage(Report.Committed.class, this::committed)
                .onMessage(Report.Standing.class, this::standing)
                .onMessage(Report.Evaluated.class, this::evaluated)
                .onMessage(Report.WorkerFailed.class, this::workerFailed)
                .onMessage(Report.WorkerJudged.class, this::judged)
                .onMessage(Report.Disturbed.class, this::disturbed)
                .onMessage(Report.Aborted.class, this::aborted)
                .onMessage(Report.JournalFailed.class, failed -> fail(failed.sentence()))
                .onMessage(Report.Saved.class, this::saved)
                .onMessage(Report.ModelWritten.class, this::modelWritten)
                .onMessage(Stop.class, this::stop)
                .onSignal(Terminated.class, this::terminated)
                .build();
    }

    private Behavior<Command> begin(Begin command) {
        course = command.course();
        testSamples = command.testSamples();
        minWorkers = command.minWorkers();
        roster = Roster.of(command.desks());
        watch.begin(roster);
        command.desks().forEach(desk -> journals.add(desk.journal()));
        journals.forEach(getContext()::watch);
        roster.workers().forEach(getContext()::watch);
        step = command.step();
        awaitAll(Stage.PREPARING);
        tellAll(new Worker.Prepare());
        return this;
    }

    private Behavior<Command> prepared(Report.Prepared command) {
        return arrived(Stage.PREPARING, command.worker()) ? start() : this;
    }

    private Behavior<Command> start() {
        acts.addAll(stopWished ? course.stopAtOnce() : course.start(step));
        return next();
    }

    private Behavior<Command> committed(Report.Committed command) {
        if (ended || roster.member(command.worker()).isEmpty()) {
            return this;
        }
        try {
            attempts.add(command).ifPresent(this::record);
        } catch (IllegalStateException differing) {
            return fail(differing.getMessage());
        }
        return this;
    }

    private void record(StepBook.Entry entry) {
        step = entry.result().batch().step();
        watch.committed();
        write(new Journal.Step(entry));
        entry.result().stop().ifPresent(this::fail);
    }

    /** Waits for all: what a worker has committed before, it has told before. */
    private Behavior<Command> judged(Report.WorkerJudged command) {
        return attempts.judged(command.worker(), roster) ? fail(command.sentence(), command.verdict()) : this;
    }

    private Behavior<Command> standing(Report.Standing command) {
        if (arrived(Stage.TRAINING, command.worker())) {
            acts.addAll(course.at(step, stopWished));
            return next();
        }
        return this;
    }

    private Behavior<Command> evaluated(Report.Evaluated command) {
        if (command.round() != round || stage != Stage.EVALUATING) {
            return this;
        }
        evaluated.put(command.worker(), command.nodes());
        return arrived(Stage.EVALUATING, command.worker()) ? closeEpoch() : this;
    }

    private Behavior<Command> closeEpoch() {
        List<double[]> nodes = roster.numbers().stream().map(evaluated::get).toList();
        Evaluation.Result result =
                Evaluation.fold(nodes, testSamples, course.job().microBatch());
        int epoch = course.timeline().epochOf(step);
        if (!Double.isFinite(result.loss())) {
            return fail("epoch " + epoch + ": the test loss is not finite; a smaller learning rate usually helps");
        }
        write(new Journal.EpochDone(epoch, Optional.of(result)));
        return next();
    }

    private Behavior<Command> saved(Report.Saved command) {
        saving.done(command.worker());
        if (waitsForSaving && saving.over() && !ended) {
            waitsForSaving = false;
            return next();
        }
        return this;
    }

    private Behavior<Command> modelWritten(Report.ModelWritten command) {
        try {
            saving.done(command.worker(), command.fingerprint());
        } catch (IllegalStateException differing) {
            return fail(differing.getMessage());
        }
        if (saving.over() && !ended) {
            end(new Journal.Finished(command.fingerprint()));
        }
        return this;
    }

    private Behavior<Command> stop(Stop command) {
        stopWished = true;
        tellAll(new Worker.Pause());
        return this;
    }

    /** Carries out the next act. Those that wait for somebody come back here when it has answered. */
    private Behavior<Command> next() {
        stage = Stage.STANDING;
        // Training goes on while a checkpoint is written; nothing else does, and no second checkpoint piles up behind
        // it.
        waitsForSaving = !saving.over() && !(acts.getFirst() instanceof Act.TrainUntil);
        if (waitsForSaving) {
            return this;
        }
        Act act = acts.removeFirst();
        getContext().getLog().debug("step {}: {} ({})", step, act.getClass().getSimpleName(), act.reason());
        if (act instanceof Act.TrainUntil train) {
            until = train.step();
            train();
        } else if (act instanceof Act.CloseEpoch close) {
            if (close.evaluate()) {
                evaluate();
            } else {
                write(new Journal.EpochDone(close.epoch(), Optional.empty()));
                return next();
            }
        } else if (act instanceof Act.Checkpoint) {
            save(Journal.Purpose.CHECKPOINT);
            return next();
        } else if (act instanceof Act.Finish) {
            save(Journal.Purpose.MODEL);
        } else {
            end(new Journal.Stopped());
        }
        return this;
    }

    private void save(Journal.Purpose purpose) {
        saving.begin(purpose, roster).forEach(writer -> writer.worker().tell(new Worker.Snapshot(purpose)));
    }

    private void evaluate() {
        awaitAll(Stage.EVALUATING);
        round++;
        evaluated.clear();
        for (int rank = 0; rank < roster.size(); rank++) {
            roster.workers().get(rank).tell(new Worker.Evaluate(round, rank, roster.size()));
        }
    }

    /** By the plan that stands, or by a new one for workers that all have the same state. */
    private void train() {
        if (attempts.planned()) {
            awaitAll(Stage.TRAINING);
            tellAll(new Worker.Continue(until));
        } else {
            deal(Level.at(step), List.of());
        }
    }

    /**
     * Deals the micro-batches anew and trains on.
     *
     * @param level of the workers
     * @param reasons why attempts at the next step were called off
     */
    private void deal(Level level, List<String> reasons) {
        awaitAll(Stage.TRAINING);
        step = level.step();
        Plan plan = attempts.begin(level, roster, reasons);
        watch.attempt(plan.tries());
        for (int rank = 0; rank < roster.size(); rank++) {
            roster.workers().get(rank).tell(new Worker.Run(plan, rank, until));
        }
        if (stopWished) {
            tellAll(new Worker.Pause());
        }
    }

    private Behavior<Command> beat(Report.Beat command) {
        watch.heard(command);
        return this;
    }

    private Behavior<Command> look(Look look) {
        watch.look(roster).ifPresent(this::lost);
        attempts.current().ifPresent(plan -> watch.deadlock().ifPresent(why -> disturbed(plan, why)));
        return this;
    }

    private void ask(Address node) {
        Executor waiting = getContext().getSystem().dispatchers().lookup(DispatcherSelector.blocking());
        getContext()
                .pipeToSelf(
                        Presence.refused(node, waiting),
                        (refused, failed) -> new Asked(node, failed == null && refused));
    }

    private Behavior<Command> asked(Asked answer) {
        watch.answered(answer.node(), answer.refused(), roster).ifPresent(this::lost);
        if (answer.refused()) {
            journals.removeIf(journal -> journal.path().address().equals(answer.node()));
        }
        return this;
    }

    private Behavior<Command> workerFailed(Report.WorkerFailed command) {
        roster.member(command.worker()).ifPresent(member -> lost(Lost.of(member, command.sentence())));
        return this;
    }

    private Behavior<Command> disturbed(Report.Disturbed command) {
        attempts.current(command.attempt()).ifPresent(plan -> disturbed(plan, command.sentence()));
        return this;
    }

    private void disturbed(Plan plan, String why) {
        if (stage == Stage.TRAINING && !ended) {
            resolve(Resolution.disturbed(roster, why, plan.tries()), why);
        }
    }

    /** Whatever they say from now on is nothing. */
    private void lost(Lost lost) {
        if (ended) {
            return;
        }
        Roster left = roster;
        for (Roster.Member member : lost.gone()) {
            member.worker().tell(new Worker.Dismiss());
            left = left.without(member.number());
        }
        resolve(Resolution.lost(left, lost.why(), minWorkers), lost.why());
    }

    private Behavior<Command> resolve(Resolution resolution, String why) {
        if (resolution instanceof Resolution.GiveUp) {
            return fail(resolution.reason());
        }
        getContext().getLog().warn("after step {}: {}", step, resolution.reason());
        return regroup(((Resolution.GoOn) resolution).roster(), why);
    }

    private Behavior<Command> regroup(Roster left, String why) {
        Set<Integer> gone = new HashSet<>(roster.numbers());
        gone.removeAll(left.numbers());
        roster = left;
        attempts.lost(gone);
        for (int worker : gone) {
            watch.without(worker);
            awaited.remove(worker);
            saving.lost(worker).ifPresent(this::saveElsewhere);
        }
        switch (stage) {
            case PREPARING -> {
                return awaited.isEmpty() ? start() : this;
            }
            case TRAINING -> callOff(why);
            case ABORTING -> {
                attempts.also(why);
                return tryAgain();
            }
            case EVALUATING -> {
                attempts.replan();
                evaluate();
            }
            case STANDING -> attempts.replan();
        }
        return this;
    }

    /** While the workers stand, another one has the same state; later it is another step's. */
    private void saveElsewhere(Journal.Purpose purpose) {
        if (stage == Stage.STANDING || stage == Stage.EVALUATING) {
            save(purpose);
        } else {
            getContext().getLog().warn("a checkpoint was not written on the node of a worker that is lost");
        }
    }

    private void callOff(String why) {
        stage = Stage.ABORTING;
        tellAll(attempts.callOff(roster, why));
    }

    private Behavior<Command> aborted(Report.Aborted command) {
        attempts.left(command);
        return tryAgain();
    }

    /** Once everybody is out of the attempt. */
    private Behavior<Command> tryAgain() {
        Optional<Attempts.Left> left = ended ? Optional.empty() : attempts.close(roster);
        left.map(Attempts.Left::committed).ifPresent(steps -> steps.forEach(this::record));
        left.filter(going -> !ended).ifPresent(going -> deal(going.level(), going.reasons()));
        return this;
    }

    /** Ends the job: every worker leaves the attempt first, so that nobody computes on. */
    private Behavior<Command> fail(String sentence) {
        return fail(sentence, Optional.empty());
    }

    private Behavior<Command> fail(String sentence, Optional<Verdict> verdict) {
        if (!ended) {
            tellAll(new Worker.Abort(Long.MAX_VALUE, Integer.MAX_VALUE));
            end(new Journal.Failed(sentence, verdict));
        }
        return this;
    }

    /** Closes the books; the coordinator is needed until the last of them is closed. */
    private void end(Journal.Command last) {
        ended = true;
        write(last);
    }

    private void write(Journal.Command entry) {
        journals.forEach(journal -> journal.tell(entry));
    }

    private Behavior<Command> terminated(Terminated signal) {
        // Of a node that goes, workers and journal are missed in any order.
        ActorRef<?> gone = signal.getRef();
        Optional<Roster.Member> worker = roster.member(gone);
        if (Addresses.isElsewhere(gone)) {
            List<Roster.Member> there =
                    roster.at(worker.<ActorRef<?>>map(Roster.Member::journal).orElse(gone));
            if (!there.isEmpty()) {
                lost(Lost.ofNode(there));
            }
        } else {
            worker.ifPresent(member -> lost(Lost.of(member, member.name() + " ended unexpectedly")));
        }
        boolean books = journals.removeIf(journal -> journal.equals(gone));
        if (books && !ended && !Addresses.isElsewhere(gone)) {
            return fail("the journal ended unexpectedly after step " + step
                    + ": submit the job again, the model will be the same");
        }
        return books && journals.isEmpty() ? Behaviors.stopped() : this;
    }

    private void tellAll(Worker.Command command) {
        roster.workers().forEach(worker -> worker.tell(command));
    }

    private void awaitAll(Stage next) {
        stage = next;
        awaited.clear();
        awaited.addAll(roster.numbers());
    }

    /** Notes an answer; says whether it was the last that the stage waited for. */
    private boolean arrived(Stage expected, int worker) {
        return stage == expected && awaited.remove(worker) && awaited.isEmpty() && !ended;
    }
}
