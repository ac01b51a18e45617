package dev.evenkeel.health;

import java.util.OptionalDouble;

/**
 * An activation's outputs at a watched step, over units and samples of the mini-batch.
 *
 * @param index of the layer in the network
 * @param layer its name there: {@code layer 3 (relu)}
 * @param kind {@code relu}, {@code sigmoid}, …
 * @param deviation square root of the biased variance
 * @param zeros share of outputs that are 0; relu alone
 * @param dead share of units (channels of maps) that are above 0 for hardly any sample; relu alone
 * @param saturated share of inputs where the slope is nothing; sigmoid and tanh alone
 */
public record ActivationFigures(
        int index,
        String layer,
        String kind,
        double mean,
        double deviation,
        OptionalDouble zeros,
        OptionalDouble dead,
        OptionalDouble saturated) {}
