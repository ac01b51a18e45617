package dev.evenkeel.cluster;

import dev.evenkeel.data.MicroBatches;
import dev.evenkeel.reduce.Portions;
import dev.evenkeel.reduce.Shards;
import dev.evenkeel.train.Course;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * In what portions a job's steps are dealt to its workers: evenly at first, then by the time that each takes for a micro-batch. Whom
 * a step is dealt to changes no bit of it. Coordinator only.
 *
 * <p>Measured is the time of whole steps without what was spent waiting for others, by its median over some seconds; after each change
 * twice as long, so that a cluster whose load changes does not deal anew all the time.
 */
final class Balance {
    private static final int STEPS = 20;
    private static final Duration SPAN = Duration.ofSeconds(2);
    private static final int MOST_PATIENT = 64;

    private final int samples;
    private final int microBatches;
    /** Nanoseconds for a micro-batch in the steps that were looked at, by worker. */
    private final Map<Integer, List<Double>> paces = new HashMap<>();

    private List<Integer> workers = List.of();
    private Portions portions = Portions.even(1);
    private int patience = 1;
    private long span;

    Balance(Course course) {
        samples = course.timeline().batch(1).size();
        microBatches = MicroBatches.split(samples, course.job().microBatch()).length;
    }

    /** For the next plan of these workers: even ones if they are others than before. */
    Portions portions(List<Integer> numbers) {
        if (!numbers.equals(workers)) {
            workers = numbers;
            portions = Portions.even(numbers.size());
        }
        return portions;
    }

    /** Another plan begins. */
    void begin() {
        paces.clear();
        span = 0;
    }

    /** A worker has committed a step by that plan; gives what is to be changed, if that is known now and worth it. */
    Optional<Redeal> add(Plan plan, Report.Committed report) {
        int rank = plan.numbers().indexOf(report.worker());
        int dealt = Shards.deal(microBatches, plan.portions()).size(rank);
        if (report.result().batch().size() != samples || !plan.portions().equals(portions)) {
            return Optional.empty();
        }
        StepTimes times = report.traffic().times();
        double busy = times.whole() - times.statistics() - times.gradients();
        // Infinite for one that has none: where there are so few nothing is dealt otherwise.
        paces.computeIfAbsent(report.worker(), worker -> new ArrayList<>()).add(busy / dealt);
        if (rank == 0) {
            span += times.whole();
        }
        boolean known = span >= patience * SPAN.toNanos()
                && paces.size() == plan.members()
                && paces.values().stream().allMatch(steps -> steps.size() >= patience * STEPS);
        return known ? decide(plan) : Optional.empty();
    }

    private Optional<Redeal> decide(Plan plan) {
        Shards shards = Shards.deal(microBatches, plan.portions());
        int[] dealt = new int[plan.members()];
        double[] nanos = new double[plan.members()];
        for (int rank = 0; rank < dealt.length; rank++) {
            dealt[rank] = shards.size(rank);
            nanos[rank] = median(paces.get(plan.numbers().get(rank)));
        }
        begin();
        Optional<Redeal> redeal = Redeal.better(plan.numbers(), dealt, nanos);
        redeal.ifPresent(better -> {
            portions = better.portions();
            patience = Math.min(MOST_PATIENT, 2 * patience);
        });
        return redeal;
    }

    private static double median(List<Double> values) {
        return values.stream()
                .mapToDouble(Double::doubleValue)
                .sorted()
                .skip(values.size() / 2)
                .findFirst()
                .orElseThrow();
    }
}
