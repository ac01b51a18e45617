package dev.evenkeel.train;

import static dev.evenkeel.nn.Layers.batchNorm;
import static dev.evenkeel.nn.Layers.dense;
import static dev.evenkeel.nn.Layers.frozenBatchNorm;
import static dev.evenkeel.nn.Layers.relu;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.evenkeel.nn.Parameter;
import dev.evenkeel.nn.Shape;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Gradient clipping by the global norm: that of weights, biases, γ and β together. */
class ClippingTest {
    // 90 × 70 weights: tensors of more than one block.
    private static final Samples DATA = Samples.random(5, 40, Shape.vector(90), 4);

    private static Jobs jobs() {
        return Jobs.of(dense(70), frozenBatchNorm(), relu(), batchNorm(), dense(4))
                .learningRate(0.1)
                .batchSize(40);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 7})
    void shouldScaleTheGradientDownToTheNorm(int members) {
        Team free = Team.of(jobs().build(), DATA, members);
        free.step();
        double norm = norm(free.state().slots()[0]);
        Team clipped = Team.of(jobs().clipNorm(norm / 4).build(), DATA, members);
        clipped.step();
        assertEquals(norm / 4, norm(clipped.state().slots()[0]), 1e-6 * norm);
        for (int i = 0; i < clipped.network().size(); i++) {
            assertEquals(free.state().slots()[0][i] / 4, clipped.state().slots()[0][i], 1e-6 * norm);
        }
    }

    @Test
    void shouldLeaveASmallerGradientAsItIs() {
        Team free = Team.of(jobs().build(), DATA, 3);
        free.step();
        Team clipped =
                Team.of(jobs().clipNorm(norm(free.state().slots()[0]) * 1.001).build(), DATA, 3);
        clipped.step();
        assertArrayEquals(free.state().slots()[0], clipped.state().slots()[0], 0f);
    }

    @Test
    void shouldReportTheNormOfEveryLayerBeforeClipping() {
        Team free = Team.of(jobs().build(), DATA, 3);
        List<Double> norms = free.step().gradientNorms();
        Team clipped = Team.of(jobs().clipNorm(1e-3).build(), DATA, 3);
        assertEquals(norms, clipped.step().gradientNorms());
        List<Double> expected = free.network().parameters().stream()
                .filter(p -> p.role() == Parameter.Role.WEIGHT)
                .map(p -> norm(Arrays.copyOfRange(free.state().slots()[0], p.from(), p.to())))
                .toList();
        assertEquals(expected.size(), norms.size());
        for (int i = 0; i < norms.size(); i++) {
            assertEquals(expected.get(i), norms.get(i), 1e-12 * expected.get(i));
        }
    }

    private static double norm(float[] gradient) {
        double sum = 0;
        for (float g : gradient) {
            sum += (double) g * g;
        }
        return Math.sqrt(sum);
    }
}
