package dev.evenkeel.cluster.files;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.receptionist.Receptionist;
import akka.actor.typed.receptionist.ServiceKey;
import dev.evenkeel.cluster.Remote;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;

/**
 * Gives out the run directories on its node, one for every job that ran here, to whichever node is asked for them. It waits for
 * the disk, on a dispatcher made for waiting.
 */
public final class RunKeeper {
    static final ServiceKey<Command> KEY = ServiceKey.create(Command.class, "evenkeel-runs");

    /** One name of a path; what begins with a dot is none. */
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9._-]*");

    public sealed interface Command extends Remote {}

    /** Asks for the files of a job's run directory. */
    public record List(String job, ActorRef<FileAnswer> replyTo) implements Command {}

    /**
     * Asks for a piece of a file.
     *
     * @param name as a {@link FileAnswer.Entry} has it
     */
    public record Read(String job, String name, long offset, ActorRef<FileAnswer> replyTo) implements Command {}

    private RunKeeper() {}

    /** @param runs the folder with a directory for every job, by its id; it need not be there yet */
    static Behavior<Command> create(Path runs) {
        return Behaviors.setup(context -> {
            context.getSystem().receptionist().tell(Receptionist.register(KEY, context.getSelf()));
            return Behaviors.receive(Command.class)
                    .onMessage(List.class, list -> {
                        list.replyTo().tell(list(runs, list.job()));
                        return Behaviors.same();
                    })
                    .onMessage(Read.class, read -> {
                        read.replyTo().tell(read(runs, read));
                        return Behaviors.same();
                    })
                    .build();
        });
    }

    private static FileAnswer list(Path runs, String job) {
        return NAME.matcher(job).matches() ? FileReading.list(runs.resolve(job)) : new FileAnswer.Absent();
    }

    private static FileAnswer read(Path runs, Read read) {
        Path path = runs.resolve(read.job());
        if (!NAME.matcher(read.job()).matches() || read.offset() < 0) {
            return new FileAnswer.Absent();
        }
        for (String part : read.name().split("/", -1)) {
            if (!NAME.matcher(part).matches()) {
                return new FileAnswer.Absent();
            }
            path = path.resolve(part);
        }
        return Files.isRegularFile(path) ? FileReading.chunk(path, read.offset()) : new FileAnswer.Absent();
    }
}
