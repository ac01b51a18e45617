package dev.evenkeel.run;

import dev.evenkeel.format.FormatException;
import dev.evenkeel.format.SafetensorsFile;
import dev.evenkeel.format.Tensor;
import dev.evenkeel.nn.BatchNorm;
import dev.evenkeel.nn.Network;
import dev.evenkeel.nn.Parameter;
import java.util.ArrayList;
import java.util.List;

/** Flat arrays of a replica as named tensors of a file, and back. */
final class StateTensors {
    private StateTensors() {}

    /** The parameters of a flat array, each under its name behind {@code prefix}. */
    static List<Tensor> parameters(Network network, String prefix, float[] flat) {
        List<Tensor> tensors = new ArrayList<>();
        for (Parameter parameter : network.parameters()) {
            tensors.add(Tensor.Floats.slice(prefix + parameter.name(), parameter.shape(), flat, parameter.from()));
        }
        return tensors;
    }

    /** The running statistics of every batch-norm layer. */
    static List<Tensor> statistics(Network network, float[] mean, float[] variance) {
        List<Tensor> tensors = new ArrayList<>();
        for (BatchNorm norm : network.norms()) {
            List<Integer> shape = List.of(norm.channels());
            tensors.add(Tensor.Floats.slice(name(norm, "running-mean"), shape, mean, norm.channelsFrom()));
            tensors.add(Tensor.Floats.slice(name(norm, "running-variance"), shape, variance, norm.channelsFrom()));
        }
        return tensors;
    }

    /** Reads back what {@link #parameters} made. */
    static float[] readParameters(SafetensorsFile file, Network network, String prefix, String name) {
        float[] flat = new float[network.size()];
        for (Parameter parameter : network.parameters()) {
            copy(file, prefix + parameter.name(), parameter.shape(), flat, parameter.from(), name);
        }
        return flat;
    }

    static float[] readMean(SafetensorsFile file, Network network, String name) {
        return readStatistics(file, network, "running-mean", name);
    }

    static float[] readVariance(SafetensorsFile file, Network network, String name) {
        return readStatistics(file, network, "running-variance", name);
    }

    private static float[] readStatistics(SafetensorsFile file, Network network, String which, String name) {
        float[] flat = new float[network.normChannels()];
        for (BatchNorm norm : network.norms()) {
            copy(file, name(norm, which), List.of(norm.channels()), flat, norm.channelsFrom(), name);
        }
        return flat;
    }

    private static String name(BatchNorm norm, String which) {
        return (norm.index() + 1) + "." + norm.type() + "." + which;
    }

    private static void copy(
            SafetensorsFile file, String tensor, List<Integer> shape, float[] into, int at, String name) {
        Tensor found = file.tensor(tensor)
                .orElseThrow(() -> new FormatException(name + " has no tensor " + tensor + " of shape " + shape));
        if (!(found instanceof Tensor.Floats floats) || !floats.shape().equals(shape)) {
            throw new FormatException(name + ": tensor " + tensor + " is " + found.dtype() + " of shape "
                    + found.shape() + ", but must be F32 of shape " + shape);
        }
        System.arraycopy(floats.values(), 0, into, at, floats.values().length);
    }
}
