package dev.evenkeel.job;

import dev.evenkeel.data.DataSpec;

/** The data of a job, for code, with the defaults of a job file. Relative paths start where the job runs. */
public final class Data {
    private Data() {}

    /** The handwritten digits embedded in the jar. */
    public static DataSpec.Digits digits() {
        return new DataSpec.Digits();
    }

    /** A folder with IDX files, such as MNIST or Fashion-MNIST. */
    public static DataSpec.Idx idx(String path) {
        return new DataSpec.Idx(path);
    }

    /** A folder with CIFAR-10's binary files. */
    public static DataSpec.Cifar10 cifar10(String path) {
        return new DataSpec.Cifar10(path);
    }

    public static DataSpec.Csv csv(String path) {
        return new DataSpec.Csv(
                path, Defaults.CSV_LABEL, Defaults.CSV_HEADER, Defaults.CSV_TEST_FRACTION, Defaults.CSV_TARGET);
    }

    /** Made up from a seed. */
    public static DataSpec.Synthetic synthetic() {
        return new DataSpec.Synthetic(
                Defaults.SYNTHETIC_CHANNELS,
                Defaults.SYNTHETIC_ROWS,
                Defaults.SYNTHETIC_COLUMNS,
                Defaults.SYNTHETIC_CLASSES,
                Defaults.SYNTHETIC_TRAIN,
                Defaults.SYNTHETIC_TEST,
                Defaults.SYNTHETIC_NOISE,
                Defaults.SYNTHETIC_SEED);
    }
}
