package dev.evenkeel.cluster.files;

import akka.NotUsed;
import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.javadsl.AskPattern;
import akka.actor.typed.receptionist.Receptionist;
import akka.japi.Pair;
import akka.stream.javadsl.Source;
import akka.util.ByteString;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * The run directories of all nodes, as one: a file is read from this node where it is here, from another one otherwise. Any
 * thread; whatever is asked is answered within a stated time.
 */
public final class RunArchive {
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    /** What files are called that get longer while a job runs: ledger and metrics. */
    private static final String GROWING = ".jsonl";

    private final ActorSystem<?> system;
    private final ActorRef<RunKeeper.Command> here;

    RunArchive(ActorSystem<?> system, ActorRef<RunKeeper.Command> here) {
        this.system = system;
        this.here = here;
    }

    /** The files of a job, on the node that has most of them; empty where none has any. */
    public CompletionStage<Optional<List<FileAnswer.Entry>>> files(String job) {
        return keepers().thenCompose(keepers -> {
            List<CompletableFuture<FileAnswer>> answers = new ArrayList<>();
            keepers.forEach(keeper -> answers.add(ask(keeper, (ActorRef<FileAnswer> to) -> new RunKeeper.List(job, to))
                    .toCompletableFuture()));
            return CompletableFuture.allOf(answers.toArray(CompletableFuture[]::new))
                    .thenApply(done -> answers.stream()
                            .map(CompletableFuture::join)
                            .filter(FileAnswer.Files.class::isInstance)
                            .map(answer -> ((FileAnswer.Files) answer).entries())
                            .max(Comparator.comparingInt(List::size)));
        });
    }

    /**
     * A piece of a file. Of one that grows a node that was away has the begin alone: its begin is that of the longest, a later piece
     * comes from the first node that has anything there. {@link FileAnswer.Absent} where no node has the file.
     */
    public CompletionStage<FileAnswer> read(String job, String name, long offset) {
        return keepers()
                .thenCompose(keepers -> offset == 0 && name.endsWith(GROWING)
                        ? longest(keepers, job, name)
                        : read(keepers, 0, job, name, offset, new FileAnswer.Absent()));
    }

    private CompletionStage<FileAnswer> longest(List<ActorRef<RunKeeper.Command>> keepers, String job, String name) {
        List<CompletableFuture<FileAnswer>> answers = new ArrayList<>();
        keepers.forEach(
                keeper -> answers.add(ask(keeper, (ActorRef<FileAnswer> to) -> new RunKeeper.Read(job, name, 0, to))
                        .toCompletableFuture()));
        return CompletableFuture.allOf(answers.toArray(CompletableFuture[]::new))
                .thenApply(done -> answers.stream()
                        .map(CompletableFuture::join)
                        .max(Comparator.comparingLong(
                                answer -> answer instanceof FileAnswer.Chunk chunk ? chunk.size() : -1))
                        .orElseGet(FileAnswer.Absent::new));
    }

    private CompletionStage<FileAnswer> read(
            List<ActorRef<RunKeeper.Command>> keepers,
            int at,
            String job,
            String name,
            long offset,
            FileAnswer otherwise) {
        if (at == keepers.size()) {
            return CompletableFuture.completedFuture(otherwise);
        }
        return ask(keepers.get(at), (ActorRef<FileAnswer> to) -> new RunKeeper.Read(job, name, offset, to))
                .thenCompose(answer -> answer instanceof FileAnswer.Chunk chunk && chunk.bytes().length > 0
                        ? CompletableFuture.completedFuture(answer)
                        : read(
                                keepers,
                                at + 1,
                                job,
                                name,
                                offset,
                                answer instanceof FileAnswer.Absent ? otherwise : answer));
    }

    /** The bytes of a whole file as it is now, read as fast as they are taken; fails where a node stops giving them. */
    public Source<ByteString, NotUsed> bytes(String job, String name, FileAnswer.Chunk first) {
        long size = first.size();
        return Source.single(ByteString.fromArrayUnsafe(first.bytes()))
                .concat(Source.unfoldAsync(
                        (long) first.bytes().length,
                        at -> at >= size
                                ? CompletableFuture.completedFuture(Optional.empty())
                                : read(job, name, at).thenApply(answer -> {
                                    if (answer instanceof FileAnswer.Chunk chunk && chunk.bytes().length > 0) {
                                        int length = (int) Math.min(chunk.bytes().length, size - at);
                                        ByteString bytes = ByteString.fromArray(chunk.bytes(), 0, length);
                                        return Optional.of(Pair.create(at + length, bytes));
                                    }
                                    throw new UncheckedIOException(
                                            new IOException(job + "/" + name + " is gone at byte " + at));
                                })));
    }

    /** Those who may have a file, this node first. */
    private CompletionStage<List<ActorRef<RunKeeper.Command>>> keepers() {
        CompletionStage<Receptionist.Listing> listing = AskPattern.ask(
                system.receptionist(),
                (ActorRef<Receptionist.Listing> to) -> Receptionist.find(RunKeeper.KEY, to),
                PATIENCE,
                system.scheduler());
        return listing.thenApply(found -> {
            List<ActorRef<RunKeeper.Command>> keepers = new ArrayList<>(List.of(here));
            found.getServiceInstances(RunKeeper.KEY).stream()
                    .filter(keeper -> !keeper.equals(here))
                    .sorted()
                    .forEach(keepers::add);
            return keepers;
        });
    }

    /** A node that does not answer has nothing. */
    private CompletionStage<FileAnswer> ask(
            ActorRef<RunKeeper.Command> keeper,
            akka.japi.function.Function<ActorRef<FileAnswer>, RunKeeper.Command> what) {
        CompletionStage<FileAnswer> answer = AskPattern.ask(keeper, what, PATIENCE, system.scheduler());
        return answer.exceptionally(late -> new FileAnswer.Absent());
    }
}
