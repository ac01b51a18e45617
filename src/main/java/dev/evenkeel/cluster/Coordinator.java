package dev.evenkeel.cluster;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
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
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The coordinator of one job: deals the work, follows the steps, says what is due. It decides and never carries tensors; what is
 * due is {@link Course}'s decision, whether a step is whole {@link StepBook}'s.
 */
public final class Coordinator extends AbstractBehavior<Coordinator.Command> {
    public sealed interface Command {}

    /** The workers of the job are there, on these nodes; training begins from this step. */
    public record Begin(List<Desk> desks, Course course, int testSamples, long step) implements Command {}

    /** A worker's replica is ready. */
    public record Prepared(int worker) implements Command, Remote {}

    /** A member has committed a step. */
    public record Committed(int rank, int attempt, StepResult result, MessageExchange.Traffic traffic)
            implements Command, Remote {}

    /** A worker has stopped after this step, and waits. */
    public record Standing(int worker, long step) implements Command, Remote {}

    /** A member's share of the test part. */
    public record Evaluated(int rank, long step, double[] nodes) implements Command, Remote {}

    /** A worker can't go on. */
    public record WorkerFailed(int worker, String sentence) implements Command, Remote {}

    /** A worker has met what ends the job at a step, and so does every other: by this verdict. */
    public record WorkerJudged(int worker, String sentence, Verdict verdict) implements Command, Remote {}

    /** A worker's compute thread is out of the buffers. */
    public record Aborted(int worker) implements Command, Remote {}

    /** Asks for an early end behind a checkpoint. */
    public record Stop() implements Command {}

    /** A journal has written a checkpoint. */
    public record Saved() implements Command, Remote {}

    /** A journal has written the model. */
    public record ModelWritten(String fingerprint) implements Command, Remote {}

    /** A journal can't write. */
    public record JournalFailed(String sentence) implements Command, Remote {}

    /** Nodes of a job that write each checkpoint and the model, if it has so many: one of them may be lost. */
    private static final int WRITERS = 2;

    private final String id;
    private final long term;
    private final StepBook book = new StepBook();
    private final Set<Integer> awaited = new HashSet<>();
    private final Deque<Act> acts = new ArrayDeque<>();
    private final Set<ActorRef<Journal.Command>> journals = new LinkedHashSet<>();
    private final Set<Integer> judged = new HashSet<>();
    private final Set<String> fingerprints = new HashSet<>();
    private Course course;
    private int testSamples;
    private List<ActorRef<Worker.Command>> workers = List.of();
    private List<ActorRef<Worker.Command>> writers = List.of();
    private List<double[]> evaluated = List.of();
    private long step;
    private boolean running;
    private int saving;
    private boolean waitsForSaving;
    private boolean stopWished;
    private boolean ended;

    private Coordinator(ActorContext<Command> context, String id, long term) {
        super(context);
        this.id = id;
        this.term = term;
        context.setLoggerName("evenkeel.coordinator." + id);
    }

    /**
     * @param id of the job
     * @param term counts the job's coordinators
     */
    public static Behavior<Command> create(String id, long term) {
        return Behaviors.setup(context -> new Coordinator(context, id, term));
    }

    @Override
    public Receive<Command> createReceive() {
        return newReceiveBuilder()
                .onMessage(Begin.class, this::begin)
                .onMessage(Prepared.class, this::prepared)
                .onMessage(Committed.class, this::committed)
                .onMessage(Standing.class, this::standing)
                .onMessage(Evaluated.class, this::evaluated)
                .onMessage(WorkerFailed.class, failed -> fail(failed.sentence()))
                .onMessage(WorkerJudged.class, this::judged)
                .onMessage(JournalFailed.class, failed -> fail(failed.sentence()))
                .onMessage(Aborted.class, this::aborted)
                .onMessage(Saved.class, this::saved)
                .onMessage(ModelWritten.class, this::modelWritten)
                .onMessage(Stop.class, this::stop)
                .onSignal(Terminated.class, this::lost)
                .build();
    }

    private Behavior<Command> begin(Begin command) {
        course = command.course();
        testSamples = command.testSamples();
        workers = command.desks().stream()
                .flatMap(desk -> desk.workers().stream())
                .toList();
        writers = command.desks().stream()
                .filter(desk -> !desk.workers().isEmpty())
                .limit(WRITERS)
                .map(desk -> desk.workers().get(0))
                .toList();
        command.desks().forEach(desk -> journals.add(desk.journal()));
        journals.forEach(getContext()::watch);
        workers.forEach(getContext()::watch);
        step = command.step();
        awaitAll();
        workers.forEach(worker -> worker.tell(new Worker.Prepare()));
        return this;
    }

    private Behavior<Command> prepared(Prepared command) {
        if (arrived(command.worker())) {
            acts.addAll(stopWished ? course.stopAtOnce() : course.start(step));
            next();
        }
        return this;
    }

    private Behavior<Command> committed(Committed command) {
        try {
            book.add(command, workers.size()).ifPresent(this::record);
        } catch (IllegalStateException differing) {
            return fail(differing.getMessage());
        }
        return this;
    }

    private void record(StepBook.Entry entry) {
        step = entry.result().batch().step();
        write(new Journal.Step(entry, workers.size()));
        entry.result().stop().ifPresent(this::fail);
    }

    /** Waits for all: what a worker has committed before, it has told before. */
    private Behavior<Command> judged(WorkerJudged command) {
        judged.add(command.worker());
        return judged.size() < workers.size() ? this : fail(command.sentence(), Optional.of(command.verdict()));
    }

    private Behavior<Command> standing(Standing command) {
        if (arrived(command.worker())) {
            acts.addAll(course.at(step, stopWished));
            next();
        }
        return this;
    }

    private Behavior<Command> evaluated(Evaluated command) {
        evaluated.set(command.rank(), command.nodes());
        if (arrived(command.rank())) {
            Evaluation.Result result =
                    Evaluation.fold(evaluated, testSamples, course.job().microBatch());
            int epoch = course.timeline().epochOf(step);
            if (!Double.isFinite(result.loss())) {
                return fail("epoch " + epoch + ": the test loss is not finite; a smaller learning rate usually helps");
            }
            write(new Journal.EpochDone(epoch, Optional.of(result)));
            next();
        }
        return this;
    }

    private Behavior<Command> saved(Saved command) {
        saving--;
        if (waitsForSaving && saving == 0 && !ended) {
            waitsForSaving = false;
            next();
        }
        return this;
    }

    private Behavior<Command> modelWritten(ModelWritten command) {
        saving--;
        fingerprints.add(command.fingerprint());
        if (fingerprints.size() > 1) {
            return fail("the nodes have written different models, " + fingerprints
                    + ": memory or arithmetic of one of them is faulty");
        }
        if (saving == 0 && !ended) {
            end(new Journal.Finished(command.fingerprint()));
        }
        return this;
    }

    private Behavior<Command> stop(Stop command) {
        stopWished = true;
        workers.forEach(worker -> worker.tell(new Worker.Pause()));
        return this;
    }

    /** Carries out the next act. Those that wait for somebody come back here when it has answered. */
    private void next() {
        // Training goes on while a checkpoint is written; nothing else does, and no second checkpoint piles up behind
        // it.
        waitsForSaving = saving > 0 && !(acts.getFirst() instanceof Act.TrainUntil);
        if (waitsForSaving) {
            return;
        }
        Act act = acts.removeFirst();
        getContext().getLog().debug("step {}: {} ({})", step, act.getClass().getSimpleName(), act.reason());
        if (act instanceof Act.TrainUntil train) {
            trainUntil(train.step());
        } else if (act instanceof Act.CloseEpoch close) {
            closeEpoch(close);
        } else if (act instanceof Act.Checkpoint) {
            save(Journal.Purpose.CHECKPOINT);
            next();
        } else if (act instanceof Act.Finish) {
            save(Journal.Purpose.MODEL);
        } else {
            end(new Journal.Stopped());
        }
    }

    private void save(Journal.Purpose purpose) {
        saving += writers.size();
        writers.forEach(worker -> worker.tell(new Worker.Snapshot(purpose)));
    }

    private void trainUntil(long until) {
        awaitAll();
        if (running) {
            workers.forEach(worker -> worker.tell(new Worker.Continue(until)));
            return;
        }
        running = true;
        Plan plan = new Plan(id, term, 1, step, workers);
        for (int rank = 0; rank < workers.size(); rank++) {
            workers.get(rank).tell(new Worker.Run(plan, rank, until));
        }
        if (stopWished) {
            workers.forEach(worker -> worker.tell(new Worker.Pause()));
        }
    }

    private void closeEpoch(Act.CloseEpoch close) {
        if (!close.evaluate()) {
            write(new Journal.EpochDone(close.epoch(), Optional.empty()));
            next();
            return;
        }
        awaitAll();
        evaluated = new ArrayList<>();
        for (int rank = 0; rank < workers.size(); rank++) {
            evaluated.add(new double[0]);
            workers.get(rank).tell(new Worker.Evaluate(rank, workers.size()));
        }
    }

    /** Ends the job: every worker leaves the attempt first, so that nobody computes on. */
    private Behavior<Command> fail(String sentence) {
        return fail(sentence, Optional.empty());
    }

    private Behavior<Command> fail(String sentence, Optional<Verdict> verdict) {
        if (!ended) {
            workers.forEach(worker -> worker.tell(new Worker.Abort(Long.MAX_VALUE, Integer.MAX_VALUE)));
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

    private Behavior<Command> lost(Terminated signal) {
        int worker = workers.indexOf(signal.getRef());
        if (worker >= 0) {
            return fail(loss(signal.getRef(), "worker " + worker));
        }
        journals.removeIf(journal -> journal.equals(signal.getRef()));
        fail(loss(signal.getRef(), "the journal"));
        return journals.isEmpty() ? Behaviors.stopped() : this;
    }

    /** Of a node that goes, workers and journal are missed in any order: the sentence is the same. */
    private String loss(ActorRef<?> lost, String what) {
        return Addresses.isElsewhere(lost)
                ? "the node" + Addresses.of(lost) + " left or died after step " + step
                        + ": submit the job again to begin anew"
                : what + " ended unexpectedly after step " + step + ": submit the job again to begin anew";
    }

    private Behavior<Command> aborted(Aborted command) {
        getContext().getLog().debug("worker {} is out of the attempt", command.worker());
        return this;
    }

    private void awaitAll() {
        for (int worker = 0; worker < workers.size(); worker++) {
            awaited.add(worker);
        }
    }

    /** Notes an answer; says whether it was the last that was waited for. */
    private boolean arrived(int worker) {
        return awaited.remove(worker) && awaited.isEmpty() && !ended;
    }
}
