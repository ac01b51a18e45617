package dev.evenkeel.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.evenkeel.math.KernelSets;
import dev.evenkeel.math.Lanes;
import java.util.Arrays;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class DropoutTest {
    private static final int FEATURES = 40;

    @Test
    void shouldDropAboutItsRateAndScaleTheRest() {
        float[] y = forward(0.3, 1, ids(0, 200), Lanes.of(200), true);
        int dropped = 0;
        for (int f = 0; f < FEATURES; f++) {
            for (int s = 0; s < 200; s++) {
                float value = y[f * 208 + s];
                assertTrue(value == 0f || value == (float) (1 / 0.7));
                dropped += value == 0f ? 1 : 0;
            }
        }
        // Five deviations of 8,000 throws of a coin of 0.3.
        assertEquals(2400, dropped, 5 * Math.sqrt(8000 * 0.3 * 0.7));
    }

    @Test
    void shouldDependOnTheSampleAndNotOnItsPlace() {
        float[] together = forward(0.5, 1, ids(0, 30), Lanes.of(16, 14), true);
        float[] apart = forward(0.5, 1, ids(20, 1), Lanes.of(1), true);
        for (int f = 0; f < FEATURES; f++) {
            // Sample 20 is the fifth of the second micro-batch.
            assertEquals(together[FEATURES * 16 + f * 16 + 4], apart[f * 16]);
        }
    }

    @Test
    void shouldDropOtherFeaturesInAnotherEpochSampleOrLayer() {
        float[] first = forward(0.5, 1, ids(7, 1), Lanes.of(1), true);
        assertTrue(!Arrays.equals(first, forward(0.5, 2, ids(7, 1), Lanes.of(1), true)));
        assertTrue(!Arrays.equals(first, forward(0.5, 1, ids(8, 1), Lanes.of(1), true)));
        assertTrue(!Arrays.equals(first, forward(0.5, 1, ids(7, 1), Lanes.of(1), true, Layers.flatten())));
    }

    @Test
    void shouldPassEverythingOutsideTraining() {
        float[] y = forward(0.9, 1, ids(0, 16), Lanes.of(16), false);
        float[] ones = new float[FEATURES * 16];
        Arrays.fill(ones, 1f);
        assertArrayEquals(ones, y);
    }

    private static int[] ids(int from, int count) {
        return IntStream.range(from, from + count).toArray();
    }

    /** A shard of ones through those layers, which leave them alone, and a dropout layer. */
    private static float[] forward(
            double rate, int epoch, int[] ids, Lanes lanes, boolean training, LayerSpec... before) {
        Network network = Network.build(
                Stream.concat(Stream.of(before), Stream.of(Layers.dropout(rate)))
                        .toList(),
                Shape.vector(FEATURES),
                new BatchNormSpec(true, new BatchNormSpec.Scope.Global(), OptionalDouble.empty(), 1e-5, false));
        Randomness randomness = new Randomness(42);
        randomness.shard(epoch, ids, 0);
        Pass.Weights weights = new Pass.Weights(new float[0], new float[0], new float[0]);
        Pass pass = new Pass(network, KernelSets.best(), weights, randomness, training);
        pass.begin(lanes, new int[] {0}, new float[0][]);
        Arrays.fill(pass.input(), 1f);
        pass.forward();
        return pass.output();
    }
}
