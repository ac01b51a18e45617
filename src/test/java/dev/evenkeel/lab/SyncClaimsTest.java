package dev.evenkeel.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.evenkeel.lab.SyncClaims.Errors;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class SyncClaimsTest {
    @ParameterizedTest
    @MethodSource("errors")
    void shouldJudgeWhatFewSamplesCost(List<Errors> nets, Holding costs, Holding mends) {
        assertEquals(costs, SyncClaims.smallGroupsCost(nets).verdict());
        assertEquals(mends, SyncClaims.synchronizingMends(nets).verdict());
    }

    static Stream<Arguments> errors() {
        Errors mended = net(0.04, 0.12, 0.04, 0.041);
        Errors harmless = net(0.04, 0.041, 0.04, 0.039);
        Errors unmended = net(0.04, 0.12, 0.04, 0.11);
        Errors worse = net(0.04, 0.041, 0.04, 0.042);
        return Stream.of(
                Arguments.of(List.of(mended), Holding.HOLDS, Holding.HOLDS),
                Arguments.of(List.of(mended, harmless), Holding.HOLDS_IN_PART, Holding.HOLDS),
                Arguments.of(List.of(mended, unmended), Holding.HOLDS, Holding.HOLDS_IN_PART),
                Arguments.of(List.of(worse), Holding.DOES_NOT_HOLD, Holding.DOES_NOT_HOLD));
    }

    @ParameterizedTest
    @MethodSource("batches")
    void shouldJudgeTheObjection(List<Errors> nets, Holding expected) {
        assertEquals(expected, SyncClaims.fixedGroupsKeepAccuracy(nets).verdict());
    }

    static Stream<Arguments> batches() {
        Errors kept = net(0.04, 0.04, 0.04, 0.06);
        Errors alike = net(0.04, 0.05, 0.04, 0.051);
        return Stream.of(
                Arguments.of(List.of(kept), Holding.HOLDS),
                Arguments.of(List.of(kept, alike), Holding.HOLDS_IN_PART),
                Arguments.of(List.of(alike), Holding.DOES_NOT_HOLD));
    }

    private static Errors net(double grouped, double groupedLast, double synchronizing, double synchronizingLast) {
        return new Errors(
                "dense", List.of(32.0, 2.0), List.of(grouped, groupedLast), List.of(synchronizing, synchronizingLast));
    }
}
