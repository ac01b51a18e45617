package dev.evenkeel.lab;

import dev.evenkeel.report.Figures;
import java.util.List;
import java.util.OptionalLong;

/**
 * How many steps runs took to reach something.
 *
 * @param seeds per seed; empty where it was never reached
 * @param first steps until it was looked for the first time: who is there by then may have been long before
 * @param budget steps that a run has
 */
record Reach(List<OptionalLong> seeds, long first, long budget) {
    Reach {
        seeds = List.copyOf(seeds);
    }

    boolean always() {
        return seeds.stream().allMatch(OptionalLong::isPresent);
    }

    long never() {
        return seeds.stream().filter(OptionalLong::isEmpty).count();
    }

    /** Mean; a run that never got there counts as having got there with its last step, which does it a favour. */
    double steps() {
        return Spread.of(counted()).mean();
    }

    private boolean atTheFirstLook() {
        return seeds.stream().allMatch(steps -> steps.isPresent() && steps.getAsLong() <= first);
    }

    /** {@code 134 ± 12 steps}, {@code never}, {@code 900 ± 60 steps (2 of 5 never)}, {@code at most 24 steps (the first look)}. */
    String text() {
        if (never() == seeds.size()) {
            return "never in " + Figures.count(budget) + " steps";
        }
        if (atTheFirstLook()) {
            return "at most " + Figures.count(first) + " steps (the first look)";
        }
        return Spread.of(counted()).text() + " steps"
                + (always() ? "" : " (" + never() + " of " + seeds.size() + " never)");
    }

    private List<Double> counted() {
        return seeds.stream().map(steps -> (double) steps.orElse(budget)).toList();
    }

    /**
     * The same goal, with batch normalization and without.
     *
     * @param net that was trained
     */
    record Pair(String net, Reach with, Reach without) {
        /** How many times fewer steps it takes with batch normalization; at least that, where without it is never reached. */
        double speedup() {
            return without.steps() / with.steps();
        }

        String text() {
            boolean alike = with.atTheFirstLook() && without.atTheFirstLook();
            return net + " " + with.text() + " with, " + without.text() + " without"
                    + (alike ? ", not told apart" : " (× " + Figures.text(speedup()) + bound() + ")");
        }

        /** What is only known to have been there by the first look, or not by the last, bounds the speedup. */
        private String bound() {
            if (without.atTheFirstLook()) {
                return " or less";
            }
            return with.atTheFirstLook() || !without.always() ? " or more" : "";
        }
    }
}
