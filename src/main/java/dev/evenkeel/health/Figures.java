package dev.evenkeel.health;

import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.IntStream;

/**
 * What one watched step measured: the same for any number of workers.
 *
 * @param weights of the layers that have weights, in order of the network
 * @param activations of the activation layers, in order of the network
 */
public record Figures(List<WeightFigures> weights, List<ActivationFigures> activations) {
    public Figures {
        weights = List.copyOf(weights);
        activations = List.copyOf(activations);
    }

    /** The first layer's gradient norm over the last one's; empty below two layers with weights, or where the last one's is 0. */
    public OptionalDouble gradientRatio() {
        if (weights.size() < 2 || weights.get(weights.size() - 1).gradientNorm() == 0) {
            return OptionalDouble.empty();
        }
        return OptionalDouble.of(
                weights.get(0).gradientNorm() / weights.get(weights.size() - 1).gradientNorm());
    }

    /**
     * The slope of log10 of the gradient norm over the layers with weights, counted from the input, by least squares: 0.5 means
     * that a gradient loses half a power of ten with every layer on its way back. Layers without any gradient are left out;
     * empty below two.
     */
    public OptionalDouble gradientSlope() {
        int[] depths = IntStream.range(0, weights.size())
                .filter(i -> weights.get(i).gradientNorm() > 0)
                .toArray();
        if (depths.length < 2) {
            return OptionalDouble.empty();
        }
        double meanDepth = 0;
        double meanPower = 0;
        for (int depth : depths) {
            meanDepth += (double) depth / depths.length;
            meanPower += power(depth) / depths.length;
        }
        double squares = 0;
        double products = 0;
        for (int depth : depths) {
            squares += (depth - meanDepth) * (depth - meanDepth);
            products += (depth - meanDepth) * (power(depth) - meanPower);
        }
        return OptionalDouble.of(products / squares);
    }

    private double power(int layer) {
        return StrictMath.log10(weights.get(layer).gradientNorm());
    }
}
