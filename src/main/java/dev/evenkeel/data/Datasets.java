package dev.evenkeel.data;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Reads data sets. */
public final class Datasets {
    private Datasets() {}

    /**
     * Reads and checks a data set.
     *
     * @param base the folder that relative paths start from
     * @throws DataException where files are absent or wrong, or do not fit into memory
     */
    public static Dataset load(DataSpec spec, Path base) {
        try {
            return read(spec, base);
        } catch (OutOfMemoryError e) {
            // What no single array betrays; all that was read is garbage by now, so that the message can be made.
            throw Heap.tooSmall(e);
        }
    }

    /**
     * Inputs without labels, to predict from: the rows of a CSV file that has as many columns as the model takes numbers.
     * Empty where the data has labels.
     *
     * @param features numbers of an input
     * @throws DataException as {@link #load}
     */
    public static Optional<List<float[]>> unlabelled(DataSpec spec, Path base, int features) {
        return spec instanceof DataSpec.Csv csv
                ? CsvData.inputs(csv, resolve(base, csv.path()), features)
                : Optional.empty();
    }

    private static Dataset read(DataSpec spec, Path base) {
        if (spec instanceof DataSpec.Digits) {
            return EmbeddedDigits.load();
        }
        if (spec instanceof DataSpec.Idx idx) {
            return IdxData.load(resolve(base, idx.path()));
        }
        if (spec instanceof DataSpec.Cifar10 cifar10) {
            return Cifar10Data.load(resolve(base, cifar10.path()));
        }
        if (spec instanceof DataSpec.Csv csv) {
            return CsvData.load(csv, resolve(base, csv.path()));
        }
        if (spec instanceof DataSpec.Synthetic synthetic) {
            return SyntheticData.load(synthetic);
        }
        throw new IllegalStateException("data without a reader: " + spec);
    }

    /**
     * The files that {@link #load} reads for data whose path is absolute, as far as they are there: what another machine
     * needs to read the same data. None where the data comes from no file.
     */
    public static List<Path> files(DataSpec spec) {
        if (spec instanceof DataSpec.Idx idx) {
            return IdxData.files(Path.of(idx.path()));
        }
        if (spec instanceof DataSpec.Cifar10 cifar10) {
            return Cifar10Data.files(Path.of(cifar10.path())).stream()
                    .filter(Files::exists)
                    .toList();
        }
        return spec instanceof DataSpec.Csv csv ? List.of(Path.of(csv.path())) : List.of();
    }

    private static Path resolve(Path base, String path) {
        try {
            return base.resolve(path).normalize();
        } catch (InvalidPathException e) {
            throw new DataException("\"" + path + "\" cannot be a path: " + e.getReason(), e);
        }
    }
}
