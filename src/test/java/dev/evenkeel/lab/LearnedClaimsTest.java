package dev.evenkeel.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.evenkeel.lab.LearnedClaims.Found;
import dev.evenkeel.lab.LearnedClaims.Moves;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class LearnedClaimsTest {
    private static final Moves LEARNED = new Moves(0.1, 0);
    private static final Moves TRACKED = new Moves(0.5, 0.4);
    private static final Moves FIXED = new Moves(0, 0);

    @ParameterizedTest
    @MethodSource("nets")
    void shouldTellWhatIsLearnedFromWhatIsTracked(List<Found> nets, Holding article, Holding paper) {
        assertEquals(article, LearnedClaims.learnsStatistics(nets).verdict());
        assertEquals(paper, LearnedClaims.learnsScaleAndShift(nets).verdict());
    }

    static Stream<Arguments> nets() {
        Found usual = new Found("relu", LEARNED, LEARNED, TRACKED, TRACKED, 1e-6);
        Found inexact = new Found("relu", LEARNED, LEARNED, TRACKED, TRACKED, 1e-2);
        return Stream.of(
                Arguments.of(List.of(usual, usual), Holding.DOES_NOT_HOLD, Holding.HOLDS),
                Arguments.of(
                        List.of(new Found("relu", LEARNED, LEARNED, LEARNED, LEARNED, 1e-6)),
                        Holding.HOLDS,
                        Holding.HOLDS_IN_PART),
                Arguments.of(
                        List.of(usual, new Found("relu", LEARNED, LEARNED, LEARNED, TRACKED, 1e-6)),
                        Holding.HOLDS_IN_PART,
                        Holding.HOLDS_IN_PART),
                Arguments.of(List.of(usual, inexact), Holding.DOES_NOT_HOLD, Holding.HOLDS_IN_PART),
                Arguments.of(
                        List.of(new Found("relu", FIXED, FIXED, TRACKED, TRACKED, 1e-6)),
                        Holding.DOES_NOT_HOLD,
                        Holding.HOLDS_IN_PART),
                Arguments.of(
                        List.of(new Found("relu", FIXED, LEARNED, FIXED, FIXED, 1e-6)),
                        Holding.DOES_NOT_HOLD,
                        Holding.DOES_NOT_HOLD));
    }
}
