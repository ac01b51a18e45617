package dev.evenkeel.cluster;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import dev.evenkeel.train.Course;
import dev.evenkeel.train.Course.Act;
import dev.evenkeel.train.Evaluation;
import dev.evenkeel.train.StepResult;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The coordinator of one job: deals the work, follows the steps, says what is due. It decides and never carries tensors; what is
 * due is {@link Course}'s decision, whether a step is whole {@link StepBook}'s.
 */
public final class Coordinator extends AbstractBehavior<Coordinator.Command> {
    public sealed interface Command {}

    /** The workers of the job are there; training begins from this step. */
    public record Begin(List<ActorRef<Worker.Command>> workers, long step) implements Command {}

    /** A worker's replica is ready. */
    public record Prepared(int worker) implements Command {}

    /** A member has committed a step. */
    public record Committed(int rank, int attempt, StepResult result, MessageExchange.Traffic traffic)
            implements Command {}

    /** A worker has stopped after this step, and waits. */
    public record Standing(int worker, long step) implements Command {}

    /** A member's share of the test part. */
    public record Evaluated(int rank, long step, double[] nodes) implements Command {}

    /** A worker can't go on. */
    public record WorkerFailed(int worker, String sentence) implements Command {}

    /** A worker's compute thread is out of the buffers. */
    public record Aborted(int worker) implements Command {}

    /** Asks for an early end behind a checkpoint. */
    public record Stop() implements Command {}

    /** The journal has written a checkpoint. */
    public record Saved() implements Command {}

    /** The journal can't write. */
    public record JournalFailed(String sentence) implements Command {}

    private final Course course;
    private final int testSamples;
    private final ActorRef<Journal.Command> journal;
    private final StepBook book;
    private final Set<Integer> awaited = new HashSet<>();
    private final Deque<Act> acts = new ArrayDeque<>();
    private List<ActorRef<Worker.Command>> workers = List.of();
    private List<double[]> evaluated = List.of();
    private long step;
    private boolean running;
    private boolean saving;
    private boolean waitsForSaving;
    private boolean stopWished;
    private boolean ended;

    private Coordinator(
            ActorContext<Command> context,
            String job,
            Course course,
            int testSamples,
            ActorRef<Journal.Command> journal) {
        super(context);
        this.course = course;
        this.testSamples = testSamples;
        this.journal = journal;
        this.book = new StepBook();
        context.setLoggerName("evenkeel.coordinator." + job);
    }

    public static Behavior<Command> create(
            String job, Course course, int testSamples, ActorRef<Journal.Command> journal) {
        return Behaviors.setup(context -> new Coordinator(context, job, course, testSamples, journal));
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
                .onMessage(JournalFailed.class, failed -> fail(failed.sentence()))
                .onMessage(Aborted.class, this::aborted)
                .onMessage(Saved.class, this::saved)
                .onMessage(Stop.class, this::stop)
                .build();
    }

    private Behavior<Command> begin(Begin command) {
        workers = command.workers();
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
        journal.tell(new Journal.Step(entry, workers.size()));
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
            journal.tell(new Journal.EpochDone(epoch, Optional.of(result)));
            next();
        }
        return this;
    }

    private Behavior<Command> saved(Saved command) {
        saving = false;
        if (waitsForSaving && !ended) {
            waitsForSaving = false;
            next();
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
        waitsForSaving = saving && !(acts.getFirst() instanceof Act.TrainUntil);
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
            saving = true;
            workers.get(0).tell(new Worker.Snapshot(Journal.Purpose.CHECKPOINT));
            next();
        } else if (act instanceof Act.Finish) {
            ended = true;
            workers.get(0).tell(new Worker.Snapshot(Journal.Purpose.MODEL));
        } else {
            ended = true;
            journal.tell(new Journal.Stopped());
        }
    }

    private void trainUntil(long until) {
        awaitAll();
        if (running) {
            workers.forEach(worker -> worker.tell(new Worker.Continue(until)));
            return;
        }
        running = true;
        Plan plan = new Plan(course.job().name(), 1, 1, step, workers);
        for (int rank = 0; rank < workers.size(); rank++) {
            workers.get(rank).tell(new Worker.Run(plan, rank, until));
        }
        if (stopWished) {
            workers.forEach(worker -> worker.tell(new Worker.Pause()));
        }
    }

    private void closeEpoch(Act.CloseEpoch close) {
        if (!close.evaluate()) {
            journal.tell(new Journal.EpochDone(close.epoch(), Optional.empty()));
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
        if (!ended) {
            ended = true;
            journal.tell(new Journal.Failed(sentence));
            workers.forEach(worker -> worker.tell(new Worker.Abort(Long.MAX_VALUE, Integer.MAX_VALUE)));
        }
        return this;
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
