package dev.evenkeel.cluster.node;

import akka.actor.Address;
import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.ChildFailed;
import akka.actor.typed.Terminated;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import akka.actor.typed.javadsl.TimerScheduler;
import akka.cluster.typed.Cluster;
import dev.evenkeel.cluster.Addresses;
import dev.evenkeel.cluster.Audience;
import dev.evenkeel.cluster.Coordinator;
import dev.evenkeel.cluster.Desk;
import dev.evenkeel.cluster.JobListener;
import dev.evenkeel.cluster.JobOutcome;
import dev.evenkeel.cluster.Journal;
import dev.evenkeel.cluster.Majority;
import dev.evenkeel.cluster.Presence;
import dev.evenkeel.cluster.StepTimes;
import dev.evenkeel.job.JobJson;
import dev.evenkeel.job.JobSpec;
import dev.evenkeel.run.MetricsLine;
import dev.evenkeel.train.Course;
import dev.evenkeel.train.Timeline;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/**
 * A job on several nodes, seen from the one where its coordinator lives: places it on the hosts, begins when each has opened
 * its part, ends when the coordinator does. Books are kept on this node too, with or without workers. A node that is lost before
 * it has opened its part is left out, if there are enough workers without it.
 *
 * <p>A job whose coordinator was lost with its node goes on with another one, beside the next job manager: it asks all nodes where
 * they stand, and takes over from there.
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

    private record Ended(JobOutcome outcome) implements Command {}

    private record Staffed(Audience.Staff staff) implements Command {}

    /** Gives a job that runs more workers, on nodes that have none of it. */
    public record Extend(List<Seat> seats) implements Command {
        public Extend {
            seats = List.copyOf(seats);
        }
    }

    private record Gathered(List<Host.Recalled> answers) implements Command {}

    private record Late() implements Command {}

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

    private final TimerScheduler<Command> timers;
    private final Order order;
    private final JobListener listener;
    private final ActorRef<Coordinator.Command> coordinator;
    private final ActorRef<Host.Command> ownHost;
    private final List<Seat> seats = new ArrayList<>();
    private final Set<ActorRef<Host.Command>> hosts = new HashSet<>();
    private final Map<Integer, Host.Seated> seated = new TreeMap<>();
    private final Set<Integer> lost = new HashSet<>();
    /** Seats that a running job was given and that are not open yet. */
    private final Set<Integer> opening = new HashSet<>();

    /** Those that it was given before it runs. */
    private final List<Seat> early = new ArrayList<>();

    /** Nodes that would not have the job. */
    private final Set<String> closed = new HashSet<>();

    private Audience.Staff staff = new Audience.Staff(Map.of(), "");
    private int nextWorker;
    private boolean begun;
    private boolean extensible;

    private ClusterJob(
            ActorContext<Command> context,
            TimerScheduler<Command> timers,
            Order order,
            ActorRef<Host.Command> ownHost,
            Majority majority,
            JobListener listener) {
        super(context);
        this.timers = timers;
        context.setLoggerName("evenkeel.job." + order.id());
        this.order = order;
        this.listener = listener;
        Duration limit = context.getSystem().settings().config().getDuration("evenkeel.step-timeout");
        ActorRef<Command> self = context.getSelf();
        this.coordinator = context.spawn(
                Coordinator.create(order.id(), order.term(), limit, majority, audience(self)), "coordinator");
        context.watch(coordinator);
        this.ownHost = ownHost;
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

    private Behavior<Command> place() {
        seats.addAll(order.seats());
        if (seats.stream().noneMatch(seat -> seat.host().equals(ownHost))) {
            seats.add(new Seat(ownHost, 0));
        }
        seats.forEach(seat -> hosts.add(seat.host()));
        for (int seat = 0; seat < seats.size(); seat++) {
            place(seat);
        }
        timers.startSingleTimer(new Late(), OPENING);
        return this;
    }

    /**
     * @param ownHost the host of the node where this is spawned
     * @param majority is asked before anything is published
     * @param listener hears of every step, and in the end how the job ended, also if it never began
     */
    public static Behavior<Command> create(
            Order order, ActorRef<Host.Command> ownHost, Majority majority, JobListener listener) {
        return Behaviors.withTimers(timers -> {
            timers.startTimerWithFixedDelay(new Look(), LOOK);
            return Behaviors.setup(
                    context -> new ClusterJob(context, timers, order, ownHost, majority, listener).place());
        });
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
        return Behaviors.withTimers(timers -> {
            timers.startTimerWithFixedDelay(new Look(), LOOK);
            return Behaviors.setup(
                    context -> new ClusterJob(context, timers, order, ownHost, majority, listener).recall(hosts));
        });
    }

    private Behavior<Command> recall(Set<ActorRef<Host.Command>> nodes) {
        begun = true;
        ActorRef<Command> self = getContext().getSelf();
        getContext()
                .spawn(
                        Recall.create(
                                order.id(),
                                order.term(),
                                coordinator,
                                nodes,
                                answers -> self.tell(new Gathered(answers))),
                        "recall");
        return this;
    }

    private Behavior<Command> gathered(Gathered gathered) {
        List<Host.Stands> parts = gathered.answers().stream()
                .filter(Host.Stands.class::isInstance)
                .map(Host.Stands.class::cast)
                .sorted(Comparator.comparingInt(part -> part.desk().firstWorker()))
                .toList();
        if (parts.stream().allMatch(part -> part.desk().workers().isEmpty())) {
            parts.forEach(part -> part.host().tell(new Host.Withdraw(order.id(), order.term())));
            return end(outcome(gathered.answers()));
        }
        parts.forEach(part -> hosts.add(part.host()));
        nextWorker = parts.stream()
                .map(Host.Stands::desk)
                .mapToInt(desk -> desk.firstWorker() + desk.workers().size())
                .max()
                .orElse(0);
        extensible = true;
        Host.Stands first = parts.get(0);
        follow(parts.stream().map(Host.Stands::desk).toList());
        coordinator.tell(new Coordinator.TakeOver(
                parts.stream().map(Host.Stands::desk).toList(),
                parts.stream().map(Host.Stands::books).toList(),
                task(first.trainSamples(), first.testSamples()),
                order.resume() ? Optional.empty() : Optional.of("the coordinator was lost with its node")));
        return this;
    }

    /** Nobody is left to go on with it: because it has ended, perhaps. */
    private JobOutcome outcome(List<Host.Recalled> answers) {
        List<Host.HasEnded> ends = answers.stream()
                .filter(Host.HasEnded.class::isInstance)
                .map(Host.HasEnded.class::cast)
                .toList();
        Optional<String> model =
                ends.stream().flatMap(end -> end.fingerprint().stream()).findFirst();
        if (model.isPresent()) {
            return new JobOutcome.Succeeded(model.get(), Optional.empty(), Optional.empty());
        }
        return new JobOutcome.Failed(ends.stream()
                .map(Host.HasEnded::sentence)
                .findFirst()
                .orElse(
                        "the node that coordinated it was lost, and none that is left has workers of it: evenkeel submit"
                                + " --resume " + order.id() + " goes on from the newest checkpoint"));
    }

    /** A job that is resumed is first placed and then taken over, as if its coordinator had been lost. */
    private long placed() {
        return order.resume() && !begun ? order.term() - 1 : order.term();
    }

    private void place(int seat) {
        int firstWorker = nextWorker;
        nextWorker += seats.get(seat).workers();
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
                        placed(),
                        order.resume() && !begun,
                        JobJson.write(order.job()),
                        order.dataDigest(),
                        firstWorker,
                        seats.get(seat).workers(),
                        seats.stream().mapToInt(Seat::workers).sum(),
                        begun,
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
                .onMessage(Extend.class, this::extend)
                .onMessage(Staffed.class, this::staffed)
                .onMessage(Gathered.class, this::gathered)
                .onMessage(Ended.class, ended -> end(ended.outcome()))
                .onSignal(ChildFailed.class, this::crashed)
                // A coordinator that resigns leaves the job to another one.
                .onSignal(Terminated.class, resigned -> this)
                .build();
    }

    private Behavior<Command> answered(Answered answer) {
        if (opening.remove(answer.seat())) {
            return opened(answer);
        }
        if (answer.placement() instanceof Host.Refused refused) {
            return fail(refused.sentence());
        }
        if (!lost.contains(answer.seat())) {
            seated.put(answer.seat(), (Host.Seated) answer.placement());
        }
        return beginWhenAllAreThere();
    }

    private Behavior<Command> extend(Extend command) {
        if (!extensible) {
            early.addAll(command.seats());
            return this;
        }
        for (Seat more : command.seats()) {
            int seat = seats.size();
            seats.add(more);
            hosts.add(more.host());
            opening.add(seat);
            place(seat);
            timers.startSingleTimer(new SeatLost(seat), OPENING);
        }
        return this;
    }

    private Behavior<Command> opened(Answered answer) {
        if (answer.placement() instanceof Host.Seated part) {
            coordinator.tell(new Coordinator.Join(part.desk()));
            return this;
        }
        closed.add(address(seats.get(answer.seat()).host()));
        getContext().getLog().warn("the job goes on without it: {}", ((Host.Refused) answer.placement()).sentence());
        return tellCrew();
    }

    private Behavior<Command> staffed(Staffed command) {
        staff = command.staff();
        return tellCrew();
    }

    private Behavior<Command> tellCrew() {
        Map<String, Integer> workers = new TreeMap<>();
        closed.forEach(node -> workers.put(node, 0));
        opening.forEach(seat ->
                workers.put(address(seats.get(seat).host()), seats.get(seat).workers()));
        staff.workers().forEach((journal, count) -> workers.put(address(journal), count));
        listener.staffed(new JobListener.Crew(workers, staff.reason()));
        return this;
    }

    private String address(ActorRef<?> actor) {
        Address address = Addresses.isElsewhere(actor)
                ? actor.path().address()
                : Cluster.get(getContext().getSystem()).selfMember().address();
        return address.getHost().orElse("") + ":" + address.getPort().orElse(0);
    }

    /** The cluster takes a while to miss a node; its process is missed at once. */
    private Behavior<Command> look(Look look) {
        IntStream.range(0, seats.size())
                .filter(seat -> begun ? opening.contains(seat) : !seated.containsKey(seat) && !lost.contains(seat))
                .filter(seat -> Addresses.isElsewhere(seats.get(seat).host()))
                .forEach(seat -> Presence.ask(
                        getContext(),
                        seats.get(seat).host().path().address(),
                        refused -> refused ? new SeatLost(seat) : new Nothing()));
        return this;
    }

    /** Once the job has begun, it is the coordinator who misses nodes. */
    private Behavior<Command> lost(int seat) {
        if (opening.remove(seat)) {
            seats.get(seat).host().tell(new Host.Withdraw(order.id(), order.term()));
            return tellCrew();
        }
        if (begun || !lost.add(seat)) {
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
        if (!begun && seated.size() + lost.size() == seats.size()) {
            begin();
        }
        return this;
    }

    private void begin() {
        begun = true;
        if (order.resume()) {
            resume();
            return;
        }
        extensible = true;
        List<Desk> desks = seated.values().stream().map(Host.Seated::desk).toList();
        follow(desks);
        Host.Seated first = seated.values().iterator().next();
        coordinator.tell(new Coordinator.Begin(
                desks,
                task(first.trainSamples(), first.testSamples()),
                first.state()));
        extend(new Extend(early));
    }

    private void resume() {
        long newest = newest(part -> true);
        if (newest == 0 || newest > newest(part -> !part.desk().workers().isEmpty())) {
            String sentence = newest == 0
                    ? "no node has a complete checkpoint of job " + order.id() + ": submit it without --resume"
                    : "the newest checkpoint, of step " + newest
                            + ", is on a node that had no free worker slot: submit it again" + " when it has one";
            hosts.forEach(host -> host.tell(new Host.Withdraw(order.id(), order.term())));
            getContext().getSelf().tell(new Ended(new JobOutcome.Failed(sentence)));
            return;
        }
        getContext().getLog().info("the job goes on from the checkpoint of step {}", newest);
        recall(Set.copyOf(hosts));
    }

    private long newest(Predicate<Host.Seated> among) {
        return seated.values().stream()
                .filter(among)
                .mapToLong(part -> part.state().step())
                .max()
                .orElse(0);
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
                .forEach(journal -> journal.tell(new Journal.Follow(new Steps(listener))));
    }

    private record Steps(JobListener listener) implements JobListener {
        @Override
        public void timed(StepTimes times) {
            listener.timed(times);
        }

        @Override
        public void metrics(MetricsLine line) {
            listener.metrics(line);
        }

        @Override
        public void ended(JobOutcome outcome) {
            // The coordinator tells of it.
        }

        @Override
        public void abandoned() {
            // Another one may go on.
        }
    }

    private Behavior<Command> late(Late command) {
        return begun
                ? this
                : fail("not every node has opened its part of the job within " + OPENING.toMinutes() + " minutes");
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
        hosts.forEach(host -> host.tell(new Host.Withdraw(order.id(), order.term())));
        return end(new JobOutcome.Failed(sentence));
    }

    private Behavior<Command> end(JobOutcome outcome) {
        opening.forEach(seat -> seats.get(seat).host().tell(new Host.Withdraw(order.id(), order.term())));
        listener.ended(outcome);
        return Behaviors.stopped();
    }
}
