package dev.evenkeel.cluster.files;

import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.javadsl.AskPattern;
import akka.actor.typed.receptionist.Receptionist;
import dev.evenkeel.data.DataSpec;
import dev.evenkeel.job.JobJson;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The data keepers of all nodes. Any thread. */
public final class DataPeers implements NodeData.Peers {
    /** A node may have to read a whole data set before it knows whether it is the one. */
    private static final Duration READING = Duration.ofSeconds(45);

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final ActorSystem<?> system;
    private final ActorRef<DataKeeper.Command> here;

    DataPeers(ActorSystem<?> system, ActorRef<DataKeeper.Command> here) {
        this.system = system;
        this.here = here;
    }

    /**
     * What the cluster says of a job: the first node that has its data, this one before the others. A job is wrong where one node
     * says so.
     */
    public CompletionStage<DataKeeper.Inspection> inspect(String job, Optional<String> digest) {
        return ask(here, job, digest)
                .thenCompose(mine -> mine instanceof DataKeeper.NoData
                        ? others().thenCompose(others -> inspect(others, 0, job, digest, mine))
                        : CompletableFuture.completedFuture(mine));
    }

    private CompletionStage<DataKeeper.Inspection> inspect(
            List<ActorRef<DataKeeper.Command>> keepers,
            int at,
            String job,
            Optional<String> digest,
            DataKeeper.Inspection otherwise) {
        if (at == keepers.size()) {
            return CompletableFuture.completedFuture(otherwise);
        }
        return ask(keepers.get(at), job, digest)
                .thenCompose(answer -> answer instanceof DataKeeper.NoData
                        ? inspect(keepers, at + 1, job, digest, otherwise)
                        : CompletableFuture.completedFuture(answer));
    }

    private CompletionStage<DataKeeper.Inspection> ask(
            ActorRef<DataKeeper.Command> keeper, String job, Optional<String> digest) {
        CompletionStage<DataKeeper.Inspection> answer = AskPattern.ask(
                keeper,
                (ActorRef<DataKeeper.Inspection> to) -> new DataKeeper.Inspect(job, digest.orElse(""), to),
                READING,
                system.scheduler());
        return answer.exceptionally(
                late -> new DataKeeper.NoData("a node gave no answer within " + READING.toSeconds() + " s"));
    }

    @Override
    public boolean copy(DataSpec spec, String digest, Path folder) throws IOException {
        String data = JobJson.writeData(spec);
        for (ActorRef<DataKeeper.Command> keeper : await(others(), PATIENCE)) {
            FileAnswer files = answer(keeper, to -> new DataKeeper.Find(data, digest, to), READING);
            if (files instanceof FileAnswer.Files found) {
                for (FileAnswer.Entry file : found.entries()) {
                    copy(keeper, data, digest, file, folder.resolve(NodeData.name(spec, file.name())));
                }
                return true;
            }
        }
        return false;
    }

    private void copy(ActorRef<DataKeeper.Command> keeper, String data, String digest, FileAnswer.Entry file, Path to)
            throws IOException {
        if (!to.getFileName().toString().matches("[A-Za-z0-9_][A-Za-z0-9._-]*")
                || file.name().contains("/")) {
            throw new IOException("a node calls a file of the data \"" + file.name() + "\", which is no name");
        }
        try (OutputStream out = Files.newOutputStream(to)) {
            for (long at = 0; at < file.size(); ) {
                long offset = at;
                FileAnswer piece = answer(
                        keeper, replyTo -> new DataKeeper.Read(data, digest, file.name(), offset, replyTo), PATIENCE);
                if (!(piece instanceof FileAnswer.Chunk chunk) || chunk.bytes().length == 0) {
                    throw new IOException("the node that has it stopped giving " + file.name() + " at byte " + at);
                }
                out.write(chunk.bytes());
                at += chunk.bytes().length;
            }
        }
    }

    private FileAnswer answer(
            ActorRef<DataKeeper.Command> keeper,
            akka.japi.function.Function<ActorRef<FileAnswer>, DataKeeper.Command> what,
            Duration patience)
            throws IOException {
        CompletionStage<FileAnswer> asked = AskPattern.ask(keeper, what, patience, system.scheduler());
        return await(asked.exceptionally(late -> new FileAnswer.Absent()), patience.plusSeconds(5));
    }

    private CompletionStage<List<ActorRef<DataKeeper.Command>>> others() {
        CompletionStage<Receptionist.Listing> listing = AskPattern.ask(
                system.receptionist(),
                (ActorRef<Receptionist.Listing> to) -> Receptionist.find(DataKeeper.KEY, to),
                PATIENCE,
                system.scheduler());
        return listing.thenApply(found -> found.getServiceInstances(DataKeeper.KEY).stream()
                .filter(keeper -> !keeper.equals(here))
                .sorted()
                .toList());
    }

    private static <T> T await(CompletionStage<T> stage, Duration patience) throws IOException {
        try {
            return stage.toCompletableFuture().get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", interrupted);
        } catch (ExecutionException | TimeoutException failed) {
            throw new IOException("the other nodes do not answer", failed);
        }
    }
}
