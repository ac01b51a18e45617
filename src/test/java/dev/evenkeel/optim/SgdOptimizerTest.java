package dev.evenkeel.optim;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.evenkeel.math.KernelSets;
import dev.evenkeel.math.ParameterKernels;
import dev.evenkeel.nn.Parameter;
import dev.evenkeel.nn.Parameter.Role;
import dev.evenkeel.optim.OptimizerSpec.Sgd;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Gradient descent against its definition in float64; against PyTorch, see {@code TorchParityTest}. */
class SgdOptimizerTest {
    private static final ParameterKernels KERNELS = KernelSets.best().parameter();
    private static final int SIZE = 37;

    static Stream<Sgd> specs() {
        return Stream.of(
                new Sgd(0.1, 0, false, 0, false),
                new Sgd(0.1, 0.9, false, 0, false),
                new Sgd(0.1, 0.9, true, 0, false),
                new Sgd(0.1, 0, false, 0.01, false),
                new Sgd(0.1, 0.9, false, 0.01, false),
                new Sgd(0.1, 0.9, true, 0.01, true));
    }

    @ParameterizedTest
    @MethodSource("specs")
    void shouldDescendAsDefined(Sgd spec) {
        Random random = new Random(3);
        float[] weights = floats(random);
        double[] w = widened(weights);
        double[] v = new double[SIZE];
        float[][] slots = new float[Optimizer.of(spec).slots()][SIZE];
        for (int step = 0; step < 20; step++) {
            float[] gradient = floats(random);
            double rate = spec.learningRate() / (1 + step);
            float scale = 1f / (1 + step % 3);
            double bound = largest(weights, slots[0]);
            for (int i = 0; i < SIZE; i++) {
                double d = gradient[i] * scale + spec.weightDecay() * w[i];
                v[i] = spec.momentum() * v[i] + d;
                w[i] -= rate * (spec.nesterov() ? d + spec.momentum() * v[i] : v[i]);
            }

            update(spec, Role.WEIGHT, weights, gradient, slots, rate, scale);

            assertArrayEquals(w, widened(weights), 1e-5);
            assertArrayEquals(v, widened(slots[0]), 1e-5);
            double norm =
                    Math.sqrt(Arrays.stream(widened(gradient)).map(g -> g * g).sum()) * scale;
            assertTrue(largest(weights, slots[0]) <= Optimizer.of(spec).bound(bound, norm, rate) * 1.00001);
        }
    }

    static Stream<Arguments> decays() {
        return Stream.of(Role.values()).flatMap(role -> Stream.of(true, false)
                .map(all -> Arguments.of(role, all, all || role == Role.WEIGHT)));
    }

    /** Weights alone, unless the job asks for all. */
    @ParameterizedTest(name = "{0}, decay-all {1}: {2}")
    @MethodSource("decays")
    void shouldDecayWhatTheJobSays(Role role, boolean all, boolean decays) {
        float[] weights = new float[SIZE];
        Arrays.fill(weights, 1f);
        update(new Sgd(0.5, 0, false, 0.25, all), role, weights, new float[SIZE], new float[1][SIZE], 0.5, 1f);
        float[] expected = new float[SIZE];
        Arrays.fill(expected, decays ? 0.875f : 1f);
        assertArrayEquals(expected, weights);
    }

    @Test
    void shouldTouchTheGivenRangeAlone() {
        float[] weights = new float[SIZE];
        float[] gradient = new float[SIZE];
        Arrays.fill(gradient, 1f);
        float[][] slots = new float[1][SIZE];
        Sgd spec = new Sgd(1, 0.5, false, 0, false);
        Optimizer.of(spec).update(KERNELS, parameter(Role.WEIGHT), weights, gradient, slots, 5, 19, 1.0, 1f);
        for (int i = 0; i < SIZE; i++) {
            assertEquals(i >= 5 && i < 19 ? -1f : 0f, weights[i]);
            assertEquals(i >= 5 && i < 19 ? 1f : 0f, slots[0][i]);
        }
    }

    /** Ranges of other owners meet anywhere: an element's update must not depend on where its range begins. */
    @ParameterizedTest
    @EnumSource(Role.class)
    void shouldGiveTheSameBitsInPieces(Role role) {
        Random random = new Random(4);
        float[] gradient = floats(random);
        float[] whole = floats(random);
        float[] pieces = whole.clone();
        float[][] wholeSlots = {floats(random)};
        float[][] pieceSlots = {wholeSlots[0].clone()};
        Sgd spec = new Sgd(0.1, 0.9, true, 0.01, false);
        update(spec, role, whole, gradient, wholeSlots, 0.1, 0.3f);
        int[] cuts = {0, 1, 17, 18, 36, SIZE};
        for (int c = 0; c + 1 < cuts.length; c++) {
            Optimizer.of(spec)
                    .update(KERNELS, parameter(role), pieces, gradient, pieceSlots, cuts[c], cuts[c + 1], 0.1, 0.3f);
        }
        assertArrayEquals(whole, pieces, 0f);
        assertArrayEquals(wholeSlots[0], pieceSlots[0], 0f);
    }

    private static void update(
            Sgd spec, Role role, float[] weights, float[] gradient, float[][] slots, double rate, float scale) {
        Optimizer.of(spec).update(KERNELS, parameter(role), weights, gradient, slots, 0, SIZE, rate, scale);
    }

    private static Parameter parameter(Role role) {
        return new Parameter("any", 0, role, List.of(SIZE), 0, true);
    }

    private static float[] floats(Random random) {
        float[] values = new float[SIZE];
        for (int i = 0; i < SIZE; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return values;
    }

    private static double[] widened(float[] floats) {
        double[] wide = new double[floats.length];
        for (int i = 0; i < wide.length; i++) {
            wide[i] = floats[i];
        }
        return wide;
    }

    private static double largest(float[]... tensors) {
        return Stream.of(tensors)
                .mapToDouble(t -> Arrays.stream(widened(t)).map(Math::abs).max().orElseThrow())
                .max()
                .orElseThrow();
    }
}
