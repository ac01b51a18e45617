package dev.evenkeel.lab;

import static dev.evenkeel.job.Layers.batchNorm;
import static dev.evenkeel.job.Layers.dense;
import static dev.evenkeel.job.Optimizers.sgd;

import com.typesafe.config.Config;
import dev.evenkeel.job.DataReader;
import dev.evenkeel.job.JobBuilder;
import dev.evenkeel.job.JobSpec;
import dev.evenkeel.nn.LayerSpec;
import java.util.List;
import java.util.stream.Collectors;

/** What the jobs of experiments have in common: the keys of their parameter files that mean the same everywhere. */
final class CommonJob {
    private CommonJob() {}

    /** All but layers and seed: plain SGD at a constant rate, evaluated after every epoch. */
    static JobBuilder of(String experiment, Config parameters) {
        return JobSpec.builder("lab-" + experiment)
                .data(DataReader.read(parameters.getString("data")).spec())
                .optimizer(sgd(parameters.getDouble("learning-rate")).momentum(0))
                .batchSize(parameters.getInt("batch-size"))
                .microBatch(parameters.getInt("micro-batch"))
                .epochs(parameters.getInt("epochs"))
                .evaluateEveryEpochs(1)
                .checkpointEveryEpochs(parameters.getInt("epochs"));
    }

    /** Equal hidden layers, then ten outputs. */
    static List<LayerSpec> plain(int hiddenLayers, LayerSpec... body) {
        return List.of(new LayerSpec.Flatten(), new LayerSpec.Repeat(hiddenLayers, List.of(body)), dense(10));
    }

    /** The same, normalized before the activation as in the paper; a layer that is not normalized has a bias instead. */
    static List<LayerSpec> plain(int hiddenLayers, int width, String activation, boolean batchNorm) {
        return plain(hiddenLayers, dense(width).bias(!batchNorm), batchNorm(), activation(activation));
    }

    /** {@code 3, 5 and 15}. */
    static String counted(List<Integer> numbers) {
        int last = numbers.size() - 1;
        String before = numbers.subList(0, last).stream().map(String::valueOf).collect(Collectors.joining(", "));
        return before.isEmpty() ? String.valueOf(numbers.get(last)) : before + " and " + numbers.get(last);
    }

    static LayerSpec activation(String name) {
        return switch (name) {
            case "sigmoid" -> new LayerSpec.Sigmoid();
            case "tanh" -> new LayerSpec.Tanh();
            case "relu" -> new LayerSpec.Relu();
            default -> throw new IllegalArgumentException("no activation is named " + name);
        };
    }
}
