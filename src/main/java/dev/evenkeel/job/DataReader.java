package dev.evenkeel.job;

import dev.evenkeel.data.DataSpec;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * Reads data that is named outside of a job, as the option {@code --data} has it: a type ({@code digits}), the keys of a job's
 * section {@code data} ({@code type=csv, path=rows.csv, header=false}), a job file, whose data it is, a CSV file, or a folder
 * with IDX or CIFAR-10 files.
 */
public final class DataReader {
    /** What sentences call it. */
    private static final String NAME = "--data";

    private static final String EXPECTED =
            "name digits, a CSV file, a folder with IDX or CIFAR-10 files, a job file, or keys such as type=csv, path=rows.csv";

    private DataReader() {}

    /**
     * The data, and where its relative paths start.
     *
     * @throws InvalidJobException a sentence that begins with {@code --data}, or with the job file
     */
    public static ReadData read(String argument) {
        Path here = Path.of("").toAbsolutePath();
        if (argument.contains("=")) {
            return new ReadData(keys(argument), here);
        }
        if (argument.equals("digits") || argument.equals("synthetic")) {
            return new ReadData(keys("type = " + argument), here);
        }
        Path path = Path.of(argument);
        if (Files.isDirectory(path)) {
            boolean cifar10 = Files.exists(path.resolve("test_batch.bin"));
            return new ReadData(cifar10 ? Data.cifar10(argument) : Data.idx(argument), here);
        }
        if (!Files.exists(path)) {
            throw new InvalidJobException(NAME + " " + argument + " is no file, folder or type of data: " + EXPECTED);
        }
        if (argument.endsWith(".csv")) {
            return new ReadData(Data.csv(argument), here);
        }
        ReadJob job = JobReader.read(path, List.of());
        return new ReadData(job.spec().data(), job.base());
    }

    /** @param base the folder where relative paths start */
    public record ReadData(DataSpec spec, Path base) {}

    private static DataSpec keys(String keys) {
        Hocon hocon =
                Hocon.resolve(NAME, "data {\n" + keys.replaceAll("^\\s*\\{|}\\s*$", "") + "\n}", List.of(), Map.of());
        return Section.read(hocon.tree(), "", Source.named(NAME), root -> root.section("data", DataKeys::read));
    }
}
