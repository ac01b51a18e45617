package dev.evenkeel.lab;

import static dev.evenkeel.lab.Recorded.compared;
import static dev.evenkeel.lab.Recorded.reach;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.evenkeel.lab.LearningRateClaims.AtRate;
import dev.evenkeel.lab.LearningRateClaims.Stable;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class LearningRateClaimsTest {
    @Test
    void shouldJudgeTheLargestStableRate() {
        Stable higher = new Stable("relu", OptionalDouble.of(2), OptionalDouble.of(0.2), 2);
        Stable only = new Stable("sigmoid", OptionalDouble.of(0.2), OptionalDouble.empty(), 2);
        Stable twice = new Stable("relu", OptionalDouble.of(0.2), OptionalDouble.of(0.1), 2);
        Stable none = new Stable("sigmoid", OptionalDouble.empty(), OptionalDouble.empty(), 2);

        Claim claim = LearningRateClaims.higherRates(List.of(higher, only));
        assertEquals(Holding.HOLDS, claim.verdict());
        assertEquals(
                "Largest stable rate: relu 2 (the highest tried) with, 0.2 without; sigmoid 0.2 with, none without.",
                claim.figure());
        assertEquals(
                Holding.HOLDS_IN_PART,
                LearningRateClaims.higherRates(List.of(higher, twice)).verdict());
        assertEquals(
                Holding.DOES_NOT_HOLD,
                LearningRateClaims.higherRates(List.of(twice, none)).verdict());
    }

    @Test
    void shouldCompareEachAtItsFastestRate() {
        // Without batch normalization 5 × is as fast as with it at 1 ×.
        List<AtRate> relu = List.of(
                at(1, "relu", reach(400), reach(900)),
                at(5, "relu", reach(100), reach(400)),
                at(30, "relu", reach(0), reach(0)));
        List<AtRate> sigmoid =
                List.of(at(1, "sigmoid", reach(300), reach(0)), at(5, "sigmoid", reach(200), reach(300)));

        Claim claim = LearningRateClaims.faster(List.of(relu));
        assertEquals(Holding.HOLDS, claim.verdict());
        assertEquals("relu 100 ± 0 steps with, 400 ± 0 steps without (× 4).", claim.figure());
        assertEquals(3, claim.details().rows().size());
        assertEquals(
                Holding.HOLDS_IN_PART,
                LearningRateClaims.faster(List.of(relu, sigmoid)).verdict());
        assertEquals(
                Holding.DOES_NOT_HOLD,
                LearningRateClaims.faster(List.of(sigmoid)).verdict());
    }

    private static AtRate at(double multiple, String net, Reach with, Reach without) {
        return new AtRate(multiple, new Reach.Pair(net, with, without));
    }

    @Test
    void shouldJudgeTheScaleOfGradients() {
        Compared smaller = compared("sigmoid", 0.5, 1.0);
        Compared larger = compared("relu", 1.5, 1.0);
        Compared broken = new Compared("relu", List.of(1.0), List.of());

        assertEquals(Holding.HOLDS, gradients(smaller));
        assertEquals(Holding.HOLDS_IN_PART, gradients(smaller, larger));
        assertEquals(Holding.DOES_NOT_HOLD, gradients(larger, broken));
    }

    private static Holding gradients(Compared... nets) {
        return LearningRateClaims.smallerGradients(List.of(), List.of(nets)).verdict();
    }
}
