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
import dev.evenkeel.train.StepResult;
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
import java.util.concurrent.Executor;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The coordinator of one job: deals the work, follows the steps, says what is due, and goes on with those who are left when a
 * worker is lost. It carries out what others decide, and never carries tensors: what is due is {@link Course}'s decision, whether a
 * step is whole {@link StepBook}'s, who is dead {@link Vigil}'s, what becomes of the job then {@link Resolution}'s.
 */
public final class Coordinator extends AbstractBehavior<Coordinator.Command> {
    public sealed interface Command {}

    /**
     * The workers of the job are there, on these nodes; training begins from this step.
     *
     * @param minWorkers with fewer the job can't go on
     */
    public record Begin(List<Desk> desks, int minWorkers, Course course, int testSamples, long step)
            implements Command {}

    /** A worker's replica is ready. */
    public record Prepared(int worker) implements Command, Remote {}

    /**
     * A worker lives.
     *
     * @param progress a count that moves as long as its compute thread does
     * @param busy whether that thread has something to do, and does not wait for others
     */
    public record Beat(int worker, long progress, boolean busy) implements Command, Remote {}

    /** A worker has committed a step. */
    public record Committed(int worker, int attempt, StepResult result, MessageExchange.Traffic traffic)
            implements Command, Remote {}

    /** A worker has stopped after this step, and waits. */
    public record Standing(int worker, long step) implements Command, Remote {}

    /** A worker's share of the test part. */
    public record Evaluated(int worker, long round, double[] nodes) implements Command, Remote {}

    /** A worker can't go on. */
    public record WorkerFailed(int worker, String sentence) implements Command, Remote {}

    /** A worker has met what ends the job at a step, and so does every other: perhaps by this verdict. */
    public record WorkerJudged(int worker, String sentence, Optional<Verdict> verdict) implements Command, Remote {}

    /** A worker misses a message, or has a damaged one: the attempt can't go on. */
    public record Disturbed(int worker, int attempt, String sentence) implements Command, Remote {}

    /** A worker's compute thread is out of the attempt's buffers, and its state is that of this step. */
    public record Aborted(int worker, int attempt, long step) implements Command, Remote {}

    /** Asks for an early end behind a checkpoint. */
    public record Stop() implements Command {}

    /** A journal has written the checkpoint that this worker handed it. */
    public record Saved(int worker) implements Command, Remote {}

    /** A journal has written the model that this worker handed it. */
    public record ModelWritten(int worker, String fingerprint) implements Command, Remote {}

    /** A journal can't write. */
    public record JournalFailed(String sentence) implements Command, Remote {}

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

    /** Nodes of a job that write each checkpoint and the model, if it has so many: one of them may be lost. */
    private static final int WRITERS = 2;

    private final String id;
    private final long term;
    private final Duration limit;
    private final Set<ActorRef<Journal.Command>> journals = new LinkedHashSet<>();
    private final Deque<Act> acts = new ArrayDeque<>();
    /** Workers whose answer the stage waits for. */
    private final Set<Integer> awaited = new HashSet<>();

    private final Map<Integer, Long> aborted = new HashMap<>();
    private final Map<Integer, double[]> evaluated = new HashMap<>();
    private final Map<Integer, Journal.Purpose> saving = new HashMap<>();
    private final Set<Integer> judged = new HashSet<>();
    private final Set<String> fingerprints = new HashSet<>();
    private final Set<Address> asking = new HashSet<>();
    private Roster roster = Roster.EMPTY;
    private Vigil vigil;
    private int minWorkers;
    private Course course;
    private int testSamples;
    private Stage stage = Stage.PREPARING;
    private long step;
    private long until;
    private long round;
    private int attempt;
    private Optional<Plan> plan = Optional.empty();
    private StepBook book;
    private String calledOff = "";
    private boolean waitsForSaving;
    private boolean stopWished;
    private boolean ended;

    private Coordinator(ActorContext<Command> context, String id, long term, Duration limit) {
        super(context);
        this.id = id;
        this.term = term;
        this.limit = limit;
        this.vigil = Vigil.over(roster, limit, System.nanoTime());
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
                .onMessage(Beat.class, this::beat)
                .onMessage(Look.class, this::look)
                .onMessage(Asked.class, this::asked)
                .onMessage(Begin.class, this::begin)
                .onMessage(Prepared.class, this::prepared)
                .onMessage(Committed.class, this::committed)
                .onMessage(Standing.class, this::standing)
                .onMessage(Evaluated.class, this::evaluated)
                .onMessage(WorkerFailed.class, this::workerFailed)
                .onMessage(WorkerJudged.class, this::judged)
                .onMessage(Disturbed.class, this::disturbed)
                .onMessage(Aborted.class, this::aborted)
                .onMessage(JournalFailed.class, failed -> fail(failed.sentence()))
                .onMessage(Saved.class, this::saved)
                .onMessage(ModelWritten.class, this::modelWritten)
                .onMessage(Stop.class, this::stop)
                .onSignal(Terminated.class, this::terminated)
                .build();
    }

    private Behavior<Command> begin(Begin command) {
        course = command.course();
        testSamples = command.testSamples();
        minWorkers = command.minWorkers();
        roster = Roster.of(command.desks());
        vigil = Vigil.over(roster, limit, System.nanoTime());
        command.desks().forEach(desk -> journals.add(desk.journal()));
        journals.forEach(getContext()::watch);
        roster.workers().forEach(getContext()::watch);
        step = command.step();
        awaitAll(Stage.PREPARING);
        tellAll(new Worker.Prepare());
        return this;
    }

    private Behavior<Command> prepared(Prepared command) {
        return arrived(Stage.PREPARING, command.worker()) ? start() : this;
    }

    private Behavior<Command> start() {
        acts.addAll(stopWished ? course.stopAtOnce() : course.start(step));
        return next();
    }

    private Behavior<Command> committed(Committed command) {
        if (ended || roster.member(command.worker()).isEmpty()) {
            return this;
        }
        try {
            book.add(command).ifPresent(this::record);
        } catch (IllegalStateException differing) {
            return fail(differing.getMessage());
        }
        return this;
    }

    private void record(StepBook.Entry entry) {
        step = entry.result().batch().step();
        write(new Journal.Step(entry));
        entry.result().stop().ifPresent(this::fail);
    }

    /** Waits for all: what a worker has committed before, it has told before. */
    private Behavior<Command> judged(WorkerJudged command) {
        judged.add(command.worker());
        return judged.containsAll(roster.numbers()) ? fail(command.sentence(), command.verdict()) : this;
    }

    private Behavior<Command> standing(Standing command) {
        if (arrived(Stage.TRAINING, command.worker())) {
            acts.addAll(course.at(step, stopWished));
            return next();
        }
        return this;
    }

    private Behavior<Command> evaluated(Evaluated command) {
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

    private Behavior<Command> saved(Saved command) {
        saving.remove(command.worker());
        if (waitsForSaving && saving.isEmpty() && !ended) {
            waitsForSaving = false;
            return next();
        }
        return this;
    }

    private Behavior<Command> modelWritten(ModelWritten command) {
        saving.remove(command.worker());
        fingerprints.add(command.fingerprint());
        if (fingerprints.size() > 1) {
            return fail("the nodes have written different models, " + fingerprints
                    + ": memory or arithmetic of one of them is faulty");
        }
        if (saving.isEmpty() && !ended) {
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
        waitsForSaving = !saving.isEmpty() && !(acts.getFirst() instanceof Act.TrainUntil);
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

    /** By one worker on each of the first nodes, unless it is about it already. */
    private void save(Journal.Purpose purpose) {
        for (Roster.Member writer : roster.writers(WRITERS)) {
            if (saving.putIfAbsent(writer.number(), purpose) == null) {
                writer.worker().tell(new Worker.Snapshot(purpose));
            }
        }
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
        if (plan.isPresent()) {
            awaitAll(Stage.TRAINING);
            tellAll(new Worker.Continue(until));
        } else {
            deal(0, List.of(), List.of());
        }
    }

    /**
     * Deals the micro-batches anew and trains on.
     *
     * @param donor rank of one who has the state of the step
     * @param behind ranks of those who have an older one
     * @param reasons why attempts at the next step were called off
     */
    private void deal(int donor, List<Integer> behind, List<String> reasons) {
        awaitAll(Stage.TRAINING);
        Plan dealt = new Plan(id, term, ++attempt, reasons.size() + 1, step, donor, behind, roster.workers());
        plan = Optional.of(dealt);
        book = new StepBook(dealt, roster.numbers(), reasons);
        for (int rank = 0; rank < roster.size(); rank++) {
            roster.workers().get(rank).tell(new Worker.Run(dealt, rank, until));
        }
        if (stopWished) {
            tellAll(new Worker.Pause());
        }
    }

    private Behavior<Command> beat(Beat command) {
        vigil = vigil.heard(command.worker(), command.progress(), command.busy(), System.nanoTime());
        return this;
    }

    private Behavior<Command> look(Look look) {
        vigil = vigil.look(System.nanoTime());
        vigil.quiet().stream()
                .flatMap(worker -> roster.member(worker).stream())
                .filter(member -> Addresses.isElsewhere(member.worker()))
                .map(member -> member.worker().path().address())
                .filter(asking::add)
                .forEach(this::ask);
        vigil.suspicion().ifPresent(suspicion -> roster.member(suspicion.worker())
                .ifPresent(member -> lost(List.of(member), member.name() + " " + suspicion.why())));
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
        asking.remove(answer.node());
        if (answer.refused()) {
            nodeLost(roster.members().stream()
                    .filter(member -> member.worker().path().address().equals(answer.node()))
                    .toList());
            journals.removeIf(journal -> journal.path().address().equals(answer.node()));
        }
        return this;
    }

    private Behavior<Command> workerFailed(WorkerFailed command) {
        roster.member(command.worker()).ifPresent(member -> lost(List.of(member), command.sentence()));
        return this;
    }

    private Behavior<Command> disturbed(Disturbed command) {
        boolean current = plan.filter(p -> p.attempt() == command.attempt()).isPresent();
        if (ended || stage != Stage.TRAINING || !current) {
            return this;
        }
        return resolve(
                Resolution.disturbed(roster, command.sentence(), plan.get().tries()), command.sentence());
    }

    private void nodeLost(List<Roster.Member> there) {
        if (!there.isEmpty()) {
            String workers = there.stream().map(m -> String.valueOf(m.number())).collect(Collectors.joining(", "));
            lost(
                    there,
                    "the node" + Addresses.of(there.get(0).worker()) + " left or died, and with it "
                            + (there.size() == 1 ? "worker " : "workers ") + workers);
        }
    }

    /** These workers are gone, or as good as gone: whatever they say from now on is nothing. */
    private void lost(List<Roster.Member> gone, String why) {
        if (ended) {
            return;
        }
        Roster left = roster;
        for (Roster.Member member : gone) {
            member.worker().tell(new Worker.Dismiss());
            left = left.without(member.number());
        }
        resolve(Resolution.lost(left, why, minWorkers), why);
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
        for (int worker : gone) {
            vigil = vigil.without(worker);
            awaited.remove(worker);
            aborted.remove(worker);
            Optional.ofNullable(saving.remove(worker)).ifPresent(this::saveElsewhere);
        }
        switch (stage) {
            case PREPARING -> {
                return awaited.isEmpty() ? start() : this;
            }
            case TRAINING -> callOff(why);
            case ABORTING -> {
                calledOff += "; " + why;
                return awaited.isEmpty() ? tryAgain() : this;
            }
            case EVALUATING -> {
                plan = Optional.empty();
                evaluate();
            }
            case STANDING -> plan = Optional.empty();
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
        calledOff = why;
        aborted.clear();
        judged.clear();
        awaitAll(Stage.ABORTING);
        tellAll(new Worker.Abort(term, attempt));
    }

    private Behavior<Command> aborted(Aborted command) {
        if (stage != Stage.ABORTING || command.attempt() != attempt || !awaited.contains(command.worker())) {
            return this;
        }
        aborted.put(command.worker(), command.step());
        return arrived(Stage.ABORTING, command.worker()) ? tryAgain() : this;
    }

    /** Everybody is out of the attempt: what one of them has committed is committed, and the others get a copy. */
    private Behavior<Command> tryAgain() {
        long reached = Collections.max(aborted.values());
        List<String> reasons = book.aborted(reached, calledOff);
        book.close(reached).forEach(this::record);
        if (ended) {
            return this;
        }
        step = reached;
        List<Long> steps = roster.numbers().stream().map(aborted::get).toList();
        List<Integer> behind = IntStream.range(0, steps.size())
                .filter(rank -> steps.get(rank) < reached)
                .boxed()
                .toList();
        deal(steps.indexOf(reached), behind, reasons);
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
            nodeLost(roster.at(worker.<ActorRef<?>>map(Roster.Member::journal).orElse(gone)));
        } else {
            worker.ifPresent(member -> lost(List.of(member), member.name() + " ended unexpectedly"));
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
