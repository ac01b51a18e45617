package dev.evenkeel.cluster.jobs;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.SupervisorStrategy;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import akka.actor.typed.javadsl.StashBuffer;
import dev.evenkeel.client.JobState;
import dev.evenkeel.cluster.Remote;
import dev.evenkeel.job.JobJson;
import dev.evenkeel.run.RunNames;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;

/**
 * The job manager: one in the cluster, on its oldest node. It keeps the queue safe and does what {@link JobQueue} decides.
 *
 * <p>A new one first reads what the one before left, and takes a term above its; until that is safe on a majority it decides
 * nothing, and what it is asked waits. A submission is answered once a majority has it.
 */
public final class JobManager extends AbstractBehavior<JobManager.Command> {
    private static final int STASH = 1_000;
    private static final int QUEUED = 1_000;
    private static final int REMEMBERED = 200;
    private static final Duration RETRY = Duration.ofSeconds(1);

    public sealed interface Command {}

    /**
     * Queues a job that was checked.
     *
     * @param job as {@link dev.evenkeel.job.JobJson} writes it
     * @param samples of the training part
     * @param submission the submitter's own name for it: a second one of the same name is the same job
     * @param resume id of a job to go on with; empty: a new one
     */
    public record Submit(
            String job,
            String dataDigest,
            int samples,
            int minWorkers,
            int maxWorkers,
            String submission,
            String resume,
            ActorRef<Answer> replyTo)
            implements Command, Remote {}

    /**
     * Offers what a node remembers of a job from before its start; answered when the cluster knows as much.
     *
     * @param record as {@link JobRecord#toJson} writes it
     */
    public record Remember(String record, ActorRef<Answer> replyTo) implements Command, Remote {}

    /** Ends a job early; answered once a majority knows, so that the wish outlives this manager. */
    public record Stop(String id, ActorRef<Answer> replyTo) implements Command, Remote {}

    public sealed interface Answer extends Remote {}

    /** It is done, and safe. */
    public record Accepted(String id) implements Answer {}

    /** @param status as HTTP counts them */
    public record Refused(int status, String sentence) implements Answer {}

    private record Read(JobStore.Left left) implements Command {}

    private record Leading(long term, List<JobRecord> jobs) implements Command {}

    private record NotLeading(String why) implements Command {}

    private record Recover() implements Command {}

    private record JobKept(String id) implements Command {}

    private record Kept(String id) implements Command {}

    private record NotKept(String id, int status, String why) implements Command {
        static NotKept of(String id, Throwable failed) {
            return new NotKept(id, JobStore.isForgotten(failed) ? 410 : 503, JobStore.reason(failed));
        }
    }

    private record NodesAre(List<Engine.Slots> nodes) implements Command {}

    private record JobEnded(String id, JobQueue.Event event) implements Command {}

    private record JobStaffed(JobQueue.Event event) implements Command {}

    private record JobInterrupted(JobQueue.Event event) implements Command {}

    private record Written(Optional<String> failure) implements Command {}

    /** Thrown where a manager gives way to the next one. */
    private static final class GivesWay extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private GivesWay() {
            super("", null, false, false);
        }
    }

    /**
     * A job that is on its way to a majority.
     *
     * @param then what happens when it is safe
     * @param waiting who hears of that
     */
    private record Pending(JobRecord job, JobQueue.Event then, List<ActorRef<Answer>> waiting) {}

    private final Engine engine;
    private final JobStore store;
    private final StashBuffer<Command> stash;
    private final Map<String, Pending> pending = new LinkedHashMap<>();
    private final Map<String, Engine.Running> running = new HashMap<>();
    private JobQueue queue = new JobQueue(List.of(), List.of());
    private boolean leading;
    private boolean tookOver;
    private long term;
    private long version;
    private long number;

    private JobManager(ActorContext<Command> context, StashBuffer<Command> stash, Engine engine) {
        super(context);
        this.engine = engine;
        this.store = new JobStore(context.getSystem());
        this.stash = stash;
        context.setLoggerName("evenkeel.jobs");
        recover();
    }

    static Behavior<Command> create(Engine engine) {
        Behavior<Command> manager =
                Behaviors.withStash(STASH, stash -> Behaviors.setup(context -> new JobManager(context, stash, engine)));
        // One that fails takes its jobs with it, and begins as the next one would: with what is safe.
        Behavior<Command> yielding = Behaviors.supervise(manager)
                .onFailure(GivesWay.class, SupervisorStrategy.restart().withLoggingEnabled(false));
        return Behaviors.supervise(yielding).onFailure(SupervisorStrategy.restart());
    }

    @Override
    public Receive<Command> createReceive() {
        return newReceiveBuilder()
                .onMessage(Recover.class, message -> recover())
                .onMessage(Read.class, this::lead)
                .onMessage(NotLeading.class, this::notLeading)
                .onMessage(Leading.class, this::leading)
                .onMessage(Submit.class, submit -> whenLeading(submit, () -> submit(submit)))
                .onMessage(Remember.class, this::remember)
                .onMessage(Stop.class, stop -> whenLeading(stop, () -> stop(stop)))
                .onMessage(JobKept.class, this::jobKept)
                .onMessage(Kept.class, this::kept)
                .onMessage(NotKept.class, this::notKept)
                .onMessage(NodesAre.class, this::nodesAre)
                .onMessage(JobEnded.class, this::ended)
                .onMessage(JobStaffed.class, staffed -> apply(staffed.event()))
                .onMessage(JobInterrupted.class, this::interrupted)
                .onMessage(Written.class, this::written)
                .build();
    }

    private Behavior<Command> recover() {
        getContext()
                .pipeToSelf(
                        store.all(),
                        (left, failed) -> failed == null ? new Read(left) : new NotLeading(JobStore.reason(failed)));
        return this;
    }

    private Behavior<Command> lead(Read read) {
        long next = read.left().term() + 1;
        List<JobRecord> jobs = read.left().jobs();
        getContext()
                .pipeToSelf(
                        store.writeIds(next, 0, jobs.stream().map(JobRecord::id).toList()),
                        (done, failed) ->
                                failed == null ? new Leading(next, jobs) : new NotLeading(JobStore.reason(failed)));
        return this;
    }

    private Behavior<Command> notLeading(NotLeading failed) {
        getContext().getLog().warn("the job manager cannot begin yet: {}; it goes on trying", failed.why());
        getContext().scheduleOnce(RETRY, getContext().getSelf(), new Recover());
        return this;
    }

    private Behavior<Command> leading(Leading begun) {
        leading = true;
        term = begun.term();
        number = begun.jobs().stream().mapToLong(JobRecord::number).max().orElse(0);
        queue = new JobQueue(begun.jobs(), List.of());
        ActorRef<Command> self = getContext().getSelf();
        engine.nodes(getContext(), nodes -> self.tell(new NodesAre(nodes)));
        return stash.unstashAll(this);
    }

    private Behavior<Command> nodesAre(NodesAre nodes) {
        if (!tookOver) {
            // Not before it is known who is there to ask.
            tookOver = true;
            apply(new JobQueue.Event.TakenOver());
        }
        return apply(new JobQueue.Event.Nodes(nodes.nodes()));
    }

    private interface Handling {
        Behavior<Command> run();
    }

    private Behavior<Command> whenLeading(Command command, Handling handling) {
        if (leading) {
            return handling.run();
        }
        if (!stash.isFull()) {
            stash.stash(command);
        }
        return this;
    }

    private Behavior<Command> submit(Submit submit) {
        Optional<JobRecord> known = queue.jobs().stream()
                .filter(job -> job.submission().equals(submit.submission()))
                .findFirst();
        if (known.isPresent()) {
            submit.replyTo().tell(new Accepted(known.get().id()));
            return this;
        }
        Optional<Pending> coming = pending.values().stream()
                .filter(job -> job.job().submission().equals(submit.submission()))
                .findFirst();
        if (coming.isPresent()) {
            coming.get().waiting().add(submit.replyTo());
            return this;
        }
        long queued = queue.jobs().stream()
                .filter(job -> job.state() == JobState.QUEUED)
                .count();
        if (queued + pending.size() >= QUEUED) {
            submit.replyTo().tell(new Refused(429, QUEUED + " jobs are queued already: try again when some have run"));
            return this;
        }
        boolean resumes = !submit.resume().isEmpty();
        if (resumes
                && (pending.containsKey(submit.resume())
                        || queue.job(submit.resume())
                                .filter(job -> !job.state().ended())
                                .isPresent())) {
            submit.replyTo()
                    .tell(new Refused(409, "job " + submit.resume() + " has not ended: there is nothing to resume"));
            return this;
        }
        String id = resumes ? submit.resume() : id(JobJson.parse(submit.job()).name());
        JobRecord job = JobRecord.submitted(++number, id, submit, queue.job(id), now());
        return keep(job, new JobQueue.Event.Submitted(job), submit.replyTo());
    }

    private Behavior<Command> remember(Remember remember) {
        JobRecord job = JobRecord.of(remember.record());
        if (!tookOver || pending.containsKey(job.id())) {
            // It is offered again, when it is known who is there, and what comes of another node's offer.
            return this;
        }
        if (!queue.knowsLessOf(job)) {
            remember.replyTo().tell(new Accepted(job.id()));
            return this;
        }
        number = Math.max(number, job.number());
        return keep(job, new JobQueue.Event.Remembered(job), remember.replyTo());
    }

    private Behavior<Command> keep(JobRecord job, JobQueue.Event then, ActorRef<Answer> waiting) {
        pending.put(job.id(), new Pending(job, then, new ArrayList<>(List.of(waiting))));
        getContext()
                .pipeToSelf(
                        store.write(term, ++version, job),
                        (done, failed) -> failed == null ? new JobKept(job.id()) : NotKept.of(job.id(), failed));
        return this;
    }

    private String id(String name) {
        String id = RunNames.of(name, Instant.now());
        String free = id;
        for (int i = 2; queue.job(free).isPresent() || pending.containsKey(free); i++) {
            free = id + "-" + i;
        }
        return free;
    }

    /** The job is safe; now the list that names it. */
    private Behavior<Command> jobKept(JobKept kept) {
        getContext()
                .pipeToSelf(
                        store.writeIds(term, ++version, ids()),
                        (done, failed) -> failed == null ? new Kept(kept.id()) : NotKept.of(kept.id(), failed));
        return this;
    }

    private Behavior<Command> kept(Kept kept) {
        Pending job = pending.remove(kept.id());
        apply(job.then());
        job.waiting().forEach(submitter -> submitter.tell(new Accepted(kept.id())));
        return this;
    }

    private Behavior<Command> notKept(NotKept failed) {
        getContext().getLog().warn("job {} could not be kept: {}", failed.id(), failed.why());
        pending.remove(failed.id())
                .waiting()
                .forEach(submitter ->
                        submitter.tell(new Refused(failed.status(), "the job was not accepted: " + failed.why())));
        return this;
    }

    private Behavior<Command> stop(Stop stop) {
        if (queue.job(stop.id()).isEmpty()) {
            stop.replyTo().tell(new Refused(404, "there is no job " + stop.id()));
            return this;
        }
        decide(new JobQueue.Event.StopWished(stop.id())).whenComplete((kept, failed) -> stop.replyTo()
                .tell(failed == null ? new Accepted(stop.id()) : new Refused(503, forgettable(stop.id(), failed))));
        return this;
    }

    private static String forgettable(String id, Throwable failed) {
        return "job " + id + " is asked to stop, but another job manager would not know: " + JobStore.reason(failed);
    }

    private Behavior<Command> ended(JobEnded ended) {
        running.remove(ended.id());
        apply(ended.event());
        JobQueue shorter = queue.remembering(REMEMBERED);
        if (shorter != queue) {
            queue.jobs().stream()
                    .map(JobRecord::id)
                    .filter(id -> shorter.job(id).isEmpty())
                    .forEach(store::forget);
            queue = shorter;
            write(store.writeIds(term, ++version, ids()));
        }
        return this;
    }

    /** The next coordinator has to have a higher term, and a manager has one: the next manager takes over, which is this one anew. */
    private Behavior<Command> interrupted(JobInterrupted interrupted) {
        if (!tookOver) {
            // It was told the manager before, which gave way for another job's sake.
            return this;
        }
        apply(interrupted.event());
        throw new GivesWay();
    }

    private Behavior<Command> apply(JobQueue.Event event) {
        write(decide(event));
        return this;
    }

    /** Carries out what the queue decides; done when a majority has every record that this has changed. */
    private CompletionStage<Void> decide(JobQueue.Event event) {
        Decision decision = queue.on(event, now());
        queue = decision.queue();
        if (!decision.reason().isEmpty()) {
            getContext().getLog().info("{}", decision.reason());
        }
        CompletableFuture<?>[] writes = decision.changed().stream()
                .map(job -> store.write(term, ++version, job).toCompletableFuture())
                .toArray(CompletableFuture[]::new);
        decision.acts().forEach(this::act);
        return CompletableFuture.allOf(writes);
    }

    private void act(Decision.Act act) {
        if (act instanceof Decision.Act.Start start) {
            ActorRef<Command> self = getContext().getSelf();
            running.put(start.job().id(), engine.start(getContext(), start, term, event -> self.tell(told(event))));
        } else if (act instanceof Decision.Act.TakeOver takeOver) {
            ActorRef<Command> self = getContext().getSelf();
            running.put(
                    takeOver.job().id(),
                    engine.takeOver(getContext(), takeOver.job(), term, event -> self.tell(told(event))));
        } else if (act instanceof Decision.Act.Extend extend) {
            Optional.ofNullable(running.get(extend.id())).ifPresent(job -> job.extend(extend.shares()));
        } else if (act instanceof Decision.Act.Stop stop) {
            Optional.ofNullable(running.get(stop.id())).ifPresent(Engine.Running::stop);
        }
    }

    private static Command told(JobQueue.Event event) {
        if (event instanceof JobQueue.Event.Ended ended) {
            return new JobEnded(ended.id(), ended);
        }
        if (event instanceof JobQueue.Event.StateLost lost) {
            return new JobEnded(lost.id(), lost);
        }
        return event instanceof JobQueue.Event.Interrupted ? new JobInterrupted(event) : new JobStaffed(event);
    }

    /** Not waited for: this node has it, and the others will as soon as they can. */
    private void write(CompletionStage<Void> written) {
        getContext()
                .pipeToSelf(
                        written,
                        (done, failed) ->
                                new Written(Optional.ofNullable(failed).map(JobStore::reason)));
    }

    private Behavior<Command> written(Written written) {
        written.failure()
                .ifPresent(why -> getContext().getLog().warn("a job's state is not on a majority yet: {}", why));
        return this;
    }

    private List<String> ids() {
        return Stream.concat(queue.jobs().stream().map(JobRecord::id), pending.keySet().stream())
                .distinct()
                .toList();
    }

    private static String now() {
        return Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
    }
}
