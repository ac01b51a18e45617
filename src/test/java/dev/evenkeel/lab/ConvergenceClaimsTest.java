package dev.evenkeel.lab;

import static dev.evenkeel.lab.Recorded.reach;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ConvergenceClaimsTest {
    private static final Reach.Pair FASTER = new Reach.Pair("sigmoid", reach(100, 120), reach(400, 0));
    private static final Reach.Pair ALIKE = new Reach.Pair("relu", reach(100, 120), reach(110, 130));
    private static final Reach.Pair SOMETIMES = new Reach.Pair("relu", reach(100, 0), reach(0, 0));

    @ParameterizedTest
    @MethodSource("speeds")
    void shouldJudgeHowFastRunsConverge(List<Reach.Pair> nets, String figure, Holding expected) {
        Claim claim = ConvergenceClaims.speedsUp(0.9, nets);

        assertEquals(expected, claim.verdict());
        assertEquals(figure, claim.figure());
    }

    static Stream<Arguments> speeds() {
        String faster = "sigmoid 110 ± 14 steps with, 700 ± 420 steps (1 of 2 never) without (× 6.36 or more)";
        String alike = "relu 110 ± 14 steps with, 120 ± 14 steps without (× 1.09)";
        String sometimes = "relu 550 ± 640 steps (1 of 2 never) with, never in 1,000 steps without (× 1.82 or more)";
        return Stream.of(
                Arguments.of(List.of(FASTER), faster + ".", Holding.HOLDS),
                Arguments.of(List.of(FASTER, ALIKE), faster + "; " + alike + ".", Holding.HOLDS_IN_PART),
                Arguments.of(List.of(ALIKE), alike + ".", Holding.DOES_NOT_HOLD),
                // A net that gets there once only is no net that gets there.
                Arguments.of(List.of(SOMETIMES), sometimes + ".", Holding.DOES_NOT_HOLD));
    }

    @ParameterizedTest
    @MethodSource("endings")
    void shouldJudgeWhereRunsEndUp(Reach.Pair net, List<Double> with, List<Double> without, Holding expected) {
        Compared losses = new Compared(net.net(), with, without);

        assertEquals(
                expected,
                ConvergenceClaims.avoidsSuboptimal(List.of(net), List.of(losses))
                        .verdict());
    }

    static Stream<Arguments> endings() {
        List<Double> near = List.of(0.10, 0.11);
        List<Double> apart = List.of(0.10, 0.30);
        return Stream.of(
                Arguments.of(FASTER, near, near, Holding.HOLDS),
                Arguments.of(SOMETIMES, near, apart, Holding.HOLDS_IN_PART),
                // Nobody is stuck: then the spread decides.
                Arguments.of(ALIKE, near, apart, Holding.HOLDS_IN_PART),
                Arguments.of(ALIKE, apart, near, Holding.DOES_NOT_HOLD),
                Arguments.of(ALIKE, near, List.of(), Holding.DOES_NOT_HOLD));
    }
}
