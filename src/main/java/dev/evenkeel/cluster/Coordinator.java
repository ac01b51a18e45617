package dev.evenkeel.cluster;

import akka.actor.Address;
import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.Terminated;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import dev.evenkeel.health.Verdict;
import dev.evenkeel.run.Pages;
import dev.evenkeel.train.Course;
import dev.evenkeel.train.Course.Act;
import dev.evenkeel.train.Evaluation;
import dev.evenkeel.train.TrainingState;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The coordinator of one job: deals the work, follows the steps, says what is due, and goes on with those who are left when a
 * worker is lost. It never carries tensors, and carries out what others decide: what is due is {@link Course}'s decision, who is
 * lost {@link Watch}'s, what becomes of the job then {@link Resolution}'s, how it goes on {@link Attempts}'.
 */
public final class Coordinator extends AbstractBehavior<Coordinator.Command> {
    public sealed interface Command
            permits Report, Begin, TakeOver, Join, Stop, Resign, Look, Asked, Admit, Majority.Answer, AskAgain {}

    /**
     * The workers of the job are there, on these nodes; training begins from this state.
     *
     * @param minWorkers with fewer the job can't go on
     */
    public record Begin(List<Desk> desks, int minWorkers, Course course, int testSamples, TrainingState.Counters state)
            implements Command {}

    /**
     * The job goes on, where another coordinator was lost.
     *
     * @param books by desk
     * @param why the other one was lost; empty: the job is resumed
     */
    public record TakeOver(
            List<Desk> desks,
            List<Journal.Books> books,
            int minWorkers,
            Course course,
            int testSamples,
            Optional<String> why)
            implements Command {}

    /** Workers of a node that had none of this job: they get a share of it as soon as they can. */
    public record Join(Desk desk) implements Command {}

    /** Ends, so that a coordinator on another node takes over: this one leaves. */
    public record Resign() implements Command {}

    /** Asks for an early end behind a checkpoint. */
    public record Stop() implements Command {}

    private record Look() implements Command {}

    private record AskAgain() implements Command {}

    /** So far go the books that newcomers' journals are to copy. */
    private record Admit(Journal.Books books) implements Command {}

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

    private final long term;
    private final Majority majority;
    private final Audience audience;
    private final Set<ActorRef<Journal.Command>> journals = new LinkedHashSet<>();
    private final Deque<Act> acts = new ArrayDeque<>();
    /** Workers whose answer the stage waits for. */
    private final Set<Integer> awaited = new HashSet<>();

    private final Map<Integer, double[]> evaluated = new HashMap<>();
    private final Attempts attempts;
    /** Workers whose state was replaced by the others'. */
    private final Set<Integer> replaced = new HashSet<>();

    private final Newcomers newcomers = new Newcomers();
    private final Saving saving = new Saving();
    private final Watch watch;
    private Roster roster = Roster.EMPTY;
    private int minWorkers;
    private Course course;
    private int testSamples;
    private Stage stage = Stage.PREPARING;
    private TrainingState.Counters state = TrainingState.Counters.START;
    private long step;
    private long until;
    private long round;
    private Optional<String> stopped = Optional.empty();
    private Optional<Evaluation.Result> lastTest = Optional.empty();
    private Optional<JobOutcome> outcome = Optional.empty();
    private boolean confirmed;
    private boolean doubted;
    private boolean waitsForSaving;
    /** They are brought to one step, for want of workers to train with. */
    private boolean levelling;

    private boolean waitsForWorkers;
    private boolean admitting;
    private boolean stopWished;
    private boolean ended;

    private Coordinator(
            ActorContext<Command> context, String id, long term, Duration limit, Majority majority, Audience audience) {
        super(context);
        this.term = term;
        this.majority = majority;
        this.audience = audience;
        this.attempts = new Attempts(id, term);
        this.watch = new Watch(limit, this::ask);
        context.setLoggerName("evenkeel.coordinator." + id);
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
            return Behaviors.setup(context -> new Coordinator(context, id, term, limit, majority, audience));
        });
    }

    @Override
    public Receive<Command> createReceive() {
        return newReceiveBuilder()
                .onMessage(Report.Beat.class, this::beat)
                .onMessage(Look.class, this::look)
                .onMessage(Asked.class, this::asked)
                .onMessage(Begin.class, this::begin)
                .onMessage(TakeOver.class, this::takeOver)
                .onMessage(Join.class, this::join)
                .onMessage(Admit.class, this::admit)
                .onMessage(Resign.class, resign -> Behaviors.stopped())
                .onMessage(Majority.Answer.class, this::confirmed)
                .onMessage(AskAgain.class, again -> stage == Stage.STANDING && !ended ? next() : this)
                .onMessage(Report.Unrecorded.class, this::remembered)
                .onMessage(Report.Recalled.class, this::recalled)
                .onMessage(Report.Prepared.class, this::prepared)
                .onMessage(Report.Committed.class, this::committed)
                .onMessage(Report.Standing.class, this::standing)
                .onMessage(Report.Evaluated.class, this::evaluated)
                .onMessage(Report.WorkerFailed.class, this::workerFailed)
                .onMessage(Report.WorkerJudged.class, this::judged)
                .onMessage(Report.Disturbed.class, this::disturbed)
                .onMessage(Report.Differing.class, this::differing)
                .onMessage(Report.Aborted.class, this::aborted)
                .onMessage(Report.JournalFailed.class, failed -> fail(failed.sentence()))
                .onMessage(Report.Saved.class, this::saved)
                .onMessage(Report.ModelWritten.class, this::modelWritten)
                .onMessage(Report.BooksClosed.class, this::booksClosed)
                .onMessage(Stop.class, this::stop)
                .onSignal(Terminated.class, this::terminated)
                .build();
    }

    private Behavior<Command> begin(Begin command) {
        open(command.desks(), command.minWorkers(), command.course(), command.testSamples());
        state = command.state();
        step = state.step();
        awaitAll(Stage.PREPARING);
        tellAll(new Worker.Prepare(term));
        return this;
    }

    private void open(List<Desk> desks, int least, Course itsCourse, int samples) {
        course = itsCourse;
        testSamples = samples;
        minWorkers = least;
        roster = Roster.of(desks);
        watch.begin(roster);
        desks.forEach(desk -> journals.add(desk.journal()));
        journals.forEach(getContext()::watch);
        roster.workers().forEach(getContext()::watch);
    }

    /** Whoever lags behind the fullest books copies them; then the workers tell what is in none. */
    private Behavior<Command> takeOver(TakeOver command) {
        open(command.desks(), command.minWorkers(), command.course(), command.testSamples());
        List<Pages.Reach> reaches =
                command.books().stream().map(Journal.Books::reach).toList();
        Pages.Reach fullest = Collections.max(reaches);
        ActorRef<Journal.Command> donor =
                command.desks().get(reaches.indexOf(fullest)).journal();
        for (int desk = 0; desk < reaches.size(); desk++) {
            if (!reaches.get(desk).equals(fullest)) {
                command.desks().get(desk).journal().tell(new Journal.CatchUp(term, donor, fullest));
            }
        }
        step = command.books().get(reaches.indexOf(fullest)).step();
        Resolution resolution = Resolution.takenOver(roster, command.why().orElse("the job is resumed"), minWorkers);
        if (resolution instanceof Resolution.GiveUp) {
            return fail(resolution.reason());
        }
        getContext().getLog().warn("after step {}: {}", step, resolution.reason());
        tellStaff(resolution.reason());
        stage = Stage.ABORTING;
        tellAll(attempts.recall(roster, command.why(), step, getContext().getSelf()));
        return this;
    }

    private Behavior<Command> remembered(Report.Unrecorded step) {
        attempts.remembered(step);
        return this;
    }

    private Behavior<Command> recalled(Report.Recalled answer) {
        if (answer.state().step() >= state.step()) {
            state = answer.state();
            stopped = answer.stop();
        }
        attempts.recalled(answer);
        return tryAgain();
    }

    private Behavior<Command> prepared(Report.Prepared command) {
        if (arrived(Stage.PREPARING, command.worker())) {
            return start();
        }
        newcomers.prepared(command.worker());
        if (newcomers.ready() && stage == Stage.TRAINING) {
            tellAll(new Worker.Pause(term));
        } else if (waitsForWorkers) {
            train();
        }
        return this;
    }

    private Behavior<Command> join(Join command) {
        Roster there = Roster.of(List.of(command.desk()));
        getContext().getLog().info("{} join as soon as they are ready", there);
        getContext().watch(command.desk().journal());
        there.workers().forEach(getContext()::watch);
        newcomers.add(command.desk());
        there.workers().forEach(worker -> worker.tell(new Worker.Prepare(term)));
        return this;
    }

    private Behavior<Command> start() {
        acts.addAll(stopWished ? course.stopAtOnce() : course.start(step));
        return next();
    }

    private Behavior<Command> committed(Report.Committed command) {
        if (ended || roster.member(command.worker()).isEmpty()) {
            return this;
        }
        attempts.add(command).ifPresent(this::record);
        attempts.difference().ifPresent(found -> differing(found.step(), found.states()));
        return this;
    }

    private void record(StepBook.Entry entry) {
        state = entry.result().counters();
        step = state.step();
        watch.committed();
        write(new Journal.Step(term, entry));
        entry.result().stop().ifPresent(this::fail);
    }

    /** Waits for all: what a worker has committed before, it has told before. */
    private Behavior<Command> judged(Report.WorkerJudged command) {
        return attempts.judged(command.worker(), roster) ? fail(command.sentence(), command.verdict()) : this;
    }

    private Behavior<Command> standing(Report.Standing command) {
        if (arrived(Stage.TRAINING, command.worker())) {
            if (levelling) {
                stage = Stage.STANDING;
                train();
                return this;
            }
            acts.addAll(step == 0 && !stopWished ? course.start(0) : course.at(step, stopWished));
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
        lastTest = Optional.of(result);
        write(new Journal.EpochDone(term, epoch, state, lastTest));
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
            end(
                    new Journal.Finished(term, command.fingerprint()),
                    new JobOutcome.Succeeded(command.fingerprint(), lastTest, Optional.empty()));
        }
        return this;
    }

    private Behavior<Command> stop(Stop command) {
        stopWished = true;
        tellAll(new Worker.Pause(term));
        if (waitsForWorkers) {
            waitsForWorkers = false;
            acts.addAll(course.stopAtOnce());
            return next();
        }
        return this;
    }

    /** Carries out the next act. Those that wait for somebody come back here when it has answered. */
    private Behavior<Command> next() {
        stage = Stage.STANDING;
        if (acts.isEmpty()) {
            return this;
        }
        // Training goes on while a checkpoint is written; nothing else does, and no second checkpoint piles up behind
        // it.
        waitsForSaving = !saving.over() && !(acts.getFirst() instanceof Act.TrainUntil);
        if (waitsForSaving) {
            return this;
        }
        if (publishes(acts.getFirst()) && !confirmed) {
            askMajority();
            return this;
        }
        confirmed = false;
        Act act = acts.removeFirst();
        getContext().getLog().debug("step {}: {} ({})", step, act.getClass().getSimpleName(), act.reason());
        if (act instanceof Act.TrainUntil train) {
            until = train.step();
            train();
        } else if (act instanceof Act.CloseEpoch close) {
            if (close.evaluate()) {
                evaluate();
            } else {
                lastTest = Optional.empty();
                write(new Journal.EpochDone(term, close.epoch(), state, lastTest));
                return next();
            }
        } else if (act instanceof Act.Checkpoint) {
            save(Journal.Purpose.CHECKPOINT);
            return next();
        } else if (act instanceof Act.Finish) {
            save(Journal.Purpose.MODEL);
        } else {
            end(new Journal.Stopped(term), new JobOutcome.Stopped(step));
        }
        return this;
    }

    private static boolean publishes(Act act) {
        return act instanceof Act.Checkpoint || act instanceof Act.Finish || act instanceof Act.Stop;
    }

    /** What others may build on needs a majority: a coordinator that is cut off, or was given up, publishes nothing. */
    private void askMajority() {
        getContext()
                .pipeToSelf(
                        majority.refusal(),
                        (refusal, failed) -> new Majority.Answer(
                                failed == null ? refusal : Optional.of(String.valueOf(failed.getMessage()))));
    }

    private Behavior<Command> confirmed(Majority.Answer answer) {
        if (ended || stage != Stage.STANDING || acts.isEmpty()) {
            return this;
        }
        if (answer.refusal().isEmpty()) {
            confirmed = true;
            doubted = false;
            return next();
        }
        if (!doubted) {
            doubted = true;
            getContext()
                    .getLog()
                    .warn(
                            "after step {}: nothing is published yet, since {}; trying again",
                            step,
                            answer.refusal().get());
        }
        getContext().scheduleOnce(Majority.AGAIN, getContext().getSelf(), new AskAgain());
        return this;
    }

    private void save(Journal.Purpose purpose) {
        saving.begin(purpose, roster).forEach(writer -> writer.worker().tell(new Worker.Snapshot(term, purpose)));
    }

    private void evaluate() {
        awaitAll(Stage.EVALUATING);
        round++;
        evaluated.clear();
        for (int rank = 0; rank < roster.size(); rank++) {
            roster.workers().get(rank).tell(new Worker.Evaluate(term, round, rank, roster.size()));
        }
    }

    /**
     * By the plan that stands, or by a new one for workers that all have the same state. Newcomers are let in before: everybody
     * stands, so they get a copy of the step's state and a share of the next one. The others wait for that copy; it is a fraction
     * of a second for the states that one machine trains, so that nothing is gained by having newcomers catch up instead.
     */
    private void train() {
        if (newcomers.ready()) {
            askForBooks();
        } else if (roster.size() < minWorkers) {
            waitForWorkers();
        } else if (attempts.planned()) {
            awaitAll(Stage.TRAINING);
            tellAll(new Worker.Continue(term, until));
        } else {
            deal(Level.at(step), attempts.reasons(step + 1));
        }
    }

    private void waitForWorkers() {
        if (stopWished) {
            acts.addAll(course.stopAtOnce());
            next();
            return;
        }
        if (!waitsForWorkers) {
            waitsForWorkers = true;
            String reason = "stands after step " + step + ": " + Resolution.shortage(roster, minWorkers);
            getContext().getLog().warn("{}", reason);
            tellStaff(reason);
        }
    }

    /** Nothing is written while all stand: what the books here hold now is all that newcomers' journals lack. */
    private void askForBooks() {
        Optional<ActorRef<Journal.Command>> here = books();
        if (here.isPresent() && !admitting) {
            admitting = true;
            here.get()
                    .tell(new Journal.Serve(
                            term,
                            getContext().getSelf(),
                            getContext().messageAdapter(Journal.Books.class, Admit::new)));
        }
    }

    /** The journal on this node. */
    private Optional<ActorRef<Journal.Command>> books() {
        return journals.stream()
                .filter(journal -> !Addresses.isElsewhere(journal))
                .findFirst();
    }

    private Behavior<Command> admit(Admit answer) {
        admitting = false;
        if (ended || stage != Stage.STANDING) {
            return this;
        }
        waitsForWorkers = false;
        List<Roster.Member> admitted = newcomers.admit();
        for (Roster.Member member : admitted) {
            if (journals.add(member.journal())) {
                ActorRef<Journal.Command> donor = books().orElseThrow();
                member.journal()
                        .tell(new Journal.CatchUp(term, donor, answer.books().reach()));
            }
        }
        int before = roster.size();
        roster = roster.with(admitted);
        watch.begin(roster);
        if (!admitted.isEmpty()) {
            List<Integer> numbers = admitted.stream().map(Roster.Member::number).toList();
            String reason = Roster.words(numbers) + " joined after step " + step
                    + "; the micro-batches are dealt anew over " + roster;
            getContext().getLog().info("{}", reason);
            tellStaff(reason);
        }
        List<Integer> behind = IntStream.range(before, roster.size()).boxed().toList();
        deal(new Level(step, 0, behind), attempts.reasons(step + 1));
        return this;
    }

    private void tellStaff(String reason) {
        audience.staffed(new Audience.Staff(
                journals.stream().collect(Collectors.toMap(journal -> journal, journal -> roster.at(journal)
                        .size())),
                reason));
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
        levelling = roster.size() < minWorkers;
        for (int rank = 0; rank < roster.size(); rank++) {
            roster.workers().get(rank).tell(new Worker.Run(plan, rank, levelling ? step : until));
        }
        if (stopWished || newcomers.ready()) {
            tellAll(new Worker.Pause(term));
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
        Presence.ask(getContext(), node, refused -> new Asked(node, refused));
    }

    private Behavior<Command> asked(Asked answer) {
        watch.answered(answer.node(), answer.refused(), roster).ifPresent(this::lost);
        if (answer.refused()) {
            journals.removeIf(journal -> journal.path().address().equals(answer.node()));
        }
        return stopWhenClosed();
    }

    private Behavior<Command> workerFailed(Report.WorkerFailed command) {
        newcomers.lost(command.worker());
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

    private Behavior<Command> differing(Report.Differing command) {
        attempts.current(command.attempt())
                .ifPresent(plan -> differing(command.step(), States.of(roster.numbers(), command.states())));
        return this;
    }

    /** Who has another state than most gets theirs; to whom it happens again is lost: its memory is not to be trusted. */
    private void differing(long after, States states) {
        if (ended || stage != Stage.TRAINING) {
            return;
        }
        String why = Resolution.why(after, states);
        List<Roster.Member> again = states.odd().stream()
                .filter(worker -> states.majority().isPresent() && !replaced.add(worker))
                .flatMap(worker -> roster.member(worker).stream())
                .toList();
        if (again.isEmpty()) {
            resolve(Resolution.differing(roster, after, states), why);
        } else {
            lost(new Lost(again, why + ", and not for the first time"));
        }
    }

    /** Whatever they say from now on is nothing. */
    private void lost(Lost lost) {
        if (ended) {
            return;
        }
        Roster left = roster;
        for (Roster.Member member : lost.gone()) {
            member.worker().tell(new Worker.Dismiss(term));
            left = left.without(member.number());
        }
        resolve(Resolution.lost(left, lost.why(), minWorkers), lost.why());
    }

    private Behavior<Command> resolve(Resolution resolution, String why) {
        if (resolution instanceof Resolution.GiveUp) {
            return fail(resolution.reason());
        }
        getContext().getLog().warn("after step {}: {}", step, resolution.reason());
        Roster left = ((Resolution.GoOn) resolution).roster();
        boolean fewer = left.size() < roster.size();
        Behavior<Command> next = regroup(left, why);
        if (fewer && !ended) {
            tellStaff(resolution.reason());
        }
        return next;
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
            case STANDING -> {
                attempts.replan();
                if (waitsForWorkers) {
                    waitsForWorkers = false;
                    train();
                }
            }
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
        Optional<Attempts.Left> left;
        try {
            left = ended ? Optional.empty() : attempts.close(roster);
        } catch (IllegalStateException hopeless) {
            return fail(hopeless.getMessage());
        }
        left.map(Attempts.Left::committed).ifPresent(steps -> steps.forEach(this::record));
        left.filter(going -> !ended).ifPresent(this::goOn);
        return this;
    }

    private void goOn(Attempts.Left going) {
        if (stopped.isPresent()) {
            fail(stopped.get());
        } else {
            // A coordinator that takes over first brings all to one step, and then sees what is due.
            until = Math.max(until, going.level().step());
            deal(going.level(), going.reasons());
        }
    }

    /** Ends the job: every worker leaves the attempt first, so that nobody computes on. */
    private Behavior<Command> fail(String sentence) {
        return fail(sentence, Optional.empty());
    }

    private Behavior<Command> fail(String sentence, Optional<Verdict> verdict) {
        if (!ended) {
            tellAll(new Worker.Abort(term, Integer.MAX_VALUE));
            end(new Journal.Failed(term, sentence, verdict), new JobOutcome.Failed(sentence));
        }
        return this;
    }

    /** Closes the books; the coordinator is needed until the last of them is closed. */
    private void end(Journal.Command last, JobOutcome outcome) {
        ended = true;
        this.outcome = Optional.of(outcome);
        write(last);
    }

    private void write(Journal.Command entry) {
        journals.forEach(journal -> journal.tell(entry));
    }

    private Behavior<Command> terminated(Terminated signal) {
        // Of a node that goes, workers and journal are missed in any order.
        ActorRef<?> gone = signal.getRef();
        newcomers.lost(gone);
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
        return stopWhenClosed();
    }

    /** Death watch would tell it, too; but it was seen to be silent of journals on nodes that had joined late. */
    private Behavior<Command> booksClosed(Report.BooksClosed closed) {
        if (ended) {
            journals.remove(closed.journal());
        }
        return stopWhenClosed();
    }

    /** The last book is closed: nobody here needs a coordinator any more. */
    private Behavior<Command> stopWhenClosed() {
        if (!ended || !journals.isEmpty()) {
            return this;
        }
        outcome.ifPresent(audience::ended);
        return Behaviors.stopped();
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
