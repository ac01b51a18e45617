package dev.evenkeel.lab;

/**
 * Mean and variance of some samples, in double.
 *
 * @param variance over n
 */
record Moments(int count, double mean, double variance) {
    /** Of the elements {@code [from, to)}, at least one. */
    static Moments of(float[] values, int from, int to) {
        double sum = 0;
        for (int i = from; i < to; i++) {
            sum += values[i];
        }
        double mean = sum / (to - from);
        double squares = 0;
        for (int i = from; i < to; i++) {
            squares += (values[i] - mean) * (values[i] - mean);
        }
        return new Moments(to - from, mean, squares / (to - from));
    }

    /** Over n − 1; of a single one 0. */
    double unbiased() {
        return count == 1 ? 0 : variance * count / (count - 1);
    }
}
