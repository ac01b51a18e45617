package dev.evenkeel.cluster.node;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.Terminated;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import dev.evenkeel.cluster.Addresses;
import dev.evenkeel.cluster.Coordinator;
import dev.evenkeel.cluster.Desk;
import dev.evenkeel.cluster.Hooks;
import dev.evenkeel.cluster.JobListener;
import dev.evenkeel.cluster.JobOutcome;
import dev.evenkeel.cluster.Journal;
import dev.evenkeel.cluster.Site;
import dev.evenkeel.cluster.WorkerCompute;
import dev.evenkeel.data.DataException;
import dev.evenkeel.data.Dataset;
import dev.evenkeel.job.InvalidJobException;
import dev.evenkeel.job.JobJson;
import dev.evenkeel.job.JobSpec;
import dev.evenkeel.job.JobValidation;
import dev.evenkeel.math.Kernels;
import dev.evenkeel.run.MetricsLine;
import dev.evenkeel.run.RunDirectory;
import dev.evenkeel.run.RunException;
import dev.evenkeel.run.RunRequest;
import dev.evenkeel.run.TrainingRun;
import dev.evenkeel.train.JobMemory;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionException;

/**
 * One node's part of one job: reads the data, opens the run directory, spawns journal and workers. Ends with its journal. When the
 * coordinator is lost the workers go on by the plan that stands, and this waits for another coordinator; it closes the journal when
 * none comes. Waits for disks, so it has a dispatcher made for waiting.
 */
final class NodeJob extends AbstractBehavior<NodeJob.Command> {
    sealed interface Command {}

    private record Loaded(Dataset data) implements Command {}

    private record Unreadable(Throwable reason) implements Command {}

    /** Another coordinator takes over. */
    record Recall(Host.Recall ask) implements Command {}

    /** The job is not to begin. */
    record Withdraw(Host.Withdraw ask) implements Command {}

    /** The node is about to leave the cluster. */
    record Leave() implements Command {}

    private record Answer(Host.Recall ask, Journal.Books books) implements Command {}

    private record CoordinatorLost(ActorRef<Coordinator.Command> who) implements Command {}

    private record NobodyCame(long term) implements Command {}

    /**
     * What all jobs of a node have in common.
     *
     * @param runs the folder of run directories, each named like its job's id
     * @param deadline how long a part may be missing before the attempt fails
     * @param orphaned how long a job waits for another coordinator when its own is lost
     */
    record Surroundings(
            Kernels kernels, Hooks hooks, DataAccess data, Path runs, Duration deadline, Duration orphaned) {}

    private final Host.Place place;
    private final String address;
    private final Surroundings surroundings;
    private final ActorRef<Host.Command> host;
    private Optional<Host.Seated> seated = Optional.empty();
    private Optional<Host.Recall> early = Optional.empty();
    private ActorRef<Coordinator.Command> coordinator;
    private long term;
    private boolean orphaned;
    private boolean leaving;
    private boolean closing;

    private NodeJob(
            ActorContext<Command> context,
            Host.Place place,
            String address,
            Surroundings surroundings,
            ActorRef<Host.Command> host) {
        super(context);
        this.place = place;
        this.address = address;
        this.surroundings = surroundings;
        this.host = host;
        this.coordinator = place.coordinator();
        this.term = place.term();
        context.setLoggerName("evenkeel.job." + place.id());
    }

    static Behavior<Command> create(
            Host.Place place, String address, Surroundings surroundings, ActorRef<Host.Command> host) {
        return Behaviors.setup(context -> new NodeJob(context, place, address, surroundings, host).start());
    }

    private Behavior<Command> start() {
        serve(place.coordinator(), place.term());
        try {
            JobSpec job = JobJson.parse(place.job());
            getContext()
                    .pipeToSelf(
                            surroundings.data().provide(job.data(), place.dataDigest()),
                            (data, failed) -> failed == null ? new Loaded(data) : new Unreadable(failed));
            return this;
        } catch (InvalidJobException refused) {
            return refuse(refused.getMessage());
        }
    }

    @Override
    public Receive<Command> createReceive() {
        return newReceiveBuilder()
                .onMessage(Loaded.class, this::loaded)
                .onMessage(Unreadable.class, this::unreadable)
                .onMessage(Recall.class, recall -> recall(recall.ask()))
                .onMessage(Answer.class, this::answer)
                .onMessage(CoordinatorLost.class, this::coordinatorLost)
                .onMessage(NobodyCame.class, this::nobodyCame)
                .onMessage(Withdraw.class, this::withdraw)
                .onMessage(Leave.class, leave -> leave())
                // What is watched without a message is the journal.
                .onSignal(Terminated.class, closed -> Behaviors.stopped())
                .build();
    }

    private void serve(ActorRef<Coordinator.Command> next, long itsTerm) {
        coordinator = next;
        term = itsTerm;
        orphaned = false;
        getContext().watchWith(next, new CoordinatorLost(next));
    }

    private Behavior<Command> recall(Host.Recall ask) {
        if (seated.isEmpty()) {
            early = Optional.of(ask);
            return this;
        }
        if (ask.term() < term) {
            return this;
        }
        if (ask.term() > term) {
            serve(ask.coordinator(), ask.term());
        }
        ActorRef<Journal.Books> books = getContext().spawnAnonymous(Behaviors.receiveMessage(told -> {
            getContext().getSelf().tell(new Answer(ask, told));
            return Behaviors.stopped();
        }));
        seated.get().desk().journal().tell(new Journal.Serve(ask.term(), ask.coordinator(), books));
        return this;
    }

    private Behavior<Command> answer(Answer answer) {
        Host.Seated part = seated.orElseThrow();
        answer.ask()
                .replyTo()
                .tell(new Host.Stands(host, part.desk(), answer.books(), part.trainSamples(), part.testSamples()));
        return this;
    }

    private Behavior<Command> coordinatorLost(CoordinatorLost lost) {
        if (closing || !lost.who().equals(coordinator)) {
            return this;
        }
        if (leaving) {
            return Behaviors.stopped();
        }
        orphaned = true;
        getContext()
                .getLog()
                .warn(
                        "the coordinator{} is lost; the workers go on by the plan that stands, and wait {} s for another one",
                        Addresses.of(coordinator),
                        surroundings.orphaned().toSeconds());
        getContext().scheduleOnce(surroundings.orphaned(), getContext().getSelf(), new NobodyCame(term));
        return this;
    }

    private Behavior<Command> nobodyCame(NobodyCame late) {
        if (late.term() < term) {
            return this;
        }
        return close("the coordinator" + Addresses.of(coordinator) + " was lost, and no other one came within "
                + surroundings.orphaned().toSeconds() + " s: evenkeel submit --resume " + place.id()
                + " goes on from the newest checkpoint");
    }

    private Behavior<Command> withdraw(Withdraw withdraw) {
        return withdraw.ask().term() < term ? this : close("the job did not begin");
    }

    private Behavior<Command> close(String sentence) {
        if (seated.isEmpty()) {
            return Behaviors.stopped();
        }
        closing = true;
        seated.get().desk().journal().tell(new Journal.Failed(term, sentence, Optional.empty(), false));
        return this;
    }

    /** A coordinator on this node goes first: it must not take the end of its journal for the end of the job. */
    private Behavior<Command> leave() {
        if (orphaned || Addresses.isElsewhere(coordinator)) {
            return Behaviors.stopped();
        }
        leaving = true;
        coordinator.tell(new Coordinator.Resign());
        return this;
    }

    private Behavior<Command> loaded(Loaded loaded) {
        String digest = loaded.data().digest();
        if (!digest.equals(place.dataDigest())) {
            return refuse("its data has digest " + digest + ", but the job was submitted with " + place.dataDigest()
                    + ": put the same files there");
        }
        try {
            open(JobJson.parse(place.job()), loaded.data());
            return this;
        } catch (InvalidJobException | RunException | UncheckedIOException refused) {
            return refuse(refused.getMessage());
        } catch (OutOfMemoryError full) {
            return refuse("out of memory with a heap of "
                    + (Runtime.getRuntime().maxMemory() >> 20) + " MiB: EVENKEEL_JAVA_OPTS=-Xmx… gives the node more");
        } catch (RuntimeException unexpected) {
            // Whoever asked waits for an answer.
            getContext().getLog().error("job {}: its part here could not be opened", place.id(), unexpected);
            return refuse("unexpected " + unexpected);
        }
    }

    private void open(JobSpec job, Dataset data) {
        if (place.joins()) {
            // Of a node that was lost and comes again; the others' books are copied.
            RunDirectory.discard(surroundings.runs().resolve(place.id()));
        }
        Optional<Path> directory = Optional.of(surroundings.runs().resolve(place.id()));
        TrainingRun run =
                place.resume() ? resume(job, data, directory) : TrainingRun.open(request(job, directory), data);
        WorkerCompute.Setup setup = new WorkerCompute.Setup(
                job, data, surroundings.kernels(), run.state()::copy, surroundings.deadline(), surroundings.hooks());
        Desk desk = Site.open(
                getContext(), run, place.term(), place.firstWorker(), place.workers(), setup, place.coordinator());
        desk.journal().tell(new Journal.Follow(new Reporting(place.id(), host)));
        Journal.Books books =
                new Journal.Books(run.journal().reach(), run.journal().step());
        Host.Seated part = new Host.Seated(
                desk, data.train().size(), data.test().size(), run.state().counters(), books);
        seated = Optional.of(part);
        place.replyTo().tell(part);
        early.ifPresent(this::recall);
    }

    /** Tells the host how the job has ended here. */
    private record Reporting(String id, ActorRef<Host.Command> host) implements JobListener {
        @Override
        public void metrics(MetricsLine line) {
            // Whoever wants them asks for the run directory.
        }

        @Override
        public void ended(JobOutcome outcome) {
            host.tell(new Host.Closed(id, outcome));
        }

        @Override
        public void abandoned() {
            // The job goes on elsewhere, if at all.
        }
    }

    /** From the newest checkpoint here; without one, as a node that takes part later: it copies from those who have one. */
    private TrainingRun resume(JobSpec job, Dataset data, Optional<Path> directory) {
        RunRequest request = request(job, directory);
        if (Files.isDirectory(directory.orElseThrow().resolve("checkpoints"))) {
            try {
                return TrainingRun.open(request.resuming(), data);
            } catch (RunException unusable) {
                getContext().getLog().warn("{}; what the other nodes have is copied", unusable.getMessage());
            }
        }
        return TrainingRun.join(request, data);
    }

    private RunRequest request(JobSpec job, Optional<Path> directory) {
        Path runs = surroundings.runs();
        return new RunRequest(job, read -> check(job, read), runs, runs, directory, false, place.command());
    }

    /** Of all that a job may lack, the memory of the node that it came to is known here alone. */
    private void check(JobSpec job, Dataset data) {
        JobValidation.check(job, data);
        if (place.workers() > 0) {
            // Who joins gets whatever rank there is; the first ones have the most to do.
            int first = place.joins() ? 0 : place.firstWorker();
            JobMemory.check(job, data, new JobMemory.Here(first, first + place.workers(), place.allWorkers()));
        }
    }

    private Behavior<Command> unreadable(Unreadable unreadable) {
        Throwable reason = unreadable.reason();
        while (reason instanceof CompletionException && reason.getCause() != null) {
            reason = reason.getCause();
        }
        return refuse(reason instanceof DataException ? reason.getMessage() : "unexpected " + reason);
    }

    private Behavior<Command> refuse(String sentence) {
        place.replyTo().tell(new Host.Refused("node " + address + ": " + sentence));
        return Behaviors.stopped();
    }
}
