package dev.evenkeel.cluster;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.PostStop;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import akka.japi.function.Function;
import dev.evenkeel.train.Part;
import dev.evenkeel.train.Tag;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/**
 * A worker: one replica, one compute thread. The actor receives, checks tags and hands over; it never computes and never
 * blocks, so it always answers. What the compute thread has to say it tells the coordinator and the peers itself.
 */
public final class Worker extends AbstractBehavior<Worker.Command> {
    /** Where its thread comes from: it runs on {@linkplain SendersThread those of the senders}. */
    static final String DISPATCHER = "akka.actor.evenkeel-workers";

    /** Parts that came before the plan they belong to; more than this means a peer runs wild. */
    private static final int STASH = 10_000;

    public sealed interface Command {}

    /** Makes the replica ready. */
    public record Prepare(long term) implements Command, OfTerm, Remote {}

    /** Begins to train by a plan, up to a step; stands at once where its first state is that of this step, or of a later one. */
    public record Run(Plan plan, int rank, long until) implements Command, OfTerm, Remote {
        @Override
        public long term() {
            return plan.term();
        }
    }

    /** Goes on by the plan that stands, up to a step. */
    public record Continue(long term, long until) implements Command, OfTerm, Remote {}

    /** A peer's part of an all-reduce: by reference within a JVM, as frames between two. */
    public record Deliver(Part part) implements Command {}

    /** A frame for this worker can't be read. */
    public record Damaged(String sentence) implements Command {}

    /** Stops after a step on which all members agree: the wish travels with the step's losses. */
    public record Pause(long term) implements Command, OfTerm, Remote {}

    /** Evaluates this member's shard of the test part; rounds count evaluations, so that each answer has its question. */
    public record Evaluate(long term, long round, int rank, int members) implements Command, OfTerm, Remote {}

    /** Hands a copy of the state to the journal of this node. */
    public record Snapshot(long term, Journal.Purpose purpose) implements Command, OfTerm, Remote {}

    /** Calls an attempt off; answered with {@link Report.Aborted} when the compute thread is out of its buffers. */
    public record Abort(long term, int attempt) implements Command, OfTerm, Remote {}

    /** The job goes on without this worker, which ends. */
    public record Dismiss(long term) implements Command, OfTerm, Remote {}

    /**
     * Another coordinator takes the job over. The worker promises to ignore those before it, and stands still from now on; it
     * answers with {@link Report.Recalled} when its compute thread is out of the buffers, and before with what no journal here has.
     */
    public record Serve(long term, ActorRef<Coordinator.Command> coordinator) implements Command, OfTerm, Remote {}

    /**
     * So much has the coordinator told this worker in its term, before this; answered with {@link Report.Missed} where it was more than
     * has come.
     */
    public record Reckoning(long term, long told, ActorRef<Coordinator.Command> replyTo) implements Command, Remote {}

    private record Tick() implements Command {}

    private final WorkerCompute compute;
    private final Deque<Part> early = new ArrayDeque<>();
    private Optional<MessageExchange> exchange = Optional.empty();
    private final Heard heard;

    private Worker(ActorContext<Command> context, WorkerCompute compute, long term) {
        super(context);
        this.compute = compute;
        this.heard = new Heard(term);
    }

    /** @param term of the coordinator that it serves first */
    public static Behavior<Command> create(WorkerCompute compute, long term) {
        return Behaviors.withTimers(timers -> {
            timers.startTimerWithFixedDelay(new Tick(), Vigil.BEAT);
            return Behaviors.setup(context -> new Worker(context, compute, term));
        });
    }

    @Override
    public Receive<Command> createReceive() {
        return newReceiveBuilder()
                .onMessage(Prepare.class, ofTerm(this::prepare))
                .onMessage(Run.class, ofTerm(this::run))
                .onMessage(Continue.class, ofTerm(this::goOn))
                .onMessage(Deliver.class, this::deliver)
                .onMessage(Damaged.class, this::damaged)
                .onMessage(Pause.class, ofTerm(this::pause))
                .onMessage(Evaluate.class, ofTerm(this::evaluate))
                .onMessage(Snapshot.class, ofTerm(this::snapshot))
                .onMessage(Abort.class, ofTerm(this::abort))
                .onMessage(Dismiss.class, ofTerm(dismissed -> Behaviors.stopped()))
                .onMessage(Serve.class, this::serve)
                .onMessage(Reckoning.class, this::reckon)
                .onMessage(Tick.class, this::tick)
                .onSignal(PostStop.class, this::stopped)
                .build();
    }

    private <M extends OfTerm> Function<M, Behavior<Command>> ofTerm(Function<M, Behavior<Command>> handler) {
        return message -> heard.count(message) ? handler.apply(message) : this;
    }

    private Behavior<Command> reckon(Reckoning reckoning) {
        if (heard.lacks(reckoning.term(), reckoning.told())) {
            reckoning.replyTo().tell(new Report.Missed("a message to worker " + compute.number() + " was lost"));
        }
        return this;
    }

    private Behavior<Command> serve(Serve command) {
        if (command.term() > heard.term()) {
            heard.serve(command.term(), 1);
            exchange.ifPresent(MessageExchange::abort);
            compute.serve(command.coordinator(), exchange.map(MessageExchange::plan));
            exchange = Optional.empty();
            early.clear();
        }
        return this;
    }

    private Behavior<Command> prepare(Prepare command) {
        compute.prepare();
        return this;
    }

    private Behavior<Command> run(Run command) {
        MessageExchange started = compute.exchange(command.plan(), command.rank());
        exchange = Optional.of(started);
        // Those that came too early for the last plan may be just right for this one, or for the next.
        Deque<Part> waiting = new ArrayDeque<>(early);
        early.clear();
        waiting.forEach(part -> sort(part, started));
        compute.start(started, command.until());
        return this;
    }

    private Behavior<Command> goOn(Continue command) {
        exchange.ifPresent(current -> {
            current.goOn();
            compute.goOn(current, command.until());
        });
        return this;
    }

    private Behavior<Command> deliver(Deliver command) {
        if (exchange.isPresent()) {
            sort(command.part(), exchange.get());
        } else {
            stash(command.part());
        }
        return this;
    }

    /** Lower tags are dropped, higher ones wait until their plan arrives. */
    private void sort(Part part, MessageExchange current) {
        Tag tag = part.tag();
        int order = compare(tag.term(), tag.attempt(), current.plan());
        if (order == 0) {
            current.deliver(part);
        } else if (order > 0) {
            stash(part);
        }
    }

    private void stash(Part part) {
        if (part.tag().term() < heard.term()) {
            return;
        }
        if (early.size() == STASH) {
            compute.fail("more than " + STASH + " messages came before their plan, the last with " + part.tag());
            return;
        }
        early.add(part);
    }

    private static int compare(long term, int attempt, Plan plan) {
        int terms = Long.compare(term, plan.term());
        return terms != 0 ? terms : Integer.compare(attempt, plan.attempt());
    }

    private Behavior<Command> damaged(Damaged command) {
        exchange.ifPresent(current -> compute.disturbed(current, command.sentence()));
        return this;
    }

    private Behavior<Command> pause(Pause command) {
        exchange.ifPresent(MessageExchange::pause);
        return this;
    }

    private Behavior<Command> evaluate(Evaluate command) {
        compute.evaluate(command.round(), command.rank(), command.members());
        return this;
    }

    private Behavior<Command> snapshot(Snapshot command) {
        compute.snapshot(command.purpose());
        return this;
    }

    private Behavior<Command> abort(Abort command) {
        exchange.filter(e -> compare(command.term(), command.attempt(), e.plan()) >= 0)
                .ifPresent(called -> {
                    called.abort();
                    compute.acknowledgeAbort(command.attempt());
                });
        return this;
    }

    private Behavior<Command> tick(Tick tick) {
        compute.beat(exchange.map(MessageExchange::waits).orElse(false));
        return this;
    }

    private Behavior<Command> stopped(PostStop signal) {
        exchange.ifPresent(MessageExchange::abort);
        compute.close();
        return this;
    }
}
