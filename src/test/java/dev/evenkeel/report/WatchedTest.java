package dev.evenkeel.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.evenkeel.health.Action;
import dev.evenkeel.health.ActivationFigures;
import dev.evenkeel.health.Rule;
import dev.evenkeel.health.Verdict;
import dev.evenkeel.health.WeightFigures;
import dev.evenkeel.run.MetricsLine;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class WatchedTest {
    private final Watched watched = new Watched();

    @Test
    void shouldSayThatARunWasNotWatched() {
        assertEquals("This run was not watched.", watched.view().get("summary").textValue());
        assertEquals(List.of(), watched.charts());
    }

    @Test
    void shouldSayThatNothingIsWrong() {
        watched.add(health(1, 1e-3));
        watched.add(health(2, 2e-3));

        JsonNode view = watched.view();

        assertEquals(
                "2 steps were watched. No rule fired: gradients neither vanish nor explode, no layer is dead or saturated.",
                view.get("summary").textValue());
        assertFalse(view.get("hasVerdicts").booleanValue());
        assertEquals(
                List.of("update-ratio", "activation-deviation", "activation-mean", "zeros", "dead"),
                watched.charts().stream().map(Chart::id).toList());
        JsonNode updates = watched.charts().get(0).data();
        assertEquals("[[0.001,0.002]]", updates.get("cells").toString());
        assertEquals("[\"layer 1 (dense)\"]", updates.get("rows").toString());
        assertEquals("[\"1\"]", updates.get("ticks").toString());
        JsonNode zeros = watched.charts().get(3).data();
        assertEquals(50, zeros.at("/cells/0/1").doubleValue());
        assertTrue(zeros.at("/scale/percent").booleanValue());
    }

    @Test
    void shouldTellARuleOnceAndNameTheOtherLayers() {
        watched.add(health(1, 1e-3));
        watched.add(judged(Rule.VANISHING_GRADIENT, "layer 1 (dense)", 5));
        watched.add(judged(Rule.VANISHING_GRADIENT, "layer 4 (dense)", 6));
        watched.add(judged(Rule.DEAD_RELU, "layer 3 (relu)", 7));
        watched.add(new MetricsLine.Skipped(1, 9));

        JsonNode view = watched.view();

        assertEquals(
                "1 step was watched. 1 step was skipped. 2 rules fired.",
                view.get("summary").textValue());
        assertTrue(view.get("hasVerdicts").booleanValue());
        assertEquals(2, view.get("verdicts").size());
        JsonNode vanishing = view.at("/verdicts/0");
        assertEquals("vanishing-gradient", vanishing.get("rule").textValue());
        assertEquals(
                "at step 5, 2 times in all; action: warn",
                vanishing.get("since").textValue());
        assertEquals(
                "something about layer 1 (dense); something else. Also in layer 4 (dense).",
                vanishing.get("sentence").textValue());
        assertEquals("at step 7; action: warn", view.at("/verdicts/1/since").textValue());
    }

    private static MetricsLine.Health health(long step, double ratio) {
        return new MetricsLine.Health(
                1,
                step,
                new dev.evenkeel.health.Figures(
                        List.of(new WeightFigures(0, "layer 1 (dense)", 1, 0.1, 0.5, 3, ratio)),
                        List.of(new ActivationFigures(
                                2,
                                "layer 3 (relu)",
                                "relu",
                                0.4,
                                0.6,
                                OptionalDouble.of(0.5),
                                OptionalDouble.of(0),
                                OptionalDouble.empty()))));
    }

    private static MetricsLine.Judged judged(Rule rule, String layer, long step) {
        return new MetricsLine.Judged(
                1,
                new Verdict(
                        rule,
                        Optional.of(layer),
                        step,
                        OptionalDouble.of(1e-9),
                        OptionalDouble.of(1e-7),
                        1,
                        Action.WARN,
                        "something about " + layer,
                        "something else"));
    }
}
