package dev.evenkeel.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.evenkeel.lab.GradientClaims.LastUpdates;
import dev.evenkeel.lab.GradientClaims.Setting;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class GradientClaimsTest {
    @ParameterizedTest
    @MethodSource("growths")
    void shouldJudgeWhetherGradientsVanishAndExplode(List<Setting> settings, Holding expected) {
        assertEquals(expected, GradientClaims.vanishOrExplode(settings).verdict());
    }

    static Stream<Arguments> growths() {
        Setting vanishing = without(0.25, 0.27);
        Setting exploding = without(2.8, 2.9);
        Setting healthy = without(0.98, 1.02);
        return Stream.of(
                Arguments.of(List.of(vanishing, exploding, healthy), Holding.HOLDS),
                Arguments.of(List.of(vanishing, healthy), Holding.HOLDS_IN_PART),
                Arguments.of(List.of(exploding, healthy), Holding.HOLDS_IN_PART),
                Arguments.of(List.of(healthy), Holding.DOES_NOT_HOLD),
                // One seed of two is not enough, nor is a change that is not exponential.
                Arguments.of(List.of(without(0.25, 0.9), without(2.8, 1.1)), Holding.DOES_NOT_HOLD),
                Arguments.of(
                        List.of(
                                new Setting("tanh", "he", false, List.of(Optional.of(new Growth(0.25, 0.5)))),
                                exploding),
                        Holding.HOLDS_IN_PART),
                // What batch normalization does is another question.
                Arguments.of(List.of(with(0.25), with(2.8)), Holding.DOES_NOT_HOLD));
    }

    @ParameterizedTest
    @MethodSource("pairs")
    void shouldJudgeWhetherBatchNormalizationStabilizes(List<Setting> settings, Holding expected) {
        assertEquals(expected, GradientClaims.stabilizes(settings, "in a test").verdict());
    }

    static Stream<Arguments> pairs() {
        return Stream.of(
                Arguments.of(List.of(without(0.25), without(2.8), with(1.05), with(0.97)), Holding.HOLDS),
                // One of two is cured.
                Arguments.of(List.of(without(0.25), without(2.8), with(1.3), with(0.97)), Holding.HOLDS_IN_PART),
                // Fewer problems, but hardly less steep.
                Arguments.of(List.of(without(0.7), without(1.3), with(0.7), with(0.81)), Holding.DOES_NOT_HOLD),
                Arguments.of(List.of(without(1.1), with(1.05)), Holding.DOES_NOT_HOLD),
                Arguments.of(List.of(without(1.1), with(1.4)), Holding.DOES_NOT_HOLD),
                // A net that could not be measured is a problem.
                Arguments.of(
                        List.of(
                                without(0.25),
                                new Setting("relu", "large", false, List.of(Optional.empty())),
                                with(1.0),
                                with(1.01)),
                        Holding.HOLDS));
    }

    @ParameterizedTest
    @MethodSource("updates")
    void shouldJudgeUpdatesBeforeABreakdown(List<LastUpdates> runs, Holding expected) {
        assertEquals(expected, GradientClaims.drasticUpdates(runs).verdict());
    }

    static Stream<Arguments> updates() {
        LastUpdates drastic = new LastUpdates(true, 12);
        LastUpdates quiet = new LastUpdates(false, 1e-3);
        LastUpdates drasticButTrained = new LastUpdates(false, 0.5);
        return Stream.of(
                Arguments.of(List.of(drastic, drastic, quiet, quiet), Holding.HOLDS),
                Arguments.of(List.of(drastic, drasticButTrained), Holding.HOLDS_IN_PART),
                Arguments.of(List.of(drastic, new LastUpdates(true, 0.01), quiet), Holding.HOLDS_IN_PART),
                Arguments.of(List.of(new LastUpdates(true, 0.01), quiet), Holding.HOLDS_IN_PART),
                Arguments.of(List.of(new LastUpdates(true, 0.01), drasticButTrained), Holding.DOES_NOT_HOLD),
                Arguments.of(List.of(quiet), Holding.DOES_NOT_HOLD));
    }

    @Test
    void shouldJudgeTheException() {
        assertEquals(Holding.HOLDS, exception(1.19, 1.22));
        assertEquals(Holding.HOLDS_IN_PART, exception(1.1));
        assertEquals(Holding.HOLDS_IN_PART, exception(1.4));
        assertEquals(Holding.DOES_NOT_HOLD, exception(0.99));
    }

    private static Holding exception(double... factors) {
        return GradientClaims.batchNormExplodes(List.of(
                        setting("relu", true, factors), setting("relu", false, 3.0), setting("tanh", true, 0.1)))
                .verdict();
    }

    private static Setting without(double... factors) {
        return setting("tanh", false, factors);
    }

    private static Setting with(double... factors) {
        return setting("tanh", true, factors);
    }

    private static Setting setting(String activation, boolean batchNorm, double... factors) {
        List<Optional<Growth>> seeds = new ArrayList<>();
        DoubleStream.of(factors).forEach(factor -> seeds.add(Optional.of(new Growth(factor, 0.99))));
        return new Setting(activation, "he", batchNorm, seeds);
    }
}
