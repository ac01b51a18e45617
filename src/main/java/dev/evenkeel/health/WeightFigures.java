package dev.evenkeel.health;

/**
 * A layer with weights at a watched step; the weights alone, without biases.
 *
 * @param index of the layer in the network
 * @param layer its name there: {@code layer 2 (dense)}
 * @param gradientNorm Euclidean, of the mini-batch's gradient before clipping
 * @param gradientMeanAbs mean absolute value of its elements
 * @param gradientMaxAbs largest absolute value of its elements
 * @param weightNorm Euclidean, before the step's update
 * @param updateRatio mean |Δw| / mean |w| of the step's update; 0 where all weights are 0
 */
public record WeightFigures(
        int index,
        String layer,
        double gradientNorm,
        double gradientMeanAbs,
        double gradientMaxAbs,
        double weightNorm,
        double updateRatio) {}
