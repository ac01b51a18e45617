package dev.evenkeel.cluster.node;

import akka.Done;
import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.DispatcherSelector;
import akka.actor.typed.Terminated;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import akka.actor.typed.receptionist.Receptionist;
import akka.actor.typed.receptionist.ServiceKey;
import dev.evenkeel.cluster.AllReduceProbe;
import dev.evenkeel.cluster.Coordinator;
import dev.evenkeel.cluster.Desk;
import dev.evenkeel.cluster.Hooks;
import dev.evenkeel.cluster.JobOutcome;
import dev.evenkeel.cluster.Journal;
import dev.evenkeel.cluster.Remote;
import dev.evenkeel.cluster.Worker;
import dev.evenkeel.train.TrainingState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A node's worker slots: opens this node's part of each job, and tells whoever watches how many slots are free. */
public final class Host extends AbstractBehavior<Host.Command> {
    static final String NAME = "host";

    /** How long a job waits for parts of jobs that are over, by the books of who deals slots, and only have to close. */
    private static final Duration CLOSING = Duration.ofSeconds(30);

    /** Jobs whose end a coordinator may ask for that takes over just then. */
    private static final int REMEMBERED = 100;

    /** Under which the receptionist lists all hosts. */
    static final ServiceKey<Command> KEY = ServiceKey.create(Command.class, "evenkeel-host");

    public sealed interface Command {}

    /** Asks for a {@link NodeView} now and at every change. */
    public record Watch(ActorRef<NodeView> replyTo) implements Command, Remote {}

    /**
     * Opens this node's part of a job: a journal in a run directory of its own, and workers.
     *
     * @param job as strict JSON
     * @param dataDigest what the data must have
     * @param workers on this node; 0 where only books are kept
     * @param allWorkers of the job
     * @param resume whether to go on from the newest checkpoint here, if there is one
     * @param joins whether the job runs already
     * @param command the command line that would run the job again, for {@code repro.txt}
     */
    record Place(
            String id,
            long term,
            boolean resume,
            String job,
            String dataDigest,
            int firstWorker,
            int workers,
            int allWorkers,
            boolean joins,
            List<String> command,
            ActorRef<Coordinator.Command> coordinator,
            ActorRef<Placement> replyTo)
            implements Command, Remote {}

    /** Asks for a {@link Lent} probe that measures the all-reduce of this node with others. */
    public record Measure(ActorRef<Coordinator.Command> reports, ActorRef<Lent> replyTo) implements Command, Remote {}

    /** Takes part in a measurement when it is told to run. */
    public record Lent(ActorRef<Worker.Command> probe) implements Remote {}

    /** Whether a node could open its part. */
    sealed interface Placement extends Remote {}

    /** @param state counters of the state that the workers begin with */
    record Seated(Desk desk, int trainSamples, int testSamples, TrainingState.Counters state, Journal.Books books)
            implements Placement {}

    record Refused(String sentence) implements Placement {}

    /**
     * Asks where this node stands in a job whose coordinator was lost. The answer is a promise: whatever a coordinator of a lower
     * term says of the job is nothing here from then on. May be asked again.
     */
    record Recall(String id, long term, ActorRef<Coordinator.Command> coordinator, ActorRef<Recalled> replyTo)
            implements Command, Remote {}

    /** What a node says when it is recalled. */
    sealed interface Recalled extends Remote {
        ActorRef<Command> host();
    }

    /** It has a part of the job. */
    record Stands(ActorRef<Command> host, Desk desk, Journal.Books books, int trainSamples, int testSamples)
            implements Recalled {}

    /** Its part has ended as the job did: with that model, or none. */
    record HasEnded(ActorRef<Command> host, Optional<String> fingerprint, String sentence) implements Recalled {}

    /** It has no part. */
    record Absent(ActorRef<Command> host) implements Recalled {}

    /** Ends a node's part of a job that is not to begin. */
    record Withdraw(String id, long term) implements Command, Remote {}

    /** How a job's part here has ended. */
    record Closed(String id, JobOutcome outcome) implements Command {}

    /** The node's HTTP server listens there. */
    record Announce(String http) implements Command {}

    /** Ends all jobs' parts here, as the node is about to leave. */
    record Leave(ActorRef<Done> replyTo) implements Command {}

    private record Ended(String job) implements Command {}

    private record NotClosed(Place place) implements Command {}

    /** A job's part here. */
    private record Part(ActorRef<NodeJob.Command> actor, int workers) {}

    private final NodeJob.Surroundings surroundings;
    private final String address;
    private final int slots;
    private final Map<String, Part> jobs = new HashMap<>();
    private final List<Place> waiting = new ArrayList<>();
    private final Map<String, JobOutcome> closed = new LinkedHashMap<>();
    private final Set<ActorRef<NodeView>> watchers = new HashSet<>();
    private String http = "";
    private Optional<ActorRef<Done>> leaving = Optional.empty();

    private Host(ActorContext<Command> context, String address, int slots, NodeJob.Surroundings surroundings) {
        super(context);
        this.address = address;
        this.slots = slots;
        this.surroundings = surroundings;
        context.getSystem().receptionist().tell(Receptionist.register(KEY, context.getSelf()));
    }

    static Behavior<Command> create(String address, int slots, NodeJob.Surroundings surroundings) {
        return Behaviors.setup(context -> new Host(context, address, slots, surroundings));
    }

    @Override
    public Receive<Command> createReceive() {
        return newReceiveBuilder()
                .onMessage(Watch.class, this::watch)
                .onMessage(Place.class, this::place)
                .onMessage(Recall.class, this::recall)
                .onMessage(Withdraw.class, this::withdraw)
                .onMessage(Closed.class, this::closed)
                .onMessage(Measure.class, this::measure)
                .onMessage(Announce.class, this::announce)
                .onMessage(Leave.class, this::leave)
                .onMessage(Ended.class, this::ended)
                .onMessage(NotClosed.class, this::notClosed)
                .onSignal(Terminated.class, this::watcherGone)
                .build();
    }

    private Behavior<Command> watch(Watch command) {
        getContext().watch(command.replyTo());
        watchers.add(command.replyTo());
        command.replyTo().tell(view());
        return this;
    }

    private Behavior<Command> place(Place command) {
        Optional<String> refusal = refusal(command);
        if (refusal.isPresent()) {
            refuse(command, refusal.get());
        } else if (ready(command)) {
            open(command);
        } else {
            waiting.add(command);
            getContext().scheduleOnce(CLOSING, getContext().getSelf(), new NotClosed(command));
        }
        return this;
    }

    private Optional<String> refusal(Place command) {
        if (leaving.isPresent()) {
            return Optional.of("is about to leave the cluster");
        }
        return command.workers() <= slots ? Optional.empty() : Optional.of(shortage(String.valueOf(slots), command));
    }

    /** A job that goes on from a checkpoint finds its own part still there, perhaps, which is about to close. */
    private boolean ready(Place command) {
        return !jobs.containsKey(command.id()) && command.workers() <= free();
    }

    private static String shortage(String there, Place command) {
        return "has " + there + " worker slots, and " + command.workers() + " are asked for";
    }

    private void refuse(Place command, String sentence) {
        command.replyTo().tell(new Refused("node " + address + " " + sentence));
    }

    private Behavior<Command> notClosed(NotClosed late) {
        if (waiting.remove(late.place())) {
            refuse(
                    late.place(),
                    jobs.containsKey(late.place().id())
                            ? "runs job " + late.place().id() + " already"
                            : shortage(free() + " free", late.place()));
        }
        return this;
    }

    private void open(Place command) {
        ActorRef<NodeJob.Command> job = getContext()
                .spawn(
                        NodeJob.create(
                                command, address, surroundings, getContext().getSelf()),
                        "job-" + command.id(),
                        DispatcherSelector.blocking());
        getContext().watchWith(job, new Ended(command.id()));
        jobs.put(command.id(), new Part(job, command.workers()));
        tellWatchers();
    }

    private Behavior<Command> recall(Recall command) {
        ActorRef<Command> self = getContext().getSelf();
        if (jobs.containsKey(command.id())) {
            jobs.get(command.id()).actor().tell(new NodeJob.Recall(command));
        } else if (closed.get(command.id()) instanceof JobOutcome.Succeeded succeeded) {
            command.replyTo().tell(new HasEnded(self, Optional.of(succeeded.fingerprint()), ""));
        } else if (closed.get(command.id()) instanceof JobOutcome.Failed failed) {
            command.replyTo().tell(new HasEnded(self, Optional.empty(), failed.sentence()));
        } else {
            command.replyTo().tell(new Absent(self));
        }
        return this;
    }

    private Behavior<Command> withdraw(Withdraw command) {
        waiting.removeIf(place -> place.id().equals(command.id()) && place.term() <= command.term());
        Optional.ofNullable(jobs.get(command.id()))
                .ifPresent(part -> part.actor().tell(new NodeJob.Withdraw(command)));
        return this;
    }

    private Behavior<Command> closed(Closed command) {
        closed.put(command.id(), command.outcome());
        if (closed.size() > REMEMBERED) {
            closed.remove(closed.keySet().iterator().next());
        }
        return this;
    }

    private Behavior<Command> measure(Measure command) {
        Hooks.LinkFactory links = surroundings.hooks().links();
        command.replyTo()
                .tell(new Lent(getContext()
                        .spawnAnonymous(AllReduceProbe.create(command.reports(), surroundings.kernels(), links))));
        return this;
    }

    private Behavior<Command> announce(Announce command) {
        http = command.http();
        tellWatchers();
        return this;
    }

    private Behavior<Command> leave(Leave command) {
        leaving = Optional.of(command.replyTo());
        jobs.values().forEach(job -> job.actor().tell(new NodeJob.Leave()));
        List<Place> none = List.copyOf(waiting);
        waiting.clear();
        none.forEach(this::place);
        return sayWhenLeft();
    }

    private Behavior<Command> ended(Ended command) {
        jobs.remove(command.job());
        for (Place place : List.copyOf(waiting)) {
            if (ready(place)) {
                waiting.remove(place);
                place(place);
            }
        }
        tellWatchers();
        return sayWhenLeft();
    }

    private Behavior<Command> sayWhenLeft() {
        if (jobs.isEmpty()) {
            leaving.ifPresent(asked -> asked.tell(Done.getInstance()));
        }
        return this;
    }

    private Behavior<Command> watcherGone(Terminated signal) {
        watchers.removeIf(watcher -> watcher.equals(signal.getRef()));
        return this;
    }

    private void tellWatchers() {
        watchers.forEach(watcher -> watcher.tell(view()));
    }

    private NodeView view() {
        String kernels = surroundings.kernels().name();
        return new NodeView(
                address,
                http,
                slots,
                free(),
                kernels,
                Versions.own(),
                getContext().getSelf());
    }

    private int free() {
        return slots - jobs.values().stream().mapToInt(Part::workers).sum();
    }
}
