package dev.evenkeel.reduce;

/**
 * Count, mean and sum of squared deviations (M2) of every channel, merged pairwise (Chan, Golub and LeVeque 1983, eq. 2.1).
 *
 * <p>Order of operations, in double, with n = nA + nB exact in long: {@code δ = meanB − meanA},
 * {@code mean = meanA + δ·(nB / n)}, {@code M2 = (M2A + M2B) + (δ·δ)·((nA·nB) / n)}, left operands from the left of the tree.
 */
public final class Moments {
    private Moments() {}

    /**
     * Merges channel moments in place: slot {@code left} becomes left merged with right. Slot i has its {@code channels} means at
     * {@code mean[i·channels …]}, its sums of squared deviations likewise in {@code m2}, its count at {@code counts[i]}.
     */
    public static void merge(long[] counts, double[] mean, double[] m2, int channels, int left, int right) {
        long n = Math.addExact(counts[left], counts[right]);
        double share = (double) counts[right] / (double) n;
        double weight = ((double) counts[left] * (double) counts[right]) / (double) n;
        int a = left * channels;
        int b = right * channels;
        for (int c = 0; c < channels; c++) {
            double delta = mean[b + c] - mean[a + c];
            mean[a + c] = mean[a + c] + delta * share;
            m2[a + c] = (m2[a + c] + m2[b + c]) + (delta * delta) * weight;
        }
        counts[left] = n;
    }

    /** Adds channel sums in place, slots as in {@link #merge}: slot {@code left} becomes left + right, counts likewise. */
    public static void add(long[] counts, double[] first, double[] second, int channels, int left, int right) {
        int a = left * channels;
        int b = right * channels;
        for (int c = 0; c < channels; c++) {
            first[a + c] = first[a + c] + first[b + c];
            second[a + c] = second[a + c] + second[b + c];
        }
        counts[left] = Math.addExact(counts[left], counts[right]);
    }
}
