package dev.evenkeel.lab;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** All experiments, by their names. */
public final class Experiments {
    private static final List<Entry> ALL = List.of(
            new Entry(GradientsExperiment.NAME, GradientsExperiment::new),
            new Entry(CovariateShiftExperiment.NAME, CovariateShiftExperiment::new),
            new Entry(ConvergenceExperiment.NAME, ConvergenceExperiment::new),
            new Entry(RegularizationExperiment.NAME, RegularizationExperiment::new),
            new Entry(InitializationExperiment.NAME, InitializationExperiment::new),
            new Entry(LearningRateExperiment.NAME, LearningRateExperiment::new),
            new Entry(ArchitectureExperiment.NAME, ArchitectureExperiment::new),
            new Entry(PlacementExperiment.NAME, PlacementExperiment::new),
            new Entry(LearnedExperiment.NAME, LearnedExperiment::new),
            new Entry(SyncExperiment.NAME, SyncExperiment::new));

    private record Entry(String name, Function<Scale, Experiment> make) {}

    private Experiments() {}

    /** In the order of the article. */
    public static List<String> names() {
        return ALL.stream().map(Entry::name).toList();
    }

    public static Optional<Experiment> named(String name, Scale scale) {
        return ALL.stream()
                .filter(entry -> entry.name().equals(name))
                .findFirst()
                .map(entry -> entry.make().apply(scale));
    }
}
