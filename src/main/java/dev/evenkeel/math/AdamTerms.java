package dev.evenkeel.math;

/**
 * The numbers of one {@linkplain ParameterKernels#adam step of Adam}, all finite and {@code epsilon} above 0.
 *
 * @param rest1 1 − β₁
 * @param rest2 1 − β₂
 * @param rate the learning rate, divided by 1 − β₁ᵗ
 * @param root 1 / √(1 − β₂ᵗ)
 * @param decay of the gradient: weight decay as L2 regularization; 0 without
 * @param shrink what weights are multiplied by: 1 − rate · decay where decay is decoupled from the gradient, 1 without
 * @param scale what gradient clipping multiplies the gradient by, 1 without
 */
public record AdamTerms(
        float beta1,
        float rest1,
        float beta2,
        float rest2,
        float rate,
        float root,
        float epsilon,
        float decay,
        float shrink,
        float scale) {}
