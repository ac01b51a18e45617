package dev.evenkeel.train;

import dev.evenkeel.nn.Parameter;
import dev.evenkeel.optim.Optimizer;
import dev.evenkeel.optim.TensorStep;
import dev.evenkeel.reduce.Blocks;
import java.util.ArrayList;
import java.util.List;

/**
 * The optimizer's part of a step: first what the step is to every tensor, which may be refused, then the update, which may not.
 * Compute thread only.
 */
final class ParameterUpdate {
    private final Replica replica;
    private final Optimizer optimizer;
    private final TrainingState state;
    private final UpdateGuard guard;
    private final double[] weightSums;
    private List<TensorStep> steps = List.of();
    private double[] products = {};

    ParameterUpdate(Replica replica) {
        this.replica = replica;
        this.optimizer = replica.optimizer();
        this.state = replica.state();
        this.guard = new UpdateGuard(state, optimizer);
        this.weightSums = new double[replica.blocks().count()];
    }

    /**
     * Says whether the update stays in the range of floats; if so, it must be {@linkplain #apply applied}. Writes nothing.
     *
     * @param tensorSums of the squares of every tensor's gradient, before it is scaled
     */
    boolean prepare(double[] tensorSums, double rate, float scale) {
        products = optimizer.advance(state.products());
        steps = new ArrayList<>();
        List<Parameter> parameters = replica.network().parameters();
        for (int t = 0; t < parameters.size(); t++) {
            if (parameters.get(t).trainable()) {
                double gradientNorm = Math.sqrt(tensorSums[t]) * scale;
                double weightNorm = optimizer.measuresWeights() ? weightNorm(t) : 0.0;
                steps.add(new TensorStep(parameters.get(t), rate, scale, gradientNorm, weightNorm, products));
            }
        }
        return guard.allows(steps);
    }

    /** In double: sums over the blocks of the tensor, folded by the tree. */
    private double weightNorm(int tensor) {
        Blocks blocks = replica.blocks();
        for (int b = blocks.tensors()[tensor]; b < blocks.tensors()[tensor + 1]; b++) {
            weightSums[b] = replica.kernels()
                    .parameter()
                    .sumOfSquares(state.parameters(), blocks.edges()[b], blocks.edges()[b + 1]);
        }
        return Math.sqrt(blocks.tensorSum(weightSums, tensor));
    }

    /** Moves parameters, slots and running products. */
    void apply(List<GradientSync.Piece> pieces, HealthWatch health) {
        for (TensorStep step : steps) {
            Parameter parameter = step.parameter();
            if (parameter.role().fromStatistics()) {
                update(step, replica.reduced(), parameter.from(), parameter.to());
                continue;
            }
            for (GradientSync.Piece piece : pieces) {
                int from = Math.max(parameter.from(), piece.from());
                int to = Math.min(parameter.to(), piece.to());
                if (from < to) {
                    float[] gradient = piece.values();
                    health.update(parameter, gradient, from, to, (a, b) -> update(step, gradient, a, b));
                }
            }
        }
        state.products(products);
    }

    private void update(TensorStep step, float[] gradient, int from, int to) {
        optimizer.update(replica.kernels().parameter(), step, state.parameters(), gradient, state.slots(), from, to);
    }
}
