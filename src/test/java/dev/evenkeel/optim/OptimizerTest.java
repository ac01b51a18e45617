package dev.evenkeel.optim;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.evenkeel.math.KernelSets;
import dev.evenkeel.math.ParameterKernels;
import dev.evenkeel.nn.Parameter;
import dev.evenkeel.nn.Parameter.Role;
import dev.evenkeel.optim.OptimizerSpec.Adam;
import dev.evenkeel.optim.OptimizerSpec.Lars;
import dev.evenkeel.optim.OptimizerSpec.Sgd;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every optimizer against its definition in float64; against PyTorch, see {@code TorchParityTest}. */
class OptimizerTest {
    private static final ParameterKernels KERNELS = KernelSets.best().parameter();
    private static final OptionalInt NO_BASE = OptionalInt.empty();
    private static final int SIZE = 37;

    static Stream<OptimizerSpec> specs() {
        return Stream.of(
                new Sgd(0.1, 0, false, 0, false),
                new Sgd(0.1, 0.9, false, 0, false),
                new Sgd(0.1, 0.9, true, 0, false),
                new Sgd(0.1, 0, false, 0.01, false),
                new Sgd(0.1, 0.9, false, 0.01, false),
                new Sgd(0.1, 0.9, true, 0.01, true),
                new Adam(0.01, NO_BASE, 0.9, 0.999, 1e-8, 0, false, false),
                new Adam(0.01, NO_BASE, 0.8, 0.95, 1e-3, 0.1, false, true),
                new Adam(0.01, NO_BASE, 0.9, 0.999, 1e-8, 0.1, true, false),
                new Adam(0.01, NO_BASE, 0, 0, 1e-8, 0, true, false),
                new Lars(1, NO_BASE, 0.9, 1e-2, 1e-8, 0, false),
                new Lars(1, NO_BASE, 0, 1e-2, 0.5, 0.1, false),
                new Lars(1, NO_BASE, 0.9, 1e-2, 1e-8, 0.1, true));
    }

    /** A tensor and its state beside it, moved by steps. */
    private static final class Tensor {
        private final Optimizer optimizer;
        private final Parameter parameter;
        private final float[] weights;
        private final float[][] slots;
        private double[] products;

        Tensor(OptimizerSpec spec, Role role, float[] weights) {
            this.optimizer = Optimizer.of(spec);
            this.parameter = new Parameter("any", 0, role, List.of(SIZE), 0, true);
            this.weights = weights.clone();
            this.slots = new float[optimizer.slots()][SIZE];
            this.products = new double[optimizer.products()];
            Arrays.fill(products, 1);
        }

        TensorStep next(float[] gradient, double rate, float scale) {
            products = optimizer.advance(products);
            double gradientNorm = ReferenceOptimizer.norm(widened(gradient)) * scale;
            double weightNorm = optimizer.measuresWeights() ? ReferenceOptimizer.norm(widened(weights)) : 0;
            return new TensorStep(parameter, rate, scale, gradientNorm, weightNorm, products);
        }

        void update(TensorStep step, float[] gradient, int from, int to) {
            optimizer.update(KERNELS, step, weights, gradient, slots, from, to);
        }

        /** How large weights and slots are. */
        double[] largest() {
            double[] largest = new double[1 + slots.length];
            largest[0] = largest(weights);
            for (int i = 0; i < slots.length; i++) {
                largest[1 + i] = largest(slots[i]);
            }
            return largest;
        }

        private static double largest(float[] values) {
            return Arrays.stream(widened(values)).map(Math::abs).max().orElseThrow();
        }
    }

    @ParameterizedTest
    @MethodSource("specs")
    void shouldMoveAsDefined(OptimizerSpec spec) {
        Random random = new Random(3);
        Tensor tensor = new Tensor(spec, Role.WEIGHT, floats(random));
        ReferenceOptimizer reference = new ReferenceOptimizer(spec, widened(tensor.weights));
        for (int i = 0; i < 20; i++) {
            float[] gradient = floats(random);
            double rate = spec.learningRate() / (1 + i);
            float scale = 1f / (1 + i % 3);
            double[] before = tensor.largest();
            reference.step(Arrays.stream(widened(gradient)).map(g -> g * scale).toArray(), rate);

            TensorStep step = tensor.next(gradient, rate, scale);
            tensor.update(step, gradient, 0, SIZE);

            assertArrayEquals(reference.weights(), widened(tensor.weights), 1e-5);
            double[] bounds = tensor.optimizer.bounds(before, step);
            double[] after = tensor.largest();
            for (int b = 0; b < bounds.length; b++) {
                assertTrue(after[b] <= bounds[b] * 1.00001, after[b] + " is beyond " + bounds[b]);
            }
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
        assertEquals(decays ? 0.875f : 1f, moved(new Sgd(0.5, 0, false, 0.25, all), role, 0f));
        assertEquals(decays ? 0.875f : 1f, moved(new Adam(0.5, NO_BASE, 0.9, 0.999, 1e-8, 0.25, true, all), role, 0f));
        // Whatever its size, a first gradient moves a weight by the rate.
        assertEquals(
                decays ? 0.5f : 1f, moved(new Adam(0.5, NO_BASE, 0.9, 0.999, 1e-8, 0.25, false, all), role, 0f), 1e-6f);
        float local = role == Role.WEIGHT ? 0.01f : 1f;
        float direction = 1f + (decays ? 0.25f : 0f);
        float share = role == Role.WEIGHT ? local / direction : 1f;
        assertEquals(
                1f - 0.5f * share * direction,
                moved(new Lars(0.5, NO_BASE, 0, 0.01, 1e-16, 0.25, all), role, 1f),
                1e-6f);
    }

    /** Where a weight of 1 goes by one step with that gradient. */
    private static float moved(OptimizerSpec spec, Role role, float gradient) {
        float[] ones = new float[SIZE];
        Arrays.fill(ones, 1f);
        float[] gradients = new float[SIZE];
        Arrays.fill(gradients, gradient);
        Tensor tensor = new Tensor(spec, role, ones);
        tensor.update(tensor.next(gradients, spec.learningRate(), 1f), gradients, 0, SIZE);
        return tensor.weights[SIZE / 2];
    }

    /** The local rate has nothing to go by where all weights are zero, or where the gradient is. */
    @Test
    void shouldTakeThePlainRateWhereATensorIsZero() {
        Lars spec = new Lars(0.5, NO_BASE, 0, 0.01, 1e-8, 0, false);
        Tensor zero = new Tensor(spec, Role.WEIGHT, new float[SIZE]);
        float[] gradient = floats(new Random(5));
        zero.update(zero.next(gradient, 0.5, 1f), gradient, 0, SIZE);
        assertEquals(-0.5f * gradient[3], zero.weights[3]);
        assertEquals(1f, moved(spec, Role.WEIGHT, 0f));
    }

    @ParameterizedTest
    @MethodSource("specs")
    void shouldTouchTheGivenRangeAlone(OptimizerSpec spec) {
        float[] gradient = new float[SIZE];
        Arrays.fill(gradient, 1f);
        Tensor tensor = new Tensor(spec, Role.BIAS, new float[SIZE]);
        tensor.update(tensor.next(gradient, 1, 1f), gradient, 5, 19);
        for (int i = 0; i < SIZE; i++) {
            boolean inside = i >= 5 && i < 19;
            assertEquals(inside, tensor.weights[i] != 0f);
            for (float[] slot : tensor.slots) {
                assertEquals(inside, slot[i] != 0f);
            }
        }
    }

    static Stream<Arguments> specsAndRoles() {
        return specs().flatMap(spec -> Stream.of(Role.values()).map(role -> Arguments.of(spec, role)));
    }

    /** Ranges of other owners meet anywhere: an element's update must not depend on where its range begins. */
    @ParameterizedTest
    @MethodSource("specsAndRoles")
    void shouldGiveTheSameBitsInPieces(OptimizerSpec spec, Role role) {
        Random random = new Random(4);
        float[] weights = floats(random);
        Tensor whole = new Tensor(spec, role, weights);
        Tensor pieces = new Tensor(spec, role, weights);
        int[] cuts = {0, 1, 17, 18, 36, SIZE};
        for (int i = 0; i < 3; i++) {
            float[] gradient = floats(random);
            whole.update(whole.next(gradient, 0.1, 0.3f), gradient, 0, SIZE);
            TensorStep step = pieces.next(gradient, 0.1, 0.3f);
            for (int c = 0; c + 1 < cuts.length; c++) {
                pieces.update(step, gradient, cuts[c], cuts[c + 1]);
            }
        }
        assertArrayEquals(whole.weights, pieces.weights, 0f);
        for (int i = 0; i < whole.slots.length; i++) {
            assertArrayEquals(whole.slots[i], pieces.slots[i], 0f);
        }
    }

    /** Adam's second moment is the square of a gradient, so it leaves the range first. */
    @Test
    void shouldBoundASquareBeyondTheRange() {
        Tensor tensor =
                new Tensor(new Adam(0.01, NO_BASE, 0.9, 0.999, 1e-8, 0, false, false), Role.WEIGHT, new float[SIZE]);
        float[] gradient = new float[SIZE];
        gradient[0] = 1e20f;
        double[] bounds = tensor.optimizer.bounds(tensor.largest(), tensor.next(gradient, 0.01, 1f));
        assertTrue(bounds[2] > Float.MAX_VALUE, Arrays.toString(bounds));
    }

    @ParameterizedTest
    @ValueSource(ints = {64, 256, 96, 60, 1})
    void shouldScaleTheRateWithTheBatch(int batchSize) {
        Sgd sgd = new Sgd(0.1, 0.9, false, 0, false);
        assertEquals(0.1, sgd.rate(batchSize));
        assertEquals(0.1 * batchSize / 64, sgd.baseBatchSize(64).rate(batchSize), 1e-15);
        assertEquals(0.1, sgd.baseBatchSize(batchSize).rate(batchSize));
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
}
