package dev.evenkeel.cluster.files;

import dev.evenkeel.cluster.node.DataAccess;
import dev.evenkeel.data.DataException;
import dev.evenkeel.data.DataRoots;
import dev.evenkeel.data.DataSpec;
import dev.evenkeel.data.Dataset;
import dev.evenkeel.data.Datasets;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The data sets of a node: those below its data roots, and in a cache those that it got from other nodes, each in a folder
 * called by its digest. Any thread may call it; it waits for the disk and for other nodes.
 */
public final class NodeData implements DataAccess {
    private static final Logger LOG = LoggerFactory.getLogger(NodeData.class);

    private static final String SINGLE = "data.csv";

    private final DataRoots roots;
    private final Executor waiting;
    private final Map<String, List<Path>> known = new ConcurrentHashMap<>();
    private final AtomicReference<Optional<Sharing>> sharing = new AtomicReference<>(Optional.empty());

    private record Sharing(Path cache, Peers peers) {}

    /** @param waiting where threads come from that wait for disks and other nodes */
    public NodeData(DataRoots roots, Executor waiting) {
        this.roots = roots;
        this.waiting = waiting;
    }

    /**
     * From now on data sets are also had from other nodes.
     *
     * @param cache the folder for them; it need not be there yet
     */
    void share(Path cache, Peers peers) {
        sharing.set(Optional.of(new Sharing(cache, peers)));
    }

    @Override
    public CompletionStage<Dataset> provide(DataSpec spec, String digest) {
        return CompletableFuture.supplyAsync(() -> load(spec, Optional.of(digest)), waiting);
    }

    /**
     * The data as it is here.
     *
     * @param digest what it must be; empty: whatever is here
     * @throws DataException where the path leads out of the roots, or the files are wrong
     */
    Optional<Dataset> here(DataSpec spec, Optional<String> digest) {
        Optional<DataSpec> found = roots.locate(spec);
        if (found.isPresent()) {
            Dataset data = read(found.get());
            if (digest.isEmpty() || digest.get().equals(data.digest())) {
                return Optional.of(data);
            }
        }
        return digest.flatMap(wanted -> cached(spec, wanted));
    }

    /**
     * The data, brought from another node where it is not here.
     *
     * @throws DataException where no node has it, or it can't be used
     */
    Dataset load(DataSpec spec, Optional<String> digest) {
        Optional<Dataset> here = here(spec, digest);
        if (here.isPresent()) {
            return here.get();
        }
        return digest.flatMap(wanted -> copied(spec, wanted))
                .orElseThrow(() -> new DataException(absent(spec, digest) + ", and no other node has it"));
    }

    /** Other nodes that may have a data set. */
    interface Peers {
        /**
         * Brings the files of a data set into a folder; {@code false} where no node has it.
         *
         * @throws IOException where the folder can't be written, or the node that has it goes away
         */
        boolean copy(DataSpec spec, String digest, Path folder) throws IOException;
    }

    /** What to say where {@link #here} has nothing. */
    String absent(DataSpec spec, Optional<String> digest) {
        return roots.locate(spec)
                .flatMap(found ->
                        digest.map(wanted -> "data.path \"" + spec.source().orElse(spec.toString())
                                + "\" holds other data (sha256:" + read(found).digest()
                                + ") than the job is for (sha256:" + wanted
                                + ")"))
                .orElseGet(() -> roots.absent(spec).getMessage());
    }

    /** The files of a data set that is here; none where it is not, or comes from no file. */
    List<Path> files(DataSpec spec, String digest) {
        if (!known.containsKey(digest)) {
            here(spec, Optional.of(digest));
        }
        return known.getOrDefault(digest, List.of());
    }

    /** One thread at a time, so that two jobs that need the same data copy it once. */
    private synchronized Optional<Dataset> copied(DataSpec spec, String digest) {
        Optional<Dataset> meanwhile = cached(spec, digest);
        if (meanwhile.isPresent() || sharing.get().isEmpty()) {
            return meanwhile;
        }
        Path cache = sharing.get().get().cache();
        try {
            Files.createDirectories(cache);
            Path part = Files.createTempDirectory(cache, ".copy-");
            try {
                if (!sharing.get().get().peers().copy(spec, digest, part)) {
                    return Optional.empty();
                }
                String copy = Datasets.load(in(part, spec), part).digest();
                if (!copy.equals(digest)) {
                    throw new DataException("another node gave data sha256:" + copy + " for sha256:" + digest);
                }
                Files.move(part, cache.resolve(digest));
                LOG.info("copied data sha256:{} from another node", digest);
                return cached(spec, digest);
            } finally {
                delete(part);
            }
        } catch (IOException failed) {
            throw new DataException("the data cannot be copied from another node: " + failed.getMessage(), failed);
        }
    }

    private Optional<Dataset> cached(DataSpec spec, String digest) {
        return sharing.get()
                .map(shared -> shared.cache().resolve(digest))
                .filter(folder -> digest.matches("[0-9a-f]{64}") && Files.isDirectory(folder))
                .map(folder -> read(in(folder, spec)))
                .filter(data -> data.digest().equals(digest));
    }

    private Dataset read(DataSpec located) {
        Dataset data = Datasets.load(located, Path.of(""));
        known.put(data.digest(), Datasets.files(located));
        return data;
    }

    /** The data as it lies in a folder of its own. */
    private static DataSpec in(Path folder, DataSpec spec) {
        return spec.from((spec instanceof DataSpec.Csv ? folder.resolve(SINGLE) : folder).toString());
    }

    /** What a file of a data set is called in a folder of its own: readers know most by their names, a single one by the job. */
    static String name(DataSpec spec, String file) {
        return spec instanceof DataSpec.Csv ? SINGLE : file;
    }

    private static void delete(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        try (var entries = Files.list(folder)) {
            for (Path entry : entries.toList()) {
                Files.delete(entry);
            }
        }
        Files.delete(folder);
    }
}
