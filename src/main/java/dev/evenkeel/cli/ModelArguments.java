package dev.evenkeel.cli;

import dev.evenkeel.data.Dataset;
import dev.evenkeel.data.Datasets;
import dev.evenkeel.job.DataReader;
import dev.evenkeel.run.Model;
import dev.evenkeel.run.ModelFile;
import dev.evenkeel.run.SeenData;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code MODEL --data DATA [--part PART]}: which model, and what to try it on. */
final class ModelArguments {
    /** Parts of a data set. */
    enum Part {
        train,
        test
    }

    @Parameters(paramLabel = "MODEL", description = "A model.safetensors, or the directory of a run that has one.")
    private Path model;

    @Option(
            names = "--data",
            required = true,
            paramLabel = "DATA",
            description =
                    "digits, a CSV file, a folder with IDX or CIFAR-10 files, a job file, or the keys of a job's data, such"
                            + " as \"type=csv, path=rows.csv, header=false\".")
    private String data;

    @Option(
            names = "--part",
            paramLabel = "PART",
            defaultValue = "test",
            description = "train or test (default: ${DEFAULT-VALUE}).")
    private Part part;

    Model model() {
        return ModelFile.read(Files.isDirectory(model) ? model.resolve("model.safetensors") : model);
    }

    /** The rows of a CSV file without labels; empty where the data has labels. */
    Optional<List<float[]>> unlabelled(Model model) {
        DataReader.ReadData read = DataReader.read(data);
        return Datasets.unlabelled(read.spec(), read.base(), model.input().features());
    }

    /** The data as the model sees it; its test part is the one that was asked for. */
    SeenData data(Model model) {
        DataReader.ReadData read = DataReader.read(data);
        Dataset dataset = Datasets.load(read.spec(), read.base());
        Dataset.Part wanted = part == Part.test ? dataset.test() : dataset.train();
        if (wanted.size() == 0) {
            throw new UsageException("the " + part + " part of --data " + data + " holds no sample");
        }
        return new SeenData(dataset, model, wanted);
    }
}
