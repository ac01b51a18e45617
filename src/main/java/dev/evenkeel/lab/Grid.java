package dev.evenkeel.lab;

import dev.evenkeel.job.JobSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Stream;

/** Trials of every combination of some factors. */
final class Grid {
    /** The arm of what is normalized, in experiments that compare it with what is not. */
    static final String WITH = "with";

    static final String WITHOUT = "without";

    private final Factors factors;
    private final List<Cell> cells = new ArrayList<>();

    /**
     * What is varied.
     *
     * @param nets by their names, as arms are; a net is found in every arm
     * @param quantity what {@code xs} are values of, in the words of a key; empty where it has but one
     * @param seeds repetitions
     */
    record Factors(List<String> nets, List<String> arms, String quantity, List<Double> xs, List<Long> seeds) {
        Factors {
            nets = List.copyOf(nets);
            arms = List.copyOf(arms);
            xs = List.copyOf(xs);
            seeds = List.copyOf(seeds);
        }

        /** Where nothing but net and arm is varied. */
        static Factors of(List<String> nets, List<String> arms, List<Long> seeds) {
            return new Factors(nets, arms, "", List.of(0.0), seeds);
        }
    }

    /** One combination. */
    record Setting(String net, String arm, double x, long seed) {
        boolean batchNorm() {
            return !arm.equals(WITHOUT);
        }
    }

    /** A combination and its trial. */
    record Cell(Setting setting, Trial trial) {}

    Grid(Factors factors, Measure measure, Function<Setting, JobSpec> jobs) {
        this.factors = factors;
        for (String net : factors.nets()) {
            for (String arm : factors.arms()) {
                for (double x : factors.xs()) {
                    for (long seed : factors.seeds()) {
                        Setting setting = new Setting(net, arm, x, seed);
                        cells.add(new Cell(setting, new Trial(key(setting), jobs.apply(setting), measure)));
                    }
                }
            }
        }
    }

    private String key(Setting setting) {
        String varied = factors.quantity().isEmpty() ? "" : ", " + factors.quantity() + " " + plain(setting.x());
        return setting.net() + ", " + setting.arm() + varied + ", seed " + setting.seed();
    }

    private static String plain(double x) {
        return x == Math.rint(x) ? String.format(Locale.ROOT, "%.0f", x) : String.valueOf(x);
    }

    Factors factors() {
        return factors;
    }

    Stream<Cell> cells() {
        return cells.stream();
    }

    List<Trial> trials() {
        return cells.stream().map(Cell::trial).toList();
    }

    /** The repetitions of one combination, where nothing else is varied. */
    Stream<Cell> cells(String net, String arm) {
        return cells(net, arm, factors.xs().get(0));
    }

    /** The repetitions of one combination, by seed. */
    Stream<Cell> cells(String net, String arm, double x) {
        return cells.stream()
                .filter(cell -> cell.setting().net().equals(net)
                        && cell.setting().arm().equals(arm)
                        && cell.setting().x() == x);
    }
}
