package dev.evenkeel.data;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * The folders that a node lets jobs read data from. A job's path is relative to one of them, or absolute and within one; it may
 * not lead out of them, neither by {@code ..} nor by a symbolic link, since a job may come from anybody who reaches the node.
 */
public final class DataRoots {
    private final List<Path> roots;
    private final List<Path> names;

    /**
     * @param roots folders, in the order in which they are searched
     * @throws DataException where one is no folder that can be read
     */
    public DataRoots(List<Path> roots) {
        this.roots = roots.stream().map(DataRoots::real).toList();
        this.names = Stream.concat(this.roots.stream(), roots.stream().map(root -> root.toAbsolutePath()
                        .normalize()))
                .toList();
    }

    /** The folders, as they really are called. */
    public List<Path> roots() {
        return roots;
    }

    /**
     * The data with its real, absolute path; empty where no root has it.
     *
     * @throws DataException where the path leads out of the roots, in a sentence that says by what
     */
    public Optional<DataSpec> locate(DataSpec spec) {
        if (spec.source().isEmpty()) {
            return Optional.of(spec);
        }
        Path path = path(spec.source().get());
        for (Path root : roots) {
            Path candidate = root.resolve(path);
            if (Files.exists(candidate)) {
                DataSpec found = spec.from(inside(candidate, path).toString());
                Datasets.files(found).forEach(file -> inside(file, path));
                return Optional.of(found);
            }
        }
        return Optional.empty();
    }

    /** What to say of data that no root has. */
    public DataException absent(DataSpec spec) {
        return new DataException(quoted(path(spec.source().orElse(""))) + " is in no data root" + named());
    }

    private Path path(String text) {
        Path path;
        try {
            path = Path.of(text);
        } catch (InvalidPathException e) {
            throw new DataException("\"" + text + "\" cannot be a path: " + e.getReason(), e);
        }
        if (StreamSupport.stream(path.spliterator(), false)
                .anyMatch(name -> name.toString().equals(".."))) {
            throw new DataException(
                    quoted(path) + " leads out of the data roots by \"..\": it must be a path below one");
        }
        if (path.isAbsolute() && names.stream().noneMatch(path.normalize()::startsWith)) {
            throw new DataException(
                    quoted(path) + " is outside of the data roots" + named() + ": it must be a path below one of them");
        }
        return path;
    }

    private Path inside(Path file, Path asked) {
        try {
            Path real = file.toRealPath();
            if (roots.stream().anyMatch(real::startsWith)) {
                return real;
            }
        } catch (IOException unreadable) {
            throw ReadFailure.of(quoted(asked), unreadable);
        }
        throw new DataException(
                quoted(asked) + " leads out of the data roots by a symbolic link: what it leads to must be below one");
    }

    private String named() {
        return roots.isEmpty()
                ? " (the node has none: start it with --data-root DIR)"
                : " (" + roots.stream().map(Path::toString).collect(Collectors.joining(", ")) + ")";
    }

    private static String quoted(Path path) {
        return "data.path \"" + path + "\"";
    }

    private static Path real(Path root) {
        try {
            Path real = root.toRealPath();
            if (Files.isDirectory(real)) {
                return real;
            }
        } catch (IOException unreadable) {
            throw ReadFailure.of("the data root " + root, unreadable);
        }
        throw new DataException("the data root " + root + " is no folder");
    }
}
