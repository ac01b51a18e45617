package dev.evenkeel.data;

import java.nio.file.Path;
import java.util.Optional;

/** The {@code data} of a job. Paths are as written in the job; {@link Datasets#load} is told where relative ones start. */
public sealed interface DataSpec {
    /** The folder or file that the data is read from; empty where it comes from none. */
    default Optional<String> source() {
        return Optional.empty();
    }

    /** The same data read from another folder or file; itself where it comes from none. */
    default DataSpec from(String path) {
        return this;
    }

    /** The same data by an absolute path, which means the same wherever it is read on this machine. */
    default DataSpec located(Path base) {
        return source().map(path ->
                        from(base.toAbsolutePath().resolve(path).normalize().toString()))
                .orElse(this);
    }

    /** The 1,797 handwritten digits embedded in the jar. */
    record Digits() implements DataSpec {}

    /** A folder with IDX files under the names MNIST and Fashion-MNIST are published with, gzipped or not. */
    record Idx(String path) implements DataSpec {
        @Override
        public Optional<String> source() {
            return Optional.of(path);
        }

        @Override
        public Idx from(String other) {
            return new Idx(other);
        }
    }

    /** A folder with CIFAR-10's binary batches. */
    record Cifar10(String path) implements DataSpec {
        @Override
        public Optional<String> source() {
            return Optional.of(path);
        }

        @Override
        public Cifar10 from(String other) {
            return new Cifar10(other);
        }
    }

    /**
     * A CSV file of numbers; the last rows are for testing.
     *
     * @param label the label's column: its name where there is a header, or its index from 0 ("-1": the last)
     * @param testFraction share of the rows, at the end of the file, kept for testing: from 0 to below 1
     * @param target what the label's column holds
     */
    record Csv(String path, String label, boolean header, double testFraction, Target target) implements DataSpec {
        /** A CSV file with classes. */
        public Csv(String path, String label, boolean header, double testFraction) {
            this(path, label, header, testFraction, Target.CLASS);
        }

        @Override
        public Optional<String> source() {
            return Optional.of(path);
        }

        @Override
        public Csv from(String other) {
            return new Csv(other, label, header, testFraction, target);
        }

        public Csv label(String wanted) {
            return new Csv(path, wanted, header, testFraction, target);
        }

        public Csv header(boolean wanted) {
            return new Csv(path, label, wanted, testFraction, target);
        }

        public Csv testFraction(double wanted) {
            return new Csv(path, label, header, wanted, target);
        }

        public Csv target(Target wanted) {
            return new Csv(path, label, header, testFraction, wanted);
        }
    }

    /** What a label column holds: the name or number of a class, or a number to predict (regression). */
    enum Target {
        CLASS,
        NUMBER
    }

    /**
     * Made up from a seed: every class a random centre, every sample its centre plus noise.
     *
     * @param noise deviation of a sample around its centre; centres have deviation 1
     */
    record Synthetic(int channels, int rows, int columns, int classes, int train, int test, double noise, long seed)
            implements DataSpec {
        public Synthetic shape(int wantedChannels, int wantedRows, int wantedColumns) {
            return new Synthetic(wantedChannels, wantedRows, wantedColumns, classes, train, test, noise, seed);
        }

        public Synthetic classes(int wanted) {
            return new Synthetic(channels, rows, columns, wanted, train, test, noise, seed);
        }

        /** How many samples to train with, and how many to test with. */
        public Synthetic samples(int wantedTrain, int wantedTest) {
            return new Synthetic(channels, rows, columns, classes, wantedTrain, wantedTest, noise, seed);
        }

        public Synthetic noise(double wanted) {
            return new Synthetic(channels, rows, columns, classes, train, test, wanted, seed);
        }

        public Synthetic seed(long wanted) {
            return new Synthetic(channels, rows, columns, classes, train, test, noise, wanted);
        }
    }
}
