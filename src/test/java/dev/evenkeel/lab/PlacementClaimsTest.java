package dev.evenkeel.lab;

import static dev.evenkeel.lab.Recorded.reach;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.evenkeel.lab.PlacementClaims.Place;
import dev.evenkeel.lab.PlacementClaims.Places;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class PlacementClaimsTest {
    private static final Place GOOD = new Place(List.of(0.95, 0.97), reach(100, 120));
    private static final Place SLOW = new Place(List.of(0.96, 0.97), reach(200, 220));
    private static final Place POOR = new Place(List.of(0.93, 0.94), reach(100, 110));
    private static final Place NONE = new Place(List.of(0.1, 0.1), reach(0, 0));

    @ParameterizedTest
    @MethodSource("nets")
    void shouldJudgeEitherPlace(List<Places> nets, Holding after, Holding before) {
        assertEquals(after, PlacementClaims.after(nets).verdict());
        assertEquals(before, PlacementClaims.before(nets).verdict());
    }

    static Stream<Arguments> nets() {
        return Stream.of(
                Arguments.of(List.of(net(GOOD, GOOD)), Holding.HOLDS, Holding.HOLDS),
                Arguments.of(List.of(net(GOOD, POOR), net(GOOD, SLOW)), Holding.HOLDS, Holding.DOES_NOT_HOLD),
                Arguments.of(List.of(net(GOOD, POOR), net(GOOD, GOOD)), Holding.HOLDS, Holding.HOLDS_IN_PART),
                Arguments.of(List.of(net(SLOW, GOOD), net(NONE, GOOD)), Holding.DOES_NOT_HOLD, Holding.HOLDS),
                // Faster, but less accurate: neither does as well as the other.
                Arguments.of(List.of(net(POOR, SLOW)), Holding.DOES_NOT_HOLD, Holding.DOES_NOT_HOLD));
    }

    private static Places net(Place after, Place before) {
        return new Places("relu", after, before, NONE);
    }
}
