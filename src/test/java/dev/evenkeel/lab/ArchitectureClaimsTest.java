package dev.evenkeel.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.evenkeel.lab.ArchitectureClaims.OverDepths;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ArchitectureClaimsTest {
    private static final List<Integer> DEPTHS = List.of(1, 3, 20);

    private static final List<Double> FLAT = List.of(0.93, 0.94, 0.93);
    private static final List<Double> FALLING = List.of(0.93, 0.94, 0.88);
    private static final List<Double> DEAD = List.of(0.93, 0.94, 0.10);

    @ParameterizedTest
    @MethodSource("nets")
    void shouldJudgeTheSpreadAndTheLargestChange(List<OverDepths> nets, Holding robust, Holding layers) {
        assertEquals(robust, ArchitectureClaims.robust(DEPTHS, nets).verdict());
        assertEquals(layers, ArchitectureClaims.layersComeAndGo(DEPTHS, nets).verdict());
    }

    static Stream<Arguments> nets() {
        OverDepths cured = net(FLAT, DEAD);
        OverDepths eased = net(FALLING, DEAD);
        OverDepths needless = net(FLAT, FLAT);
        OverDepths harmed = net(DEAD, FALLING);
        // A gain is a change, too.
        OverDepths gained = net(List.of(0.93, 0.90, 0.93), DEAD);
        return Stream.of(
                Arguments.of(List.of(cured), Holding.HOLDS, Holding.HOLDS),
                Arguments.of(List.of(cured, eased), Holding.HOLDS, Holding.HOLDS_IN_PART),
                Arguments.of(List.of(cured, needless), Holding.HOLDS_IN_PART, Holding.HOLDS),
                Arguments.of(List.of(gained), Holding.HOLDS, Holding.DOES_NOT_HOLD),
                Arguments.of(List.of(harmed), Holding.DOES_NOT_HOLD, Holding.DOES_NOT_HOLD));
    }

    private static OverDepths net(List<Double> with, List<Double> without) {
        return new OverDepths("relu", with, without, 1);
    }
}
