package dev.evenkeel.optim;

import dev.evenkeel.nn.Parameter;

/**
 * What a step is to one tensor: all that its update depends on, beside the elements themselves. The same on every worker.
 *
 * @param rate the learning rate of the step
 * @param scale what gradient clipping multiplies the gradient by, 1 without
 * @param gradientNorm of the tensor's gradient, so scaled
 * @param weightNorm of the tensor before the step; 0 where {@link Optimizer#measuresWeights} is false
 * @param products the running products of this step, {@link Optimizer#advance} included; nobody writes to it
 */
public record TensorStep(
        Parameter parameter, double rate, float scale, double gradientNorm, double weightNorm, double[] products) {}
