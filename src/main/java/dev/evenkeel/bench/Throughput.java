package dev.evenkeel.bench;

import dev.evenkeel.cluster.StepTimes;
import dev.evenkeel.job.JobSpec;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * Training throughput of a net: samples per second in each of several windows, after a warm-up in which the compiler gets its
 * work done.
 *
 * @param median of the windows
 * @param best of the windows
 * @param times where the measured steps' time went, summed over members; empty in one JVM
 * @param allocation for each step; empty where the workers are elsewhere
 * @param phases of the steps; empty where the workers are elsewhere, or it was not asked for
 */
public record Throughput(
        ReferenceNet net,
        int workers,
        String kernels,
        double median,
        double best,
        Optional<StepTimes> times,
        Optional<Allocation> allocation,
        Optional<PhaseShares> phases) {
    private static final int WINDOWS = 10;

    /** Until this many steps the compiler is at work, unless it takes unusually long. */
    private static final int WARM_UP_STEPS = 100;

    private static final double WARM_UP_MOST_SECONDS = 30;
    private static final double WARM_UP_WINDOW_SECONDS = 0.5;

    /** Windows in a row that are no faster than those before: the compiler has done its work. */
    private static final int WARM_WINDOWS = 4;

    /** What counts as faster. */
    private static final double GAIN = 1.02;

    /** Trains in this JVM until it is warm, and then for this long, a third of it still warm-up; blocks meanwhile. */
    public static Throughput measure(ReferenceNet net, int workers, double seconds) {
        return measure(net, workers, seconds, new LocalTraining(net.job(), workers), WarmUp.FULL);
    }

    /** The same, and samples what the compute threads are about: this costs little, but not nothing. */
    public static Throughput sample(ReferenceNet net, int workers, double seconds) {
        return measure(net, workers, seconds, new LocalTraining(net.job(), workers), WarmUp.SAMPLED);
    }

    /**
     * The same with another job for the net.
     *
     * @param warm whether this JVM has trained it before, so that a third of the seconds are warm-up enough
     */
    static Throughput measure(ReferenceNet net, JobSpec job, int workers, double seconds, boolean warm) {
        return measure(net, workers, seconds, new LocalTraining(job, workers), warm ? WarmUp.NONE : WarmUp.FULL);
    }

    /** The same on node processes, which are ended afterwards. */
    public static Throughput measure(ReferenceNet net, int workers, double seconds, ProcessCluster cluster) {
        return measure(net, workers, seconds, new ProcessTraining(net.job(), workers, cluster), WarmUp.FULL);
    }

    /** What comes before the measured seconds. */
    private enum WarmUp {
        NONE,
        FULL,
        /** Full, and what the seconds are spent on is sampled. */
        SAMPLED
    }

    private static Throughput measure(ReferenceNet net, int workers, double seconds, Training training, WarmUp warmUp) {
        try (training) {
            Optional<PhaseSampler> sampler =
                    warmUp == WarmUp.SAMPLED ? Optional.of(new PhaseSampler()) : Optional.empty();
            if (warmUp != WarmUp.NONE) {
                warmUp(training);
            }
            Training.Mark mark = training.after(seconds / 3);
            sampler.ifPresent(PhaseSampler::begin);
            List<Double> rates = new ArrayList<>();
            StepTimes before = training.times();
            long firstStep = mark.step();
            Allocation allocated = Allocation.now();
            for (int window = 0; window < WINDOWS; window++) {
                Training.Mark next = training.after(seconds * 2 / 3 / WINDOWS);
                rates.add(next.stepsPerSecond(mark) * net.batchSize());
                mark = next;
            }
            StepTimes spent = training.times().minus(before);
            Allocation perStep = Allocation.now().since(allocated, mark.step() - firstStep);
            Optional<PhaseShares> phases = sampler.map(PhaseSampler::end);
            boolean here = training.isHere();
            training.stop();
            Collections.sort(rates);
            double median = (rates.get(WINDOWS / 2 - 1) + rates.get(WINDOWS / 2)) / 2;
            return new Throughput(
                    net,
                    workers,
                    training.kernels(),
                    median,
                    rates.get(WINDOWS - 1),
                    Optional.of(spent).filter(times -> times.whole() > 0),
                    Optional.of(perStep).filter(known -> here),
                    phases);
        }
    }

    /** Trains until the compiler has done its work: the rate grows no more. */
    private static void warmUp(Training training) {
        long started = System.nanoTime();
        Training.Mark mark = training.last();
        double best = 0;
        int steady = 0;
        while ((mark.step() < WARM_UP_STEPS || steady < WARM_WINDOWS)
                && (System.nanoTime() - started) / 1e9 < WARM_UP_MOST_SECONDS) {
            Training.Mark next = training.after(WARM_UP_WINDOW_SECONDS);
            double rate = next.stepsPerSecond(mark);
            steady = rate > GAIN * best ? 0 : steady + 1;
            best = Math.max(best, rate);
            mark = next;
        }
    }
}
