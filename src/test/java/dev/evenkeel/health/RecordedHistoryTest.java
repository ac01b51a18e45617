package dev.evenkeel.health;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URISyntaxException;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every rule fires on the run that was recorded for it, with the default thresholds, and none on the healthy ones. */
class RecordedHistoryTest {
    @ParameterizedTest
    @CsvSource({
        "vanishing, 0.1, VANISHING_GRADIENT VANISHING_WITH_DEPTH POOR_INITIALIZATION",
        "exploding, 1e-14, EXPLODING_GRADIENT POOR_INITIALIZATION UPDATE_RATIO",
        "dead-relu, 2, DEAD_RELU POOR_INITIALIZATION",
        "saturated, 0.01, SATURATED_ACTIVATION",
        "poor-initialization, 1e-7, POOR_INITIALIZATION",
        "frozen-weights, 1e-12, UPDATE_RATIO",
        "stuck-loss, 1e-9, UPDATE_RATIO LOSS_NOT_DECREASING",
    })
    void shouldFireOnWhatIsIll(String name, double rate, String rules) throws URISyntaxException {
        Set<Rule> expected = Arrays.stream(rules.split(" "))
                .map(Rule::valueOf)
                .collect(Collectors.toCollection(() -> EnumSet.noneOf(Rule.class)));
        List<Verdict> verdicts = History.of(name, rate).verdicts();
        assertEquals(expected, verdicts.stream().map(Verdict::rule).collect(Collectors.toSet()), verdicts::toString);
    }

    @ParameterizedTest
    @CsvSource({"healthy-norm, 0.1", "healthy-plain, 0.05", "healthy-sigmoid, 0.1"})
    void shouldBeSilentOnWhatIsWell(String name, double rate) throws URISyntaxException {
        History history = History.of(name, rate);
        assertTrue(history.steps().stream()
                        .filter(step -> step.figures().isPresent())
                        .count()
                > 20);
        assertEquals(List.of(), history.verdicts());
    }

    @Test
    void shouldSayWhatWhereSinceWhenAndWhatHelps() throws URISyntaxException {
        Verdict verdict = History.of("vanishing", 0.1).verdicts().get(0);
        assertEquals("layer 1 (dense)", verdict.layer().orElseThrow());
        assertEquals(5, verdict.step());
        assertEquals(1, verdict.since());
        assertEquals(1e-7, verdict.threshold().getAsDouble());
        assertEquals(
                "the gradient vanishes on its way back to layer 1 (dense): its mean absolute value is 3.83e-10, below 1e-7 since"
                        + " step 1",
                verdict.message());
        assertTrue(verdict.help().startsWith("batch normalization usually helps"), verdict.help());
    }

    /** A layer that stays ill is told of once. */
    @ParameterizedTest
    @ValueSource(strings = {"vanishing", "saturated", "frozen-weights"})
    void shouldTellOfALayerOnce(String name) throws URISyntaxException {
        List<Verdict> verdicts = History.of(name, 0.1).verdicts();
        assertFalse(verdicts.isEmpty());
        assertEquals(
                verdicts.size(),
                verdicts.stream()
                        .map(v -> v.rule() + " " + v.layer())
                        .distinct()
                        .count());
    }
}
