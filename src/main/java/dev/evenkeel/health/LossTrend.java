package dev.evenkeel.health;

/**
 * The loss, averaged over windows of steps.
 *
 * @param sum of the losses in the window at hand
 * @param steps in the window at hand
 * @param windows that are full
 * @param first mean of the first window; 0 before there is one
 * @param lowest mean that counted as progress; 0 before there is one
 * @param latest mean of the last full window; 0 before there is one
 * @param stale full windows since the lowest
 */
public record LossTrend(double sum, int steps, long windows, double first, double lowest, double latest, long stale) {
    static final LossTrend START = new LossTrend(0, 0, 0, 0, 0, 0, 0);

    /**
     * The trend with one more step's loss.
     *
     * @param over steps of a window
     * @param decrease the share by which a window must undercut the lowest to count as progress
     */
    LossTrend plus(double loss, int over, double decrease) {
        if (steps + 1 < over) {
            return new LossTrend(sum + loss, steps + 1, windows, first, lowest, latest, stale);
        }
        double mean = (sum + loss) / over;
        boolean progress = windows == 0 || mean < lowest * (1 - decrease);
        return new LossTrend(
                0,
                0,
                windows + 1,
                windows == 0 ? mean : first,
                progress ? mean : lowest,
                mean,
                progress ? 0 : stale + 1);
    }

    /** Whether a window has just come to its end. */
    boolean windowEnded() {
        return steps == 0 && windows > 0;
    }
}
