package dev.evenkeel.math;

/**
 * What batch normalization subtracts and multiplies by, per channel: {@code x̂ = ((x − hi) − lo) · inverse}. The mean is split
 * in two floats, so that a mean of 1e4 beside a deviation of 1 loses nothing.
 *
 * <p>Written once per step and statistics group by {@link #set}, then read by the kernels; one thread at a time.
 */
public record NormalizationTerms(float[] hi, float[] lo, float[] inverse) {
    public static NormalizationTerms of(int channels) {
        return new NormalizationTerms(new float[channels], new float[channels], new float[channels]);
    }

    /** Sets one channel from its mean and biased variance. */
    public void set(int channel, double mean, double variance, double epsilon) {
        hi[channel] = (float) mean;
        lo[channel] = (float) (mean - hi[channel]);
        inverse[channel] = (float) (1.0 / Math.sqrt(variance + epsilon));
    }
}
