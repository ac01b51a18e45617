package dev.evenkeel.cluster.node;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.ChildFailed;
import akka.actor.typed.Terminated;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import akka.cluster.typed.Cluster;
import dev.evenkeel.cluster.Addresses;
import dev.evenkeel.cluster.Audience;
import dev.evenkeel.cluster.Coordinator;
import dev.evenkeel.cluster.Desk;
import dev.evenkeel.cluster.JobListener;
import dev.evenkeel.cluster.JobOutcome;
import dev.evenkeel.cluster.Journal;
import dev.evenkeel.cluster.Majority;
import dev.evenkeel.job.JobJson;
import dev.evenkeel.job.JobSpec;
import dev.evenkeel.train.Course;
import dev.evenkeel.train.Timeline;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A job on several nodes, seen from the one where its coordinator lives: places it on the hosts, begins when each has opened
 * its part, ends when the coordinator does. Books are kept on this node too, with or without workers.
 *
 * <p>A job whose coordinator was lost with its node goes on with another one, beside the next job manager: it asks all nodes where
 * they stand, and takes over from there. A job that is resumed is first placed and then taken over, as if its coordinator had been
 * lost.
 */
public final class ClusterJob extends AbstractBehavior<ClusterJob.Command> {
    /** How long a node that is lost before it has joined keeps its place. */
    private static final Duration PAUSE = Duration.ofSeconds(2);

    public sealed interface Command {}

    /** Asks the job to end early, behind a checkpoint. */
    public record Stop() implements Command {}

    /** Gives a job that runs more workers, on nodes that have none of it. */
    public record Extend(List<Seat> seats) implements Command {
        public Extend {
            seats = List.copyOf(seats);
        }
    }

    private record Heard(int seat, Opening.News news) implements Command {}

    private record Missed(ActorRef<Host.Command> host) implements Command {}

    private record Gathered(Standings standings) implements Command {}

    private record Staffed(Audience.Staff staff) implements Command {}

    private record Ended(JobOutcome outcome) implements Command {}

    /**
     * What to run where.
     *
     * @param id names the run directory on every node
     * @param term counts the job's coordinators, from 1
     * @param resume whether it goes on from the newest checkpoint that a node of it has
     * @param dataDigest what the data must have on every node
     * @param minWorkers with fewer the job can't go on
     * @param seats nodes with the number of workers on each, in order of rank
     * @param command the command line that would run the job again, for {@code repro.txt}
     */
    public record Order(
            String id,
            long term,
            boolean resume,
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
    private final ActorRef<Host.Command> ownHost;
    private final ActorRef<Coordinator.Command> coordinator;
    private final List<Seat> seats = new ArrayList<>();
    private final Set<ActorRef<Host.Command>> hosts = new HashSet<>();
    /** Seats that are not open yet, or may be lost before the job begins. */
    private final Map<Integer, ActorRef<Opening.Command>> openings = new HashMap<>();

    /** Seats that it was given before it runs. */
    private final List<Seat> early = new ArrayList<>();

    private final CrewList crew;
    private Optional<Seating> seating = Optional.empty();
    private int nextWorker;
    private boolean runs;

    private ClusterJob(
            ActorContext<Command> context,
            Order order,
            ActorRef<Host.Command> ownHost,
            Majority majority,
            JobListener listener) {
        super(context);
        context.setLoggerName("evenkeel.job." + order.id());
        this.order = order;
        this.listener = listener;
        this.ownHost = ownHost;
        this.crew = new CrewList(Cluster.get(context.getSystem()).selfMember().address(), listener);
        Duration limit = context.getSystem().settings().config().getDuration("evenkeel.step-timeout");
        this.coordinator = context.spawn(
                Coordinator.create(order.id(), order.term(), limit, majority, audience(context.getSelf())),
                "coordinator");
        context.watch(coordinator);
    }

    private static Audience audience(ActorRef<Command> self) {
        return new Audience() {
            @Override
            public void ended(JobOutcome outcome) {
                self.tell(new Ended(outcome));
            }

            @Override
            public void staffed(Staff staff) {
                self.tell(new Staffed(staff));
            }
        };
    }

    /**
     * @param ownHost the host of the node where this is spawned
     * @param majority is asked before anything is published
     * @param listener hears of every step, and in the end how the job ended, also if it never began
     */
    public static Behavior<Command> create(
            Order order, ActorRef<Host.Command> ownHost, Majority majority, JobListener listener) {
        return Behaviors.setup(context -> new ClusterJob(context, order, ownHost, majority, listener).place());
    }

    /**
     * Goes on with a job whose coordinator was lost.
     *
     * @param order whose seats don't matter, and whose term is higher than that of any coordinator before
     * @param hosts of all nodes that are there
     */
    public static Behavior<Command> takeOver(
            Order order,
            Set<ActorRef<Host.Command>> hosts,
            ActorRef<Host.Command> ownHost,
            Majority majority,
            JobListener listener) {
        return Behaviors.setup(context -> new ClusterJob(context, order, ownHost, majority, listener).recall(hosts));
    }

    @Override
    public Receive<Command> createReceive() {
        return newReceiveBuilder()
                .onMessage(Heard.class, this::heard)
                .onMessage(Gathered.class, gathered -> takeOver(gathered.standings()))
                .onMessage(Extend.class, this::extend)
                .onMessage(Missed.class, this::missed)
                .onMessage(Staffed.class, this::staffed)
                .onMessage(Stop.class, this::stop)
                .onMessage(Ended.class, ended -> end(ended.outcome()))
                .onSignal(ChildFailed.class, this::crashed)
                // A coordinator that resigns leaves the job to another one.
                .onSignal(Terminated.class, resigned -> this)
                .build();
    }

    private Behavior<Command> place() {
        List<Seat> all = new ArrayList<>(order.seats());
        if (all.stream().noneMatch(seat -> seat.host().equals(ownHost))) {
            all.add(new Seat(ownHost, 0));
        }
        seating = Optional.of(new Seating(all, order.minWorkers()));
        open(all);
        return this;
    }

    /** Has nodes open their part of the job: before it begins, or while it runs. */
    private void open(List<Seat> more) {
        int first = seats.size();
        seats.addAll(more);
        more.forEach(seat -> hosts.add(seat.host()));
        for (int seat = first; seat < seats.size(); seat++) {
            open(seat);
        }
    }

    private void open(int number) {
        Seat seat = seats.get(number);
        int firstWorker = nextWorker;
        nextWorker += seat.workers();
        boolean resume = order.resume() && !runs;
        int allWorkers =
                runs ? crew.workers() : seats.stream().mapToInt(Seat::workers).sum();
        ActorRef<Command> self = getContext().getSelf();
        ActorRef<Opening.Command> opening = getContext()
                .spawn(
                        Opening.create(
                                seat.host(),
                                answers -> new Host.Place(
                                        order.id(),
                                        resume ? order.term() - 1 : order.term(),
                                        resume,
                                        JobJson.write(order.job()),
                                        order.dataDigest(),
                                        firstWorker,
                                        seat.workers(),
                                        allWorkers,
                                        runs,
                                        order.command(),
                                        coordinator,
                                        answers),
                                news -> self.tell(new Heard(number, news))),
                        "seat-" + number);
        openings.put(number, opening);
    }

    private Behavior<Command> heard(Heard message) {
        if (!openings.containsKey(message.seat())) {
            return this;
        }
        return seating.isPresent()
                ? decide(seating.get().on(message.seat(), message.news()))
                : joined(message.seat(), message.news());
    }

    private Behavior<Command> decide(Seating.Decision decision) {
        if (decision instanceof Seating.Decision.Fail) {
            return fail(decision.reason());
        }
        if (!decision.reason().isEmpty()) {
            getContext().getLog().warn("{}", decision.reason());
        }
        if (decision instanceof Seating.Decision.Begin begin) {
            // From now on it is the coordinator who misses nodes.
            seating = Optional.empty();
            openings.values().forEach(getContext()::stop);
            openings.clear();
            return order.resume() ? resume(begin.parts()) : begin(begin.parts());
        }
        return this;
    }

    private Behavior<Command> begin(List<Host.Seated> parts) {
        List<Desk> desks = parts.stream().map(Host.Seated::desk).toList();
        Host.Seated first = parts.get(0);
        follow(desks);
        crew.begin(desks);
        coordinator.tell(new Coordinator.Begin(desks, task(first.trainSamples(), first.testSamples()), first.state()));
        return run();
    }

    private Behavior<Command> resume(List<Host.Seated> parts) {
        NewestCheckpoint newest = NewestCheckpoint.of(order.id(), parts);
        if (newest.obstacle().isPresent()) {
            return fail(newest.obstacle().get());
        }
        getContext().getLog().info("the job goes on from the checkpoint of step {}", newest.step());
        return recall(Set.copyOf(hosts));
    }

    private Behavior<Command> recall(Set<ActorRef<Host.Command>> nodes) {
        ActorRef<Command> self = getContext().getSelf();
        getContext()
                .spawn(
                        Recall.create(
                                order.id(),
                                order.term(),
                                coordinator,
                                nodes,
                                answers -> self.tell(new Gathered(Standings.of(answers)))),
                        "recall");
        return this;
    }

    private Behavior<Command> takeOver(Standings standings) {
        List<Host.Stands> parts = standings.parts();
        parts.forEach(part -> hosts.add(part.host()));
        if (!standings.goesOn()) {
            withdraw(hosts);
            return end(standings.outcome(order.id()));
        }
        nextWorker = standings.nextWorker();
        Host.Stands first = parts.get(0);
        follow(standings.desks());
        crew.begin(standings.desks());
        coordinator.tell(new Coordinator.TakeOver(
                standings.desks(),
                parts.stream().map(Host.Stands::books).toList(),
                task(first.trainSamples(), first.testSamples()),
                order.resume() ? Optional.empty() : Optional.of("the coordinator was lost")));
        return run();
    }

    private Behavior<Command> run() {
        runs = true;
        join(early);
        return this;
    }

    private Coordinator.Task task(int trainSamples, int testSamples) {
        Timeline timeline =
                new Timeline(trainSamples, order.job().batchSize(), order.job().epochs());
        return new Coordinator.Task(
                new Course(order.job(), timeline, testSamples > 0), testSamples, order.minWorkers());
    }

    /** The journal on this node tells of the steps; how the job ends the coordinator tells, since it alone is always here. */
    private void follow(List<Desk> desks) {
        desks.stream()
                .map(Desk::journal)
                .filter(journal -> !Addresses.isElsewhere(journal))
                .forEach(journal -> journal.tell(new Journal.Follow(listener.ofSteps())));
    }

    private Behavior<Command> extend(Extend command) {
        if (runs) {
            join(command.seats());
        } else {
            early.addAll(command.seats());
        }
        return this;
    }

    private void join(List<Seat> more) {
        more.forEach(seat -> crew.opening(seat.host(), seat.workers()));
        open(more);
    }

    private Behavior<Command> joined(int seat, Opening.News news) {
        if (news instanceof Opening.News.Open open) {
            // It is watched here until the coordinator lets it in.
            coordinator.tell(new Coordinator.Join(open.part().desk()));
            return this;
        }
        ActorRef<Host.Command> host = seats.get(seat).host();
        getContext().stop(openings.remove(seat));
        if (news instanceof Opening.News.Refused refused) {
            getContext().getLog().warn("the job goes on without it: {}", refused.sentence());
            crew.refused(host);
        } else {
            withdraw(Set.of(host));
            // It would be given the same again, at once, as long as the cluster does not miss it.
            getContext().scheduleOnce(PAUSE, getContext().getSelf(), new Missed(host));
        }
        return this;
    }

    private Behavior<Command> missed(Missed message) {
        crew.lost(message.host());
        return this;
    }

    private Behavior<Command> staffed(Staffed command) {
        crew.staffed(command.staff());
        List<Integer> letIn = openings.keySet().stream()
                .filter(seat -> crew.trains(seats.get(seat).host()))
                .toList();
        letIn.forEach(seat -> getContext().stop(openings.remove(seat)));
        return this;
    }

    private Behavior<Command> stop(Stop command) {
        coordinator.tell(new Coordinator.Stop());
        return this;
    }

    private Behavior<Command> crashed(ChildFailed failed) {
        return failed.getRef().equals(coordinator)
                ? fail("the coordinator failed: " + failed.getCause() + ": submit the job again")
                : this;
    }

    private Behavior<Command> fail(String sentence) {
        withdraw(hosts);
        return end(new JobOutcome.Failed(sentence));
    }

    private Behavior<Command> end(JobOutcome outcome) {
        openings.keySet().forEach(seat -> withdraw(Set.of(seats.get(seat).host())));
        listener.ended(outcome);
        return Behaviors.stopped();
    }

    private void withdraw(Set<ActorRef<Host.Command>> nodes) {
        nodes.forEach(host -> host.tell(new Host.Withdraw(order.id(), order.term())));
    }
}
