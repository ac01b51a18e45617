package dev.evenkeel.train;

import static dev.evenkeel.nn.Layers.batchNorm;
import static dev.evenkeel.nn.Layers.dense;
import static dev.evenkeel.nn.Layers.relu;

import dev.evenkeel.job.JobSpec;
import dev.evenkeel.job.Optimizers;
import dev.evenkeel.nn.Parameter;
import dev.evenkeel.nn.Shape;
import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A step of LARS against its definition in float64: with the norms of each tensor, whoever folded which part of its gradient. */
class LayerwiseRateTest {
    private static final double RATE = 2;
    private static final double TRUST = 0.02;
    private static final double DECAY = 0.05;

    // 90 × 70 weights: tensors of more than one block.
    private static final Samples DATA = Samples.random(5, 40, Shape.vector(90), 4);

    private static Jobs jobs() {
        return Jobs.of(dense(70), batchNorm(), relu(), dense(4)).batchSize(40).learningRate(0.1);
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "3, 1", "7, 1", "3, 0.5"})
    void shouldMoveEveryTensorByItsOwnRate(int members, double clipped) {
        JobSpec descent = jobs().build();
        Team plain = Team.of(descent, DATA, members);
        double[] before = Accuracy.widened(plain.state().parameters());
        plain.step();
        double[] gradient = Accuracy.widened(plain.state().slots()[0]);
        double clip = clipped * norm(gradient);

        JobSpec lars = jobs().clipNorm(clip)
                .optimizer(Optimizers.lars(RATE).trustCoefficient(TRUST).weightDecay(DECAY))
                .build();
        Team team = Team.of(lars, DATA, members);
        team.step();

        for (Parameter parameter : team.network().parameters()) {
            double[] w = Arrays.copyOfRange(before, parameter.from(), parameter.to());
            double[] g = Arrays.copyOfRange(gradient, parameter.from(), parameter.to());
            Arrays.setAll(g, i -> g[i] * clipped);
            Accuracy.assertClose(
                    parameter.name(),
                    moved(parameter.role() == Parameter.Role.WEIGHT, w, g),
                    Accuracy.widened(team.state().parameters(), parameter.from(), parameter.to()),
                    1e-6);
        }
    }

    private static double[] moved(boolean weight, double[] w, double[] g) {
        double decay = weight ? DECAY : 0;
        double local = weight ? TRUST * norm(w) / (norm(g) + decay * norm(w) + 1e-8) : 1;
        double[] moved = new double[w.length];
        Arrays.setAll(moved, i -> w[i] - RATE * local * (g[i] + decay * w[i]));
        return moved;
    }

    private static double norm(double[] values) {
        return Math.sqrt(Arrays.stream(values).map(v -> v * v).sum());
    }
}
