package dev.evenkeel.cluster.jobs;

import akka.actor.AbstractActor;
import akka.cluster.ddata.DurableStore;
import akka.cluster.ddata.ReplicatedData;
import com.typesafe.config.Config;
import dev.evenkeel.cluster.node.Node;
import dev.evenkeel.format.AtomicFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a node knows of the cluster's jobs, in files: one a job, with its record as JSON. Akka's Distributed Data makes this actor,
 * as {@code node.conf} says, and has it write every record that comes or changes; a node counts for a majority when its file is on
 * the disk.
 *
 * <p>It gives nothing back to Akka: what an earlier life of the node has left may be older than what the cluster knows by now, so
 * {@link Remembering} offers it to the job manager instead.
 */
public final class RecordFiles extends AbstractActor {
    private static final Logger LOG = LoggerFactory.getLogger("evenkeel.jobs");
    private static final String JSON = ".json";

    private final Path folder = folder(Node.stateDir(getContext().getSystem()));

    /** As Akka makes it. */
    public RecordFiles(Config config) {}

    private static Path folder(Path stateDir) {
        return stateDir.resolve("jobs");
    }

    @Override
    public Receive createReceive() {
        return receiveBuilder()
                .matchEquals(DurableStore.LoadAll$.MODULE$, all -> getSender()
                        .tell(DurableStore.LoadAllCompleted$.MODULE$, getSelf()))
                .match(DurableStore.Store.class, this::store)
                .build();
    }

    private void store(DurableStore.Store store) {
        boolean kept = keep(JobStore.id(store.key()), store.data().data());
        if (store.reply().isDefined()) {
            DurableStore.StoreReply reply = store.reply().get();
            reply.replyTo().tell(kept ? reply.successMsg() : reply.failureMsg(), getSelf());
        }
    }

    private boolean keep(String id, ReplicatedData data) {
        // An id comes from outside where a job is resumed.
        Path file = folder.resolve(URLEncoder.encode(id, StandardCharsets.UTF_8) + JSON);
        try {
            if (data instanceof Latest latest) {
                Files.createDirectories(folder);
                AtomicFiles.write(file, out -> out.write(latest.text().getBytes(StandardCharsets.UTF_8)));
            } else {
                // It was forgotten.
                Files.deleteIfExists(file);
            }
            return true;
        } catch (IOException failed) {
            LOG.error("this node cannot keep job {}: {}", id, failed.getMessage());
            return false;
        }
    }

    /** The records that a node has left there, in the order of their submission; tells of those that can't be read. */
    static List<JobRecord> in(Path stateDir) {
        try (Stream<Path> files = Files.list(folder(stateDir))) {
            return files.filter(file -> file.toString().endsWith(JSON))
                    .flatMap(file -> read(file).stream())
                    .sorted(Comparator.comparingLong(JobRecord::number))
                    .toList();
        } catch (NoSuchFileException none) {
            return List.of();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private static Optional<JobRecord> read(Path file) {
        try {
            return Optional.of(JobRecord.of(Files.readString(file)));
        } catch (IOException | RuntimeException damaged) {
            LOG.warn("{} is left out, as it holds no job's record: {}", file, damaged.getMessage());
            return Optional.empty();
        }
    }
}
