package dev.evenkeel.bench;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * What watching gradient health costs: trainings with it and without it, in turns (with, without, without, with) and in one JVM. In two
 * JVMs the compiler's luck differs by more than what is to be measured.
 *
 * @param ratios of the step times with over those without, one for each round, in increasing order
 */
public record HealthCost(ReferenceNet net, int workers, List<Double> ratios) {
    private static final int ROUNDS = 11;

    public HealthCost {
        ratios = List.copyOf(ratios);
    }

    /**
     * Trains for several times as long as said; blocks meanwhile.
     *
     * @param seconds for each round of four trainings, after a warm-up
     */
    public static HealthCost measure(ReferenceNet net, int workers, double seconds) {
        rate(net, workers, true, seconds / 2);
        rate(net, workers, false, seconds / 4);
        List<Double> ratios = new ArrayList<>();
        for (int round = 0; round < ROUNDS; round++) {
            double with = rate(net, workers, true, seconds / 4);
            double without = rate(net, workers, false, seconds / 4) + rate(net, workers, false, seconds / 4);
            with += rate(net, workers, true, seconds / 4);
            ratios.add(without / with);
        }
        Collections.sort(ratios);
        return new HealthCost(net, workers, ratios);
    }

    private static double rate(ReferenceNet net, int workers, boolean health, double seconds) {
        return Throughput.measure(net, workers, health, seconds).median();
    }

    /** The median over the rounds, as a share of a step's time without. */
    public double median() {
        return ratios.get(ROUNDS / 2) - 1;
    }

    /** The smallest, likewise. */
    public double least() {
        return ratios.get(0) - 1;
    }

    /** The largest, likewise. */
    public double most() {
        return ratios.get(ROUNDS - 1) - 1;
    }
}
