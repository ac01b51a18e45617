package dev.evenkeel.train;

import static dev.evenkeel.nn.Layers.batchNorm;
import static dev.evenkeel.nn.Layers.dense;
import static dev.evenkeel.nn.Layers.relu;
import static dev.evenkeel.nn.Layers.sigmoid;
import static dev.evenkeel.nn.Layers.tanh;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.evenkeel.health.ActivationFigures;
import dev.evenkeel.health.Figures;
import dev.evenkeel.health.WeightFigures;
import dev.evenkeel.job.Defaults;
import dev.evenkeel.job.JobSpec;
import dev.evenkeel.nn.Parameter;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Health figures: what they are, by plain arithmetic in double, and that they do not depend on who computes them. */
class HealthFiguresTest {
    private static final Samples DATA = Samples.random(3, 200, 12, 4);

    private static Figures figures(StepResult result) {
        return result.figures().orElseThrow();
    }

    @ParameterizedTest
    @ValueSource(ints = {5, 60, 97})
    void shouldBeTheSameForEveryNumberOfMembers(int batch) {
        Set<List<Object>> seen = new HashSet<>();
        for (int members : List.of(1, 2, 3, 5, 7, 8)) {
            Team team = Team.of(
                    Jobs.of(dense(70), batchNorm(), relu(), dense(33), sigmoid(), dense(9), tanh(), dense(4))
                            .batchSize(batch)
                            .build(),
                    DATA,
                    members);
            StepResult first = team.step();
            StepResult second = team.step();
            seen.add(List.of(figures(first), figures(second), team.state().memory()));
        }
        assertEquals(1, seen.size());
    }

    @Test
    void shouldMeasureGradientsWeightsAndUpdates() {
        // Plain descent at rate 1: the update is the gradient.
        Team team =
                Team.of(Jobs.of(dense(500), relu(), dense(4)).learningRate(1).build(), DATA, 3);
        float[] before = team.state().parameters().clone();
        Figures figures = figures(team.step());
        float[] after = team.state().parameters();
        List<WeightFigures> weights = figures.weights();
        assertEquals(
                List.of("layer 1 (dense)", "layer 3 (dense)"),
                weights.stream().map(WeightFigures::layer).toList());
        for (WeightFigures layer : weights) {
            Parameter parameter = team.network().parameters().stream()
                    .filter(p -> p.layer() == layer.index() && p.role() == Parameter.Role.WEIGHT)
                    .findFirst()
                    .orElseThrow();
            double square = 0;
            double change = 0;
            double largest = 0;
            double weight = 0;
            double weightSquare = 0;
            for (int i = parameter.from(); i < parameter.to(); i++) {
                double d = (double) before[i] - after[i];
                square += d * d;
                change += Math.abs(d);
                largest = Math.max(largest, Math.abs(d));
                weight += Math.abs(before[i]);
                weightSquare += (double) before[i] * before[i];
            }
            assertEquals(1, layer.gradientNorm() / Math.sqrt(square), 1e-4);
            assertEquals(1, layer.gradientMeanAbs() / (change / parameter.size()), 1e-4);
            assertEquals(1, layer.gradientMaxAbs() / largest, 1e-4);
            assertEquals(1, layer.weightNorm() / Math.sqrt(weightSquare), 1e-12);
            assertEquals(1, layer.updateRatio() / (change / weight), 1e-12);
        }
    }

    /** Weights of one unit each, so that the values can be counted by hand: x, −x, and nothing. */
    @Test
    void shouldCountZerosAndDeadUnits() {
        float[][] inputs = new float[10][1];
        for (int s = 0; s < 10; s++) {
            inputs[s][0] = s - 2;
        }
        Samples data = Samples.classes(dev.evenkeel.nn.Shape.vector(1), inputs, 3, new int[10]);
        JobSpec job =
                Jobs.of(dense(3), relu(), dense(3)).batchSize(10).microBatch(3).build();
        TrainingState state = Team.initial(job, data);
        System.arraycopy(new float[] {1, -1, 0}, 0, state.parameters(), 0, 3);
        ActivationFigures relu =
                figures(Team.from(state, job, data, 2).step()).activations().get(0);
        // Unit 0 gives 1 … 7 and three zeros, unit 1 gives 2, 1 and eight zeros, unit 2 nothing.
        assertEquals("layer 2 (relu)", relu.layer());
        assertEquals((28.0 + 3.0) / 30, relu.mean(), 1e-6);
        assertEquals(Math.sqrt((140.0 + 5.0) / 30 - relu.mean() * relu.mean()), relu.deviation(), 1e-6);
        assertEquals(21.0 / 30, relu.zeros().getAsDouble(), 1e-12);
        assertEquals(1.0 / 3, relu.dead().getAsDouble(), 1e-12);
        assertEquals(OptionalDouble.empty(), relu.saturated());
    }

    @Test
    void shouldCountSaturatedInputs() {
        float[][] inputs = {{-24}, {-22}, {0}, {9}, {16}, {18}};
        Samples data = Samples.classes(dev.evenkeel.nn.Shape.vector(1), inputs, 2, new int[6]);
        for (boolean sigmoid : new boolean[] {true, false}) {
            JobSpec job = Jobs.of(sigmoid ? sigmoid() : tanh(), dense(2))
                    .batchSize(6)
                    .microBatch(4)
                    .build();
            ActivationFigures figures =
                    figures(Team.of(job, data, 3).step()).activations().get(0);
            assertEquals(sigmoid ? 2.0 / 6 : 4.0 / 6, figures.saturated().getAsDouble(), 1e-12);
            assertEquals(OptionalDouble.empty(), figures.zeros());
        }
    }

    @Test
    void shouldBeFiniteWhereVariancesAreNot() {
        Samples data = Samples.random(3, 64, 4, 4);
        JobSpec job = Jobs.of(dense(5), relu(), dense(4)).learningRate(1e-30).build();
        TrainingState state = Team.initial(job, data);
        for (int i = 0; i < 20; i++) {
            state.parameters()[i] *= 1e25f;
        }
        ActivationFigures relu =
                figures(Team.from(state, job, data, 2).step()).activations().get(0);
        assertEquals(Double.MAX_VALUE, relu.deviation());
    }

    @Test
    void shouldWatchTheFirstStepsAndThenEverySoMany() {
        JobSpec job = Jobs.of(dense(4), relu(), dense(4)).batchSize(5).build();
        Team team = Team.of(job, DATA, 2);
        for (int step = 1; step <= 45; step++) {
            assertEquals(step <= 10 || step % 20 == 0, team.step().figures().isPresent(), "step " + step);
        }
    }

    @Test
    void shouldLeaveTheModelAsItIs() {
        JobSpec watched = Jobs.of(dense(50), batchNorm(), relu(), dense(4)).build();
        JobSpec unwatched = watched.toBuilder().healthEnabled(false).build();
        Team one = Team.of(watched, DATA, 3);
        Team other = Team.of(unwatched, DATA, 3);
        one.steps(4);
        StepResult last = other.steps(4).get(0);
        assertTrue(last.figures().isEmpty());
        org.junit.jupiter.api.Assertions.assertArrayEquals(
                one.state().parameters(), other.state().parameters());
        assertEquals(Defaults.HEALTH, watched.health());
    }
}
