package dev.evenkeel.lab;

import static dev.evenkeel.lab.Recorded.compared;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.evenkeel.lab.RegularizationClaims.Noise;
import dev.evenkeel.report.LineChart.Point;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class RegularizationClaimsTest {
    @ParameterizedTest
    @MethodSource("noises")
    void shouldJudgeTheNoise(List<Noise> nets, Holding expected) {
        assertEquals(expected, RegularizationClaims.addsNoise(64, nets).verdict());
    }

    static Stream<Arguments> noises() {
        Noise ofSamples = noise(1.0 / 4, 1.0 / 64);
        Noise small = noise(1e-3, 1e-3 / 16);
        Noise constant = noise(0.1, 0.1);
        return Stream.of(
                Arguments.of(List.of(ofSamples, ofSamples), Holding.HOLDS),
                Arguments.of(List.of(ofSamples, small), Holding.HOLDS_IN_PART),
                Arguments.of(List.of(constant), Holding.HOLDS_IN_PART),
                Arguments.of(List.of(small, constant), Holding.DOES_NOT_HOLD),
                Arguments.of(List.of(new Noise("relu", List.of())), Holding.DOES_NOT_HOLD));
    }

    private static Noise noise(double at4, double at64) {
        return new Noise("relu", List.of(Point.of(4, at4), Point.of(64, at64), Point.of(128, at64 / 2)));
    }

    /** The gap without is 1, the accuracy 0.9. */
    @ParameterizedTest
    @CsvSource({
        "0.5, 0.95, 0.7, 0.91, holds",
        "0.5, 0.95, 0.9, 0.91, holds in part",
        "0.5, 0.85, 0.7, 0.85, holds in part",
        "1.5, 0.95, 1.5, 0.85, holds in part",
        "1.5, 0.85, 0.9, 0.90, does not hold here"
    })
    void shouldJudgeGapAndAccuracy(double gap1, double accuracy1, double gap2, double accuracy2, String verdict) {
        List<Compared> gaps = List.of(compared("relu", gap1, 1), compared("tanh", gap2, 1));
        List<Compared> accuracies = List.of(compared("relu", accuracy1, 0.9), compared("tanh", accuracy2, 0.9));

        assertEquals(
                verdict,
                RegularizationClaims.preventsOverfitting(gaps, accuracies)
                        .verdict()
                        .words());
        assertEquals(
                verdict,
                RegularizationClaims.moreNoiseHelpsMore(8, 64, gaps, accuracies)
                        .verdict()
                        .words());
    }

    /** Means of n independent samples vary with 1/n, variances of normal ones with 2/(n − 1). */
    @Test
    void shouldMeasureTheNoiseOfBatches() {
        Random random = new Random(20);
        float[][] inputs = new float[20][8192];
        for (float[] unit : inputs) {
            for (int i = 0; i < unit.length; i++) {
                unit[i] = (float) (5 + 3 * random.nextGaussian());
            }
        }

        NoiseMeasure.Noise noise = NoiseMeasure.noise(inputs, 16);

        assertEquals(1.0 / 16, noise.ofMeans(), 0.1 / 16);
        assertEquals(2.0 / 15, noise.ofVariances(), 0.2 / 15);
        assertEquals(new NoiseMeasure.Noise(0, 0), NoiseMeasure.noise(new float[2][64], 16));
    }
}
