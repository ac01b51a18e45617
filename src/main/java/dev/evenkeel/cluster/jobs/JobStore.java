package dev.evenkeel.cluster.jobs;

import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.javadsl.AskPattern;
import akka.cluster.ddata.Key;
import akka.cluster.ddata.typed.javadsl.DistributedData;
import akka.cluster.ddata.typed.javadsl.Replicator;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The jobs of a cluster in Distributed Data: an entry of its own for each, since one message could not hold them all, and one
 * with their ids. Written to a majority and read from a majority, so that a reader sees what a writer was told is safe; the nodes
 * of a majority have it on disk, see {@link RecordFiles}. Any thread; every answer comes within a stated time.
 */
final class JobStore {
    /** How long a majority may take. */
    static final Duration PATIENCE = Duration.ofSeconds(5);

    private static final Duration ASK = PATIENCE.plusSeconds(2);
    private static final String IDS = "evenkeel-jobs";
    private static final String JOB = "evenkeel-job-";
    private static final Replicator.ReadConsistency READ = new Replicator.ReadMajority(PATIENCE);
    private static final Replicator.ReadConsistency LOCAL = Replicator.readLocal();
    private static final Replicator.WriteConsistency WRITE = new Replicator.WriteMajority(PATIENCE);

    private final ActorSystem<?> system;
    private final ActorRef<Replicator.Command> replicator;

    JobStore(ActorSystem<?> system) {
        this.system = system;
        this.replicator = DistributedData.get(system).replicator();
    }

    /** What a job manager left: its term, and its jobs. */
    record Left(long term, List<JobRecord> jobs) {}

    /** All jobs; fails where no majority answers. */
    CompletionStage<Left> all() {
        return all(READ);
    }

    private CompletionStage<Left> all(Replicator.ReadConsistency consistency) {
        return read(IDS, consistency).thenCompose(ids -> {
            List<CompletableFuture<Optional<JobRecord>>> jobs =
                    ids.map(latest -> ids(latest.text())).orElse(List.of()).stream()
                            .map(id -> job(id, consistency).toCompletableFuture())
                            .toList();
            return CompletableFuture.allOf(jobs.toArray(CompletableFuture[]::new))
                    .thenApply(done -> new Left(
                            ids.map(Latest::term).orElse(0L),
                            jobs.stream()
                                    .map(CompletableFuture::join)
                                    .flatMap(Optional::stream)
                                    .toList()));
        });
    }

    /** Likewise, but what this node knows where no majority answers: for those who only look. */
    CompletionStage<List<JobRecord>> seen() {
        return all(READ).thenApply(Left::jobs).exceptionallyCompose(no -> all(LOCAL)
                .thenApply(Left::jobs));
    }

    /** Likewise for one job. */
    CompletionStage<Optional<JobRecord>> seen(String id) {
        return job(id, READ).exceptionallyCompose(no -> job(id, LOCAL));
    }

    private CompletionStage<Optional<JobRecord>> job(String id, Replicator.ReadConsistency consistency) {
        return read(JOB + id, consistency)
                .thenApply(latest -> latest.map(Latest::text).map(JobRecord::of));
    }

    /** Succeeds once a majority has it. */
    CompletionStage<Void> write(long term, long version, JobRecord job) {
        return write(JOB + job.id(), new Latest(term, version, job.toJson()));
    }

    /** Likewise for the list of all jobs, which also says who leads. */
    CompletionStage<Void> writeIds(long term, long version, List<String> ids) {
        return write(IDS, new Latest(term, version, String.join("\n", ids)));
    }

    /** Why no majority is behind the job manager of that term; empty if one is. */
    CompletionStage<Optional<String>> refusal(long term) {
        return read(IDS, READ)
                .thenApply(latest -> latest.filter(ids -> ids.term() > term)
                        .map(ids -> "job manager " + ids.term() + " has taken over from " + term))
                .exceptionally(failed -> Optional.of(reason(failed)));
    }

    /** Lets go of a job that is no longer in the list. */
    void forget(String id) {
        replicator.tell(new Replicator.Delete<>(key(JOB + id), Replicator.writeLocal(), system.ignoreRef()));
    }

    private static List<String> ids(String text) {
        return text.isEmpty() ? List.of() : List.of(text.split("\n"));
    }

    private CompletionStage<Optional<Latest>> read(String name, Replicator.ReadConsistency consistency) {
        Key<Latest> key = key(name);
        CompletionStage<Replicator.GetResponse<Latest>> answer = AskPattern.ask(
                replicator,
                (ActorRef<Replicator.GetResponse<Latest>> to) -> new Replicator.Get<>(key, consistency, to),
                ASK,
                system.scheduler());
        return answer.thenApply(got -> {
            if (got instanceof Replicator.GetSuccess<Latest> success) {
                return Optional.of(success.get(key));
            }
            if (got instanceof Replicator.NotFound || got instanceof Replicator.GetDataDeleted) {
                return Optional.empty();
            }
            throw new NoMajorityException();
        });
    }

    private CompletionStage<Void> write(String name, Latest latest) {
        Key<Latest> key = key(name);
        AtomicLong newest = new AtomicLong();
        CompletionStage<Replicator.UpdateResponse<Latest>> answer = AskPattern.ask(
                replicator,
                (ActorRef<Replicator.UpdateResponse<Latest>> to) ->
                        new Replicator.Update<>(key, latest, WRITE, to, present -> {
                            newest.set(present.term());
                            return present.mergeData(latest);
                        }),
                ASK,
                system.scheduler());
        return answer.thenAccept(done -> {
            if (newest.get() > latest.term()) {
                throw new IllegalStateException(
                        "job manager " + newest.get() + " has taken over from " + latest.term());
            }
            if (done instanceof Replicator.UpdateDataDeleted) {
                throw new ForgottenException();
            }
            if (done instanceof Replicator.StoreFailure) {
                throw new IllegalStateException("this node cannot keep it on its disk, as its log says");
            }
            if (!(done instanceof Replicator.UpdateSuccess)) {
                throw new NoMajorityException();
            }
        });
    }

    private static Throwable cause(Throwable failed) {
        return failed instanceof CompletionException && failed.getCause() != null ? failed.getCause() : failed;
    }

    /** Whether a write failed for good. */
    static boolean isForgotten(Throwable failed) {
        return cause(failed) instanceof ForgottenException;
    }

    /** What a failed read or write came to, in a sentence. */
    static String reason(Throwable failed) {
        Throwable cause = cause(failed);
        return cause instanceof TimeoutException
                ? new NoMajorityException().getMessage()
                : Optional.ofNullable(cause.getMessage()).orElseGet(cause::toString);
    }

    /** Of the job whose record has this key. */
    static String id(String key) {
        return key.substring(JOB.length());
    }

    private static Key<Latest> key(String name) {
        return new LatestKey(name);
    }

    private static final class LatestKey extends Key<Latest> {
        private static final long serialVersionUID = 1L;

        private LatestKey(String name) {
            super(name);
        }
    }

    /** That job was let go of. */
    static final class ForgottenException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        ForgottenException() {
            super("it has been forgotten, as it ended before many others");
        }
    }

    /** No majority of the nodes answered in time. */
    static final class NoMajorityException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        NoMajorityException() {
            super("no majority of the cluster's nodes answered within " + PATIENCE.toSeconds() + " s");
        }
    }
}
