package dev.evenkeel.health;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.evenkeel.job.Defaults;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.LongToDoubleFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Where each half of a rule's condition ends, on made-up figures with the default thresholds: ill on one side, silent on the other. */
class RuleEdgesTest {
    private static final Judge JUDGE = new Judge(Defaults.HEALTH, true);

    /** The rules that fire when every one of the first so many steps is watched, those figures each time. */
    private static List<Rule> fired(int steps, Figures... figures) {
        return fired(steps, step -> 1, figures);
    }

    private static List<Rule> fired(int steps, LongToDoubleFunction loss, Figures... figures) {
        List<Rule> fired = new ArrayList<>();
        Memory memory = Memory.START;
        for (int step = 1; step <= steps; step++) {
            Optional<Figures> watched = Arrays.stream(figures)
                    .skip(Math.max(0, Math.min(step, figures.length) - 1))
                    .findFirst();
            Judge.Outcome outcome = JUDGE.step(memory, new Judge.Step(step, loss.applyAsDouble(step), 1, watched));
            memory = outcome.memory();
            outcome.verdicts().forEach(verdict -> fired.add(verdict.rule()));
        }
        return fired;
    }

    private static Figures layers(double[] norms, double[] meanAbs) {
        return new Figures(
                IntStream.range(0, norms.length)
                        .mapToObj(i ->
                                new WeightFigures(i, "layer " + (i + 1) + " (dense)", norms[i], meanAbs[i], 1, 1, 1e-3))
                        .toList(),
                List.of());
    }

    private static Figures norms(double... norms) {
        return layers(
                norms, IntStream.range(0, norms.length).mapToDouble(i -> 1e-3).toArray());
    }

    private static Figures activations(String firstKind, double firstDeviation, String secondKind, double second) {
        return new Figures(
                List.of(), List.of(activation(0, firstKind, firstDeviation), activation(1, secondKind, second)));
    }

    private static ActivationFigures activation(int index, String kind, double deviation) {
        OptionalDouble none = OptionalDouble.empty();
        return new ActivationFigures(
                index, "layer " + (index + 1) + " (" + kind + ")", kind, 0, deviation, none, none, none);
    }

    @Test
    void shouldTakeAGradientForVanishedBelowItsBoundAlone() {
        double[] even = {1, 1};
        assertEquals(List.of(), fired(20, layers(even, new double[] {2e-7, 1e-3})));
        assertEquals(List.of(Rule.VANISHING_GRADIENT), fired(20, layers(even, new double[] {5e-8, 1e-3})));
    }

    /** So looks a residual branch that begins with γ = 0. */
    @Test
    void shouldNotTakeAGradientForVanishedThatComesBackByAShortcut() {
        double[] even = {1, 1, 1};
        assertEquals(List.of(), fired(20, layers(even, new double[] {1e-4, 5e-8, 1e-3})));
        assertEquals(
                List.of(Rule.VANISHING_GRADIENT, Rule.VANISHING_GRADIENT),
                fired(20, layers(even, new double[] {5e-8, 5e-8, 1e-3})));
    }

    /** One layer of sixty with a small gradient is no slope. */
    @Test
    void shouldAskForASlopeBehindASmallRatio() {
        double[] one =
                IntStream.range(0, 60).mapToDouble(i -> i == 0 ? 1e-4 : 1).toArray();
        assertEquals(List.of(), fired(20, norms(one)));
        double[] all =
                IntStream.range(0, 12).mapToDouble(i -> (1 << i) / 2048.0).toArray();
        assertEquals(List.of(Rule.VANISHING_WITH_DEPTH), fired(20, norms(all)));
    }

    @Test
    void shouldTakeLayersWithoutAnyGradientForVanished() {
        assertEquals(List.of(Rule.VANISHING_WITH_DEPTH), fired(20, norms(0, 0, 1)));
    }

    /** What a run begins with is known once its first steps are over. */
    @Test
    void shouldNotCompareTheFirstStepsWithEachOther() {
        assertEquals(List.of(), fired(30, norms(1e-6, 1e-6), norms(1e-3, 1e-3), norms(1, 1)));
    }

    @Test
    void shouldCompareActivationsOfOneKindWithEachOther() {
        assertEquals(List.of(), fired(10, activations("sigmoid", 0.1, "relu", 1)));
        assertEquals(List.of(), fired(10, activations("relu", 0.4, "relu", 1)));
        assertEquals(List.of(Rule.POOR_INITIALIZATION), fired(10, activations("relu", 0.1, "relu", 1)));
    }

    @Test
    void shouldJudgeTheInitializationInTheFirstStepsAlone() {
        Figures well = activations("relu", 1, "relu", 1);
        Figures[] figures = IntStream.range(0, 11)
                .mapToObj(i -> i < 10 ? well : activations("relu", 0.1, "relu", 1))
                .toArray(Figures[]::new);
        assertEquals(List.of(), fired(40, figures));
    }

    @Test
    void shouldNotTakeATrickleForADecrease() {
        assertEquals(List.of(Rule.LOSS_NOT_DECREASING), fired(110, step -> 2.3 * (1 - 1e-6 * step)));
        assertEquals(List.of(), fired(110, step -> 2.3 * (1 - 1e-3 * step)));
    }
}
