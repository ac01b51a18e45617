package dev.evenkeel.cluster.jobs;

import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.Props;
import akka.actor.typed.javadsl.AskPattern;
import akka.cluster.Cluster;
import akka.cluster.MemberStatus;
import akka.cluster.typed.ClusterSingleton;
import akka.cluster.typed.SingletonActor;
import dev.evenkeel.cluster.files.DataKeeper;
import dev.evenkeel.cluster.files.DataPeers;
import dev.evenkeel.cluster.node.Node;
import dev.evenkeel.data.MicroBatches;
import dev.evenkeel.job.InvalidJobException;
import dev.evenkeel.job.JobJson;
import dev.evenkeel.job.JobSpec;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/**
 * A node's way to the jobs of the cluster, whichever node the job manager is on. Any thread; every answer comes within a stated
 * time, as a {@link JobRefusedException} where it is none.
 */
public final class JobService {
    /** Bytes of a job: half of what a message between nodes can carry. */
    public static final int LARGEST_JOB = 128 * 1024;

    /** For a manager that keeps a job on a majority, and for one that is just taking over. */
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final ActorSystem<?> system;
    private final ActorRef<JobManager.Command> manager;
    private final JobStore store;
    private final DataPeers peers;
    /** What this node has known before its start: the cluster is about to be told. */
    private final Map<String, JobRecord> remembered;

    private JobService(
            ActorSystem<?> system, ActorRef<JobManager.Command> manager, DataPeers peers, List<JobRecord> remembered) {
        this.remembered = remembered.stream().collect(Collectors.toMap(JobRecord::id, job -> job));
        this.system = system;
        this.manager = manager;
        this.store = new JobStore(system);
        this.peers = peers;
    }

    /** Starts the job manager, where this node is the one to have it, and the way to it. */
    public static JobService start(Node node, DataPeers peers) {
        ActorSystem<?> system = node.system();
        Engine engine = new NodeEngine(node.nodes(), node.host(), new JobStore(system));
        ActorRef<JobManager.Command> manager =
                ClusterSingleton.get(system).init(SingletonActor.of(JobManager.create(engine), "job-manager"));
        List<JobRecord> remembered = RecordFiles.in(node.stateDir());
        system.systemActorOf(Remembering.create(remembered, manager), "remembering", Props.empty());
        return new JobService(system, manager, peers, remembered);
    }

    /**
     * What somebody wants trained.
     *
     * @param job strict JSON, checked here
     * @param dataDigest what the data must be, where the submitter knows
     * @param submission the submitter's own name for it: sent twice, it is queued once
     * @param resume id of a job to go on with, from the newest checkpoint that the nodes have of it
     */
    public record Submission(
            String job,
            Optional<String> dataDigest,
            OptionalInt minWorkers,
            OptionalInt maxWorkers,
            String submission,
            Optional<String> resume) {}

    /** Checks a job and queues it; gives its id once it is safe on a majority. */
    public CompletionStage<String> submit(Submission wanted) {
        JobSpec job;
        try {
            job = JobJson.parse(wanted.job());
        } catch (InvalidJobException wrong) {
            return CompletableFuture.failedStage(new JobRefusedException(400, wrong.getMessage()));
        }
        int useful = MicroBatches.split(job.batchSize(), job.microBatch()).length;
        int min = wanted.minWorkers().orElse(1);
        int max = wanted.maxWorkers().orElse(Math.max(min, useful));
        if (min < 1 || max < min) {
            return CompletableFuture.failedStage(new JobRefusedException(
                    400,
                    "min-workers must be 1 or more and max-workers no fewer, but they are " + min + " and " + max));
        }
        String json = JobJson.write(job);
        if (json.length() > LARGEST_JOB) {
            return CompletableFuture.failedStage(new JobRefusedException(
                    413,
                    "the job has " + json.length() / 1024 + " KiB with every default filled in; at most "
                            + LARGEST_JOB / 1024 + " are possible: repeat { times, body } says the same shorter"));
        }
        return peers.inspect(json, wanted.dataDigest()).thenCompose(inspected -> {
            if (inspected instanceof DataKeeper.Fits fits) {
                return ask(to -> new JobManager.Submit(
                        json,
                        fits.digest(),
                        fits.samples(),
                        min,
                        max,
                        wanted.submission(),
                        wanted.resume().orElse(""),
                        to));
            }
            String sentence = inspected instanceof DataKeeper.Unfit unfit
                    ? unfit.sentence()
                    : ((DataKeeper.NoData) inspected).sentence();
            throw new JobRefusedException(400, sentence);
        });
    }

    /** Asks a job to end early; done once the manager knows. */
    public CompletionStage<String> stop(String id) {
        return ask(to -> new JobManager.Stop(id, to));
    }

    /** Address of the node that manages the jobs, and coordinates those that run: the oldest, as far as this node knows. */
    public Optional<String> coordinator() {
        return StreamSupport.stream(Cluster.get(system).state().getMembers().spliterator(), false)
                .filter(member -> member.status() == MemberStatus.up() || member.status() == MemberStatus.leaving())
                .reduce((a, b) -> a.isOlderThan(b) ? a : b)
                .map(member -> member.address().getHost().orElse("") + ":"
                        + member.address().getPort().orElse(0));
    }

    /** All jobs that are remembered, in the order of their submission. */
    public CompletionStage<List<JobRecord>> jobs() {
        return whenJoined(store::seen).thenApply(jobs -> jobs.stream()
                .sorted(Comparator.comparingLong(JobRecord::number))
                .toList());
    }

    /** One of them. */
    public CompletionStage<JobRecord> job(String id) {
        return whenJoined(() -> store.seen(id)).thenApply(job -> job.or(() -> Optional.ofNullable(remembered.get(id)))
                .orElseThrow(() -> new JobRefusedException(404, "there is no job " + id)));
    }

    /** A node that is about to join knows of no job, and is a majority of its own. */
    private <T> CompletionStage<T> whenJoined(Supplier<CompletionStage<T>> question) {
        MemberStatus status = Cluster.get(system).selfMember().status();
        boolean joins = status == MemberStatus.removed()
                || status == MemberStatus.joining()
                || status == MemberStatus.weaklyUp();
        return joins
                ? CompletableFuture.failedStage(
                        new JobRefusedException(503, "this node has not joined the cluster yet: try again"))
                : question.get();
    }

    private CompletionStage<String> ask(
            akka.japi.function.Function<ActorRef<JobManager.Answer>, JobManager.Command> what) {
        CompletionStage<JobManager.Answer> asked = AskPattern.ask(manager, what, PATIENCE, system.scheduler());
        return asked.exceptionally(late -> new JobManager.Refused(
                        503, "the job manager gave no answer within " + PATIENCE.toSeconds() + " s: try again"))
                .thenApply(answer -> {
                    if (answer instanceof JobManager.Refused refused) {
                        throw new JobRefusedException(refused.status(), refused.sentence());
                    }
                    return ((JobManager.Accepted) answer).id();
                });
    }
}
