package dev.evenkeel.bench;

import dev.evenkeel.job.JobSpec;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * What something costs that every job does: trainings with it and without it, in turns (with, without, without, with) and in one JVM. In
 * two JVMs the compiler's luck differs by more than what is to be measured.
 *
 * @param ratios of the step times with over those without, one for each round, in increasing order
 */
public record Cost(Of of, ReferenceNet net, int workers, List<Double> ratios) {
    private static final int ROUNDS = 11;

    /** What may cost. */
    public enum Of {
        /** Watching gradient health, as often as a job does by default. */
        HEALTH("watching gradient health"),
        /** Summing over micro-batches in the fixed tree, instead of over all samples of a worker at once. */
        ORDER("summing in the fixed order");

        private final String what;

        Of(String what) {
            this.what = what;
        }

        /** In words. */
        public String what() {
            return what;
        }

        private JobSpec without(ReferenceNet net, int workers) {
            JobSpec job = net.job();
            return switch (this) {
                case HEALTH -> job.toBuilder().healthEnabled(false).build();
                case ORDER ->
                    job.toBuilder()
                            .microBatch((net.batchSize() + workers - 1) / workers)
                            .build();
            };
        }
    }

    public Cost {
        ratios = List.copyOf(ratios);
    }

    /**
     * Trains for several times as long as said; blocks meanwhile.
     *
     * @param seconds for each round of four trainings, after a warm-up
     */
    public static Cost measure(Of of, ReferenceNet net, int workers, double seconds) {
        JobSpec with = net.job();
        JobSpec without = of.without(net, workers);
        Throughput.measure(net, with, workers, seconds / 2, false);
        Throughput.measure(net, without, workers, seconds / 2, false);
        List<Double> ratios = new ArrayList<>();
        for (int round = 0; round < ROUNDS; round++) {
            double first = rate(net, with, workers, seconds / 4);
            double others = rate(net, without, workers, seconds / 4) + rate(net, without, workers, seconds / 4);
            ratios.add(others / (first + rate(net, with, workers, seconds / 4)));
        }
        Collections.sort(ratios);
        return new Cost(of, net, workers, ratios);
    }

    private static double rate(ReferenceNet net, JobSpec job, int workers, double seconds) {
        return Throughput.measure(net, job, workers, seconds, true).median();
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
