package dev.evenkeel.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.evenkeel.report.Chart;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class ExperimentsTest {
    @ParameterizedTest
    @EnumSource(Scale.class)
    void shouldTellAllTrialsAndChartsApart(Scale scale) {
        for (String name : Experiments.names()) {
            Experiment experiment = Experiments.named(name, scale).orElseThrow();
            Set<String> keys = new HashSet<>();
            experiment.trials().forEach(trial -> keys.add(trial.key()));

            assertEquals(experiment.trials().size(), keys.size(), name);
            assertFalse(experiment.description().isBlank(), name);
        }
    }

    /** Hours of training must not be lost to a conclusion that expected other endings. */
    @ParameterizedTest
    @MethodSource("endings")
    void shouldConcludeWhateverRunsEndedIn(String name, Observation every) {
        Experiment experiment = Experiments.named(name, Scale.QUICK).orElseThrow();

        Conclusion conclusion = experiment.conclude(Recorded.all(experiment, every));

        assertFalse(conclusion.claims().isEmpty());
        List<String> charts = conclusion.charts().stream().map(Chart::id).toList();
        assertEquals(charts.size(), new HashSet<>(charts).size());
        conclusion.claims().forEach(claim -> assertFalse(claim.figure().contains("null"), claim.figure()));
    }

    static Stream<Arguments> endings() {
        return Experiments.names().stream()
                .filter(name -> Experiments.named(name, Scale.QUICK).orElseThrow() instanceof GridExperiment)
                .flatMap(name -> Stream.of(
                        Arguments.of(name, Recorded.finished(0.5, 0.8, 0.95)),
                        Arguments.of(name, Recorded.finished(0.1, 0.1)),
                        Arguments.of(name, Recorded.brokeDown(0.2)),
                        Arguments.of(name, Recorded.brokeDown())));
    }
}
