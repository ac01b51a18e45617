package dev.evenkeel.cluster.files;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.receptionist.Receptionist;
import akka.actor.typed.receptionist.ServiceKey;
import dev.evenkeel.cluster.Remote;
import dev.evenkeel.data.DataException;
import dev.evenkeel.data.Dataset;
import dev.evenkeel.job.InvalidJobException;
import dev.evenkeel.job.JobJson;
import dev.evenkeel.job.JobSpec;
import dev.evenkeel.job.JobValidation;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Speaks for the data sets on its node: says whether a job fits its data, and gives the files to nodes that lack them. It reads
 * whole data sets, on a dispatcher made for waiting.
 */
public final class DataKeeper {
    static final ServiceKey<Command> KEY = ServiceKey.create(Command.class, "evenkeel-data");

    public sealed interface Command extends Remote {}

    /**
     * Asks whether a job fits its data.
     *
     * @param job as {@link JobJson} writes it
     * @param digest what the data must be; empty: whatever is here
     */
    public record Inspect(String job, String digest, ActorRef<Inspection> replyTo) implements Command {}

    /**
     * Asks for the files of a data set.
     *
     * @param data as {@link JobJson#writeData} writes it
     */
    record Find(String data, String digest, ActorRef<FileAnswer> replyTo) implements Command {}

    /** Asks for a piece of one of them. */
    record Read(String data, String digest, String name, long offset, ActorRef<FileAnswer> replyTo)
            implements Command {}

    /** What a node says of a job. */
    public sealed interface Inspection extends Remote {}

    /**
     * The job can be trained.
     *
     * @param samples of the training part
     */
    public record Fits(String digest, int samples) implements Inspection {}

    /** The job is wrong. */
    public record Unfit(String sentence) implements Inspection {}

    /** The data is not on this node. */
    public record NoData(String sentence) implements Inspection {}

    private DataKeeper() {}

    static Behavior<Command> create(NodeData data) {
        return Behaviors.setup(context -> {
            context.getSystem().receptionist().tell(Receptionist.register(KEY, context.getSelf()));
            return Behaviors.receive(Command.class)
                    .onMessage(Inspect.class, inspect -> {
                        inspect.replyTo().tell(inspect(data, inspect));
                        return Behaviors.same();
                    })
                    .onMessage(Find.class, find -> {
                        find.replyTo().tell(find(data, find));
                        return Behaviors.same();
                    })
                    .onMessage(Read.class, read -> {
                        read.replyTo().tell(read(data, read));
                        return Behaviors.same();
                    })
                    .build();
        });
    }

    private static Inspection inspect(NodeData nodeData, Inspect inspect) {
        try {
            JobSpec job = JobJson.parse(inspect.job());
            Optional<String> digest = Optional.of(inspect.digest()).filter(text -> !text.isEmpty());
            Optional<Dataset> data = nodeData.here(job.data(), digest);
            if (data.isEmpty()) {
                return new NoData(nodeData.absent(job.data(), digest));
            }
            JobValidation.check(job, data.get());
            return new Fits(data.get().digest(), data.get().train().size());
        } catch (InvalidJobException | DataException wrong) {
            return new Unfit(wrong.getMessage());
        }
    }

    private static FileAnswer find(NodeData data, Find find) {
        try {
            List<FileAnswer.Entry> entries = new ArrayList<>();
            for (Path file : data.files(JobJson.parseData(find.data()), find.digest())) {
                entries.add(new FileAnswer.Entry(
                        file.getFileName().toString(), file.toFile().length()));
            }
            return entries.isEmpty() ? new FileAnswer.Absent() : new FileAnswer.Files(entries);
        } catch (InvalidJobException | DataException unusable) {
            return new FileAnswer.Absent();
        }
    }

    private static FileAnswer read(NodeData data, Read read) {
        return data.files(JobJson.parseData(read.data()), read.digest()).stream()
                .filter(file -> file.getFileName().toString().equals(read.name()))
                .findFirst()
                .map(file -> FileReading.chunk(file, read.offset()))
                .orElseGet(FileAnswer.Absent::new);
    }
}
