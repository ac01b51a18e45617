package dev.evenkeel.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.evenkeel.lab.InitializationClaims.OverScales;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class InitializationClaimsTest {
    private static final List<Double> SCALES = List.of(0.001, 0.1, 1.0, 10.0);

    @ParameterizedTest
    @MethodSource("nets")
    void shouldCountTheScalesThatWork(List<OverScales> nets, Holding sensitivity, Holding depth) {
        assertEquals(
                sensitivity, InitializationClaims.lessSensitive(SCALES, nets).verdict());
        assertEquals(depth, InitializationClaims.easesDepth(SCALES, nets).verdict());
    }

    static Stream<Arguments> nets() {
        return Stream.of(
                Arguments.of(List.of(net(4, 1), net(4, 2)), Holding.HOLDS, Holding.HOLDS),
                Arguments.of(List.of(net(4, 1), net(3, 2)), Holding.HOLDS_IN_PART, Holding.HOLDS),
                Arguments.of(List.of(net(4, 1), net(2, 2)), Holding.HOLDS_IN_PART, Holding.HOLDS_IN_PART),
                Arguments.of(List.of(net(3, 1)), Holding.HOLDS, Holding.HOLDS),
                Arguments.of(List.of(net(2, 0)), Holding.HOLDS, Holding.HOLDS_IN_PART),
                // Twice as many, but by one scale only: their choice matters as before.
                Arguments.of(List.of(net(2, 1)), Holding.DOES_NOT_HOLD, Holding.HOLDS_IN_PART),
                Arguments.of(List.of(net(1, 0)), Holding.DOES_NOT_HOLD, Holding.HOLDS_IN_PART),
                Arguments.of(List.of(net(4, 3)), Holding.DOES_NOT_HOLD, Holding.HOLDS),
                Arguments.of(List.of(net(4, 4), net(2, 3)), Holding.DOES_NOT_HOLD, Holding.DOES_NOT_HOLD),
                // Where nothing works, nothing works better.
                Arguments.of(List.of(net(0, 0)), Holding.DOES_NOT_HOLD, Holding.DOES_NOT_HOLD));
    }

    private static OverScales net(int with, int without) {
        return new OverScales("relu", accuracies(with), accuracies(without), 0.9);
    }

    private static List<Double> accuracies(int working) {
        return Stream.concat(Stream.of(0.90, 0.95, 0.97, 0.92).limit(working), Stream.generate(() -> 0.89))
                .limit(SCALES.size())
                .toList();
    }
}
