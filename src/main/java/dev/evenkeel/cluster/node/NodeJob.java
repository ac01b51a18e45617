package dev.evenkeel.cluster.node;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.Terminated;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import dev.evenkeel.cluster.Addresses;
import dev.evenkeel.cluster.Desk;
import dev.evenkeel.cluster.Hooks;
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
import dev.evenkeel.run.RunException;
import dev.evenkeel.run.RunRequest;
import dev.evenkeel.run.TrainingRun;
import dev.evenkeel.train.JobMemory;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionException;

/**
 * One node's part of one job: reads the data, opens the run directory, spawns journal and workers. Ends with its journal, which
 * it closes when the coordinator is lost. Waits for disks, so it has a dispatcher made for waiting.
 */
final class NodeJob extends AbstractBehavior<NodeJob.Command> {
    sealed interface Command {}

    private record Loaded(Dataset data) implements Command {}

    private record Unreadable(Throwable reason) implements Command {}

    /**
     * What all jobs of a node have in common.
     *
     * @param runs the folder of run directories, each named like its job's id
     * @param deadline how long a part may be missing before the attempt fails
     */
    record Surroundings(Kernels kernels, Hooks hooks, DataAccess data, Path runs, Duration deadline) {}

    private final Host.Place place;
    private final String address;
    private final Surroundings surroundings;
    private Optional<ActorRef<Journal.Command>> journal = Optional.empty();

    private NodeJob(ActorContext<Command> context, Host.Place place, String address, Surroundings surroundings) {
        super(context);
        this.place = place;
        this.address = address;
        this.surroundings = surroundings;
    }

    static Behavior<Command> create(Host.Place place, String address, Surroundings surroundings) {
        return Behaviors.setup(context -> new NodeJob(context, place, address, surroundings).start());
    }

    private Behavior<Command> start() {
        getContext().watch(place.coordinator());
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
                .onSignal(Terminated.class, this::ended)
                .build();
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
        }
    }

    private void open(JobSpec job, Dataset data) {
        Path runs = surroundings.runs();
        Optional<Path> directory = Optional.of(runs.resolve(place.id()));
        RunRequest request =
                new RunRequest(job, read -> check(job, read), runs, runs, directory, false, place.command());
        TrainingRun run = TrainingRun.open(request, data);
        WorkerCompute.Setup setup = new WorkerCompute.Setup(
                job, data, surroundings.kernels(), run.state()::copy, surroundings.deadline(), surroundings.hooks());
        Desk desk = Site.open(getContext(), run, place.firstWorker(), place.workers(), setup, place.coordinator());
        journal = Optional.of(desk.journal());
        long step = run.state().counters().step();
        place.replyTo()
                .tell(new Host.Seated(desk, data.train().size(), data.test().size(), step));
    }

    /** Of all that a job may lack, the memory of the node that it came to is known here alone. */
    private void check(JobSpec job, Dataset data) {
        JobValidation.check(job, data);
        if (place.workers() > 0) {
            int first = place.firstWorker();
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

    private Behavior<Command> ended(Terminated signal) {
        if (journal.isEmpty() || journal.get().equals(signal.getRef())) {
            return Behaviors.stopped();
        }
        // The coordinator ends after all journals, unless it is lost.
        journal.get()
                .tell(new Journal.Failed(
                        "the coordinator" + Addresses.of(place.coordinator()) + " was lost", Optional.empty()));
        return this;
    }
}
