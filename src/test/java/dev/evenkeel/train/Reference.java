package dev.evenkeel.train;

import dev.evenkeel.data.MicroBatches;
import dev.evenkeel.job.JobSpec;
import dev.evenkeel.math.KeyedRandom;
import dev.evenkeel.nn.Activation;
import dev.evenkeel.nn.BatchNorm;
import dev.evenkeel.nn.BatchNormSpec.Scope;
import dev.evenkeel.nn.Conv2d;
import dev.evenkeel.nn.Dense;
import dev.evenkeel.nn.Dropout;
import dev.evenkeel.nn.Layer;
import dev.evenkeel.nn.Loss;
import dev.evenkeel.nn.Network;
import dev.evenkeel.nn.Pooling;
import dev.evenkeel.nn.Residual;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * A network forward in float64, over a whole mini-batch at once and straight from the definitions: what the floats are held
 * against. Values are by sample, in the order of the mini-batch, then feature.
 *
 * @param ids which training sample stands where in the mini-batch
 */
record Reference(Network network, JobSpec job, TrainingState state, int[] ids, int epoch) {
    /** Layers from … to − 1, with the parameters given instead of the state's; none of them reads what is made before x. */
    double[][] forward(int from, int to, double[][] x, double[] parameters) {
        double[][][] values = new double[to + 1][][];
        values[from] = x;
        for (int i = from; i < to; i++) {
            Layer layer = network.layers().get(i);
            double[][] input = values[network.source(i)];
            values[i + 1] = layer instanceof Residual sum
                    ? sum(input, values[sum.shortcut()])
                    : forward(layer, input, parameters);
        }
        return values[to];
    }

    private static double[][] sum(double[][] a, double[][] b) {
        return IntStream.range(0, a.length)
                .mapToObj(s -> IntStream.range(0, a[s].length)
                        .mapToDouble(f -> a[s][f] + b[s][f])
                        .toArray())
                .toArray(double[][]::new);
    }

    /** The mean over the mini-batch of what the job makes small. */
    double loss(double[][] output, Samples data) {
        double loss = 0;
        for (int s = 0; s < output.length; s++) {
            loss += job.loss() == Loss.SOFTMAX_CROSS_ENTROPY
                    ? crossEntropy(output[s], data.label(ids[s]))
                    : squaredError(output[s], data, ids[s]);
        }
        return loss / output.length;
    }

    private static double crossEntropy(double[] logits, int label) {
        double max = Arrays.stream(logits).max().orElseThrow();
        return Math.log(Arrays.stream(logits).map(z -> Math.exp(z - max)).sum()) - (logits[label] - max);
    }

    private static double squaredError(double[] output, Samples data, int id) {
        double sum = 0;
        for (int k = 0; k < output.length; k++) {
            double target = data.classes() == 0 ? data.target(id) : data.label(id) == k ? 1 : 0;
            sum += (output[k] - target) * (output[k] - target);
        }
        return sum / output.length;
    }

    private double[][] forward(Layer layer, double[][] x, double[] parameters) {
        if (layer instanceof Dense dense) {
            return dense(dense, x, parameters);
        } else if (layer instanceof Conv2d || layer instanceof Pooling) {
            return Arrays.stream(x)
                    .map(row -> Maps.forward(layer, row, parameters))
                    .toArray(double[][]::new);
        } else if (layer instanceof BatchNorm norm) {
            return norm.trainable() ? batchNorm(norm, x, parameters) : frozen(norm, x, parameters);
        } else if (layer instanceof Activation activation) {
            DoubleUnaryOperator function = function(activation);
            return Arrays.stream(x)
                    .map(row -> Arrays.stream(row).map(function).toArray())
                    .toArray(double[][]::new);
        } else if (layer instanceof Dropout dropout) {
            return dropout(dropout, x);
        }
        return x;
    }

    private static double[][] dense(Dense layer, double[][] x, double[] parameters) {
        int inputs = layer.input().features();
        double[][] y = new double[x.length][layer.units()];
        for (int s = 0; s < x.length; s++) {
            for (int u = 0; u < layer.units(); u++) {
                y[s][u] = layer.bias().isPresent()
                        ? parameters[layer.bias().orElseThrow().from() + u]
                        : 0;
                for (int i = 0; i < inputs; i++) {
                    y[s][u] += parameters[layer.weight().from() + u * inputs + i] * x[s][i];
                }
            }
        }
        return y;
    }

    private double[][] batchNorm(BatchNorm norm, double[][] x, double[] parameters) {
        double[][] y = new double[x.length][];
        for (int[] group : groups()) {
            double[][] members = Arrays.copyOfRange(x, group[0], group[1]);
            for (int s = group[0]; s < group[1]; s++) {
                y[s] = new double[x[s].length];
            }
            for (int c = 0; c < norm.channels(); c++) {
                double mean = mean(norm, members, c);
                double variance = variance(norm, members, c);
                normalize(norm, c, mean, variance, parameters, members, Arrays.copyOfRange(y, group[0], group[1]));
            }
        }
        return y;
    }

    private double[][] frozen(BatchNorm norm, double[][] x, double[] parameters) {
        double[][] y = new double[x.length][norm.input().features()];
        for (int c = 0; c < norm.channels(); c++) {
            int at = norm.channelsFrom() + c;
            normalize(norm, c, state.runningMean()[at], state.runningVariance()[at], parameters, x, y);
        }
        return y;
    }

    private static void normalize(
            BatchNorm norm, int c, double mean, double variance, double[] parameters, double[][] x, double[][] y) {
        int plane = norm.input().plane();
        double gamma = parameters[norm.gamma().from() + c];
        double beta = parameters[norm.beta().from() + c];
        for (int s = 0; s < x.length; s++) {
            for (int f = c * plane; f < (c + 1) * plane; f++) {
                y[s][f] = (x[s][f] - mean) / Math.sqrt(variance + norm.epsilon()) * gamma + beta;
            }
        }
    }

    /** Statistics groups as runs of samples: whole micro-batches, a last group of one sample joined with the one before. */
    List<int[]> groups() {
        int[] sizes = MicroBatches.split(ids.length, job.microBatch());
        Scope scope = job.batchNorm().scope();
        int size = scope instanceof Scope.Group group
                ? group.microBatches()
                : scope instanceof Scope.MicroBatch ? 1 : sizes.length;
        List<int[]> groups = new ArrayList<>();
        int at = 0;
        for (int m = 0; m < sizes.length; m += size) {
            int samples =
                    Arrays.stream(sizes, m, Math.min(sizes.length, m + size)).sum();
            if (samples == 1 && m > 0) {
                groups.get(groups.size() - 1)[1] = at + 1;
            } else {
                groups.add(new int[] {at, at + samples});
            }
            at += samples;
        }
        return groups;
    }

    static double mean(BatchNorm norm, double[][] x, int channel) {
        return values(norm, x, channel).average().orElseThrow();
    }

    /** Biased. */
    static double variance(BatchNorm norm, double[][] x, int channel) {
        double mean = mean(norm, x, channel);
        return values(norm, x, channel)
                .map(v -> (v - mean) * (v - mean))
                .average()
                .orElseThrow();
    }

    private static DoubleStream values(BatchNorm norm, double[][] x, int channel) {
        int plane = norm.input().plane();
        return Arrays.stream(x).flatMapToDouble(row -> Arrays.stream(row, channel * plane, (channel + 1) * plane));
    }

    private static DoubleUnaryOperator function(Activation activation) {
        return switch (activation.function()) {
            case RELU -> v -> Math.max(v, 0);
            case LEAKY_RELU -> v -> v < 0 ? activation.slope() * v : v;
            case SIGMOID -> v -> 1 / (1 + Math.exp(-v));
            case TANH -> Math::tanh;
            case GELU -> v -> 0.5 * v * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (v + 0.044715 * v * v * v)));
        };
    }

    private double[][] dropout(Dropout layer, double[][] x) {
        double[][] y = new double[x.length][];
        for (int s = 0; s < x.length; s++) {
            int sample = s;
            int[] words = new int[layer.input().features()];
            KeyedRandom.features(words, job.seed(), epoch, ids[s], layer.index());
            y[s] = IntStream.range(0, words.length)
                    .mapToDouble(f -> Integer.toUnsignedLong(words[f]) < layer.rate() * 0x1p32
                            ? 0
                            : x[sample][f] / (1 - layer.rate()))
                    .toArray();
        }
        return y;
    }
}
