package dev.evenkeel.cluster.node;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.DispatcherSelector;
import akka.actor.typed.PostStop;
import akka.actor.typed.Terminated;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import dev.evenkeel.cluster.Addresses;
import dev.evenkeel.cluster.Coordinator;
import dev.evenkeel.cluster.Desk;
import dev.evenkeel.cluster.JobListener;
import dev.evenkeel.cluster.JobOutcome;
import dev.evenkeel.cluster.Journal;
import dev.evenkeel.cluster.Presence;
import dev.evenkeel.job.JobJson;
import dev.evenkeel.job.JobSpec;
import dev.evenkeel.train.Course;
import dev.evenkeel.train.Timeline;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Executor;
import java.util.stream.IntStream;

/**
 * A job on several nodes, seen from the one where its coordinator lives: places it on the hosts, begins when each has opened
 * its part, ends when the coordinator does. Books are kept on this node too, with or without workers. A node that is lost before
 * it has opened its part is left out, if there are enough workers without it.
 */
public final class ClusterJob extends AbstractBehavior<ClusterJob.Command> {
    /** How long nodes may take to read the data, or copy it, and to open their part. */
    private static final Duration OPENING = Duration.ofMinutes(10);

    /** How often a node that has not opened its part is asked whether its process is still there. */
    private static final Duration LOOK = Duration.ofSeconds(1);

    public sealed interface Command {}

    /** Asks the job to end early, behind a checkpoint. */
    public record Stop() implements Command {}

    private record Answered(int seat, Host.Placement placement) implements Command {}

    private record SeatLost(int seat) implements Command {}

    private record Look() implements Command {}

    private record Nothing() implements Command {}

    private record Late() implements Command {}

    /**
     * What to run where.
     *
     * @param id names the run directory on every node
     * @param term counts the job's coordinators, from 1
     * @param dataDigest what the data must have on every node
     * @param minWorkers with fewer the job can't go on
     * @param seats nodes with the number of workers on each, in order of rank
     * @param command the command line that would run the job again, for {@code repro.txt}
     */
    public record Order(
            String id,
            long term,
            JobSpec job,
            String dataDigest,
            int minWorkers,
            List<Seat> seats,
            List<String> command) {
        public Order {
            seats = List.copyOf(seats);
            command = List.copyOf(command);
        }
    }

    /** So many workers on a node. */
    public record Seat(ActorRef<Host.Command> host, int workers) {}

    private final Order order;
    private final JobListener listener;
    private final ActorRef<Coordinator.Command> coordinator;
    private final List<Seat> seats;
    private final Map<Integer, Host.Seated> seated = new TreeMap<>();
    private final Set<Integer> lost = new HashSet<>();
    private boolean listenerServed;

    private ClusterJob(
            ActorContext<Command> context, Order order, ActorRef<Host.Command> ownHost, JobListener listener) {
        super(context);
        context.setLoggerName("evenkeel.job." + order.id());
        this.order = order;
        this.listener = listener;
        Duration limit = context.getSystem().settings().config().getDuration("evenkeel.step-timeout");
        this.coordinator = context.spawn(Coordinator.create(order.id(), order.term(), limit), "coordinator");
        context.watch(coordinator);
        this.seats = new ArrayList<>(order.seats());
        if (seats.stream().noneMatch(seat -> seat.host().equals(ownHost))) {
            seats.add(new Seat(ownHost, 0));
        }
        int firstWorker = 0;
        for (int seat = 0; seat < seats.size(); seat++) {
            place(seat, firstWorker);
            firstWorker += seats.get(seat).workers();
        }
        context.scheduleOnce(OPENING, context.getSelf(), new Late());
    }

    /**
     * @param ownHost the host of the node where this is spawned
     * @param listener hears of every step, and in the end how the job ended, also if it never began
     */
    public static Behavior<Command> create(Order order, ActorRef<Host.Command> ownHost, JobListener listener) {
        return Behaviors.withTimers(timers -> {
            timers.startTimerWithFixedDelay(new Look(), LOOK);
            return Behaviors.setup(context -> new ClusterJob(context, order, ownHost, listener));
        });
    }

    private void place(int seat, int firstWorker) {
        ActorRef<Command> self = getContext().getSelf();
        // A child for each, so that an answer tells whose it is.
        ActorRef<Host.Placement> answers = getContext()
                .spawn(
                        Behaviors.receiveMessage(placement -> {
                            self.tell(new Answered(seat, placement));
                            return Behaviors.stopped();
                        }),
                        "seat-" + seat);
        getContext().watchWith(seats.get(seat).host(), new SeatLost(seat));
        seats.get(seat)
                .host()
                .tell(new Host.Place(
                        order.id(),
                        JobJson.write(order.job()),
                        order.dataDigest(),
                        firstWorker,
                        seats.get(seat).workers(),
                        seats.stream().mapToInt(Seat::workers).sum(),
                        order.command(),
                        coordinator,
                        answers));
    }

    @Override
    public Receive<Command> createReceive() {
        return newReceiveBuilder()
                .onMessage(Answered.class, this::answered)
                .onMessage(Look.class, this::look)
                .onMessage(SeatLost.class, seat -> lost(seat.seat()))
                .onMessage(Nothing.class, nothing -> this)
                .onMessage(Late.class, this::late)
                .onMessage(Stop.class, this::stop)
                .onSignal(Terminated.class, ended -> Behaviors.stopped())
                .onSignal(PostStop.class, this::stopped)
                .build();
    }

    private Behavior<Command> answered(Answered answer) {
        if (answer.placement() instanceof Host.Refused refused) {
            return fail(refused.sentence());
        }
        if (!lost.contains(answer.seat())) {
            seated.put(answer.seat(), (Host.Seated) answer.placement());
        }
        return beginWhenAllAreThere();
    }

    /** The cluster takes a while to miss a node; its process is missed at once. */
    private Behavior<Command> look(Look look) {
        Executor waiting = getContext().getSystem().dispatchers().lookup(DispatcherSelector.blocking());
        IntStream.range(0, seats.size())
                .filter(seat -> !seated.containsKey(seat) && !lost.contains(seat))
                .filter(seat -> Addresses.isElsewhere(seats.get(seat).host()))
                .forEach(seat -> getContext()
                        .pipeToSelf(
                                Presence.refused(seats.get(seat).host().path().address(), waiting),
                                (refused, failed) -> failed == null && refused ? new SeatLost(seat) : new Nothing()));
        return this;
    }

    /** Once the job has begun, it is the coordinator who misses nodes. */
    private Behavior<Command> lost(int seat) {
        if (listenerServed || !lost.add(seat)) {
            return this;
        }
        seated.remove(seat);
        String why = "the node" + Addresses.of(seats.get(seat).host()) + " left or died before the job began";
        int workers = IntStream.range(0, seats.size())
                .filter(other -> !lost.contains(other))
                .map(other -> seats.get(other).workers())
                .sum();
        if (workers < Math.max(1, order.minWorkers())) {
            return fail(why + "; of the " + Math.max(1, order.minWorkers())
                    + " workers that the job asks for at least, " + workers + " would be left: submit it again");
        }
        getContext().getLog().warn("{}; it begins with {} workers", why, workers);
        return beginWhenAllAreThere();
    }

    private Behavior<Command> beginWhenAllAreThere() {
        if (!listenerServed && seated.size() + lost.size() == seats.size()) {
            begin();
        }
        return this;
    }

    private void begin() {
        List<Desk> desks = seated.values().stream().map(Host.Seated::desk).toList();
        desks.stream()
                .map(Desk::journal)
                .filter(journal -> !Addresses.isElsewhere(journal))
                .forEach(journal -> journal.tell(new Journal.Follow(listener)));
        listenerServed = true;
        Host.Seated first = seated.values().iterator().next();
        Timeline timeline = new Timeline(
                first.trainSamples(), order.job().batchSize(), order.job().epochs());
        Course course = new Course(order.job(), timeline, first.testSamples() > 0);
        coordinator.tell(new Coordinator.Begin(desks, order.minWorkers(), course, first.testSamples(), first.step()));
    }

    private Behavior<Command> late(Late command) {
        return listenerServed
                ? this
                : fail("not every node has opened its part of the job within " + OPENING.toMinutes() + " minutes");
    }

    private Behavior<Command> stop(Stop command) {
        coordinator.tell(new Coordinator.Stop());
        return this;
    }

    private Behavior<Command> fail(String sentence) {
        tellOnce(sentence);
        return Behaviors.stopped();
    }

    private Behavior<Command> stopped(PostStop signal) {
        tellOnce("the job's coordinator was stopped before the job began");
        return this;
    }

    /** Once the job has begun, the journal on this node tells the listener. */
    private void tellOnce(String sentence) {
        if (!listenerServed) {
            listenerServed = true;
            listener.ended(new JobOutcome.Failed(sentence));
        }
    }
}
