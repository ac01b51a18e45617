package dev.evenkeel.cluster.node;

import dev.evenkeel.data.DataException;
import dev.evenkeel.data.DataSpec;
import dev.evenkeel.data.Dataset;
import dev.evenkeel.data.Datasets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;

/** How a node comes by the data of a job. Any thread. */
@FunctionalInterface
public interface DataAccess {
    /**
     * Reads a data set; returns at once.
     *
     * @param digest what the data must have
     * @return completes with the data, or with a {@link DataException}
     */
    CompletionStage<Dataset> provide(DataSpec data, String digest);

    /** Reads from the first of these folders that has the files. */
    static DataAccess under(List<Path> roots, Executor waiting) {
        return (data, digest) -> CompletableFuture.supplyAsync(() -> read(data, roots), waiting);
    }

    private static Dataset read(DataSpec data, List<Path> roots) {
        if (roots.isEmpty()) {
            return Datasets.load(data, Path.of(""));
        }
        DataException last = new DataException("no data root has the files");
        for (Path root : roots) {
            try {
                return Datasets.load(data, root);
            } catch (DataException absent) {
                last = absent;
            }
        }
        throw last;
    }
}
