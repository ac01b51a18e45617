package dev.evenkeel.train;

import dev.evenkeel.health.WeightFigures;
import dev.evenkeel.math.ParameterKernels;
import dev.evenkeel.nn.Parameter;
import dev.evenkeel.reduce.Blocks;
import java.util.ArrayList;
import java.util.List;

/**
 * What gradients, weights and updates of one watched step look like: sums over the blocks of every weight tensor, folded as norms
 * are. Every member has the whole reduced gradient, so nothing is sent.
 */
final class WeightWatch {
    private final Replica replica;
    private final double[] magnitudes;
    private final double[] largest;
    private final double[] weights;
    private final double[] squares;
    private final double[] changes;
    private final float[] before = new float[ParameterKernels.BLOCK];

    /** Updates the elements [from, to) of a tensor. */
    interface Update {
        void run(int from, int to);
    }

    WeightWatch(Replica replica) {
        this.replica = replica;
        int blocks = replica.blocks().count();
        this.magnitudes = new double[blocks];
        this.largest = new double[blocks];
        this.weights = new double[blocks];
        this.squares = new double[blocks];
        this.changes = new double[blocks];
    }

    /** Runs an update of whole blocks of a tensor, block by block while each is in the cache, and measures them. */
    void update(Parameter parameter, float[] gradient, int from, int to, Update update) {
        if (parameter.role() != Parameter.Role.WEIGHT) {
            update.run(from, to);
            return;
        }
        ParameterKernels kernels = replica.kernels().parameter();
        Blocks blocks = replica.blocks();
        float[] values = replica.state().parameters();
        int tensor = replica.network().parameters().indexOf(parameter);
        int block = blocks.tensors()[tensor] + (from - parameter.from()) / ParameterKernels.BLOCK;
        for (int at = from; at < to; block++) {
            int end = blocks.edges()[block + 1];
            magnitudes[block] = kernels.sumOfMagnitudes(gradient, at, end);
            largest[block] = kernels.largestMagnitude(gradient, at, end);
            weights[block] = kernels.sumOfMagnitudes(values, at, end);
            squares[block] = kernels.sumOfSquares(values, at, end);
            System.arraycopy(values, at, before, 0, end - at);
            update.run(at, end);
            changes[block] = kernels.sumOfDifferences(values, at, end, before, 0);
            at = end;
        }
    }

    /** @param gradientSquares sum of squares of every tensor's gradient */
    List<WeightFigures> figures(double[] gradientSquares) {
        List<WeightFigures> figures = new ArrayList<>();
        List<Parameter> parameters = replica.network().parameters();
        for (int t = 0; t < parameters.size(); t++) {
            Parameter parameter = parameters.get(t);
            if (parameter.role() == Parameter.Role.WEIGHT) {
                double weight = replica.blocks().tensorSum(weights, t);
                double change = replica.blocks().tensorSum(changes, t);
                figures.add(new WeightFigures(
                        parameter.layer(),
                        replica.network().describe(parameter.layer()),
                        Math.sqrt(gradientSquares[t]),
                        replica.blocks().tensorSum(magnitudes, t) / parameter.size(),
                        largest(t),
                        Math.sqrt(replica.blocks().tensorSum(squares, t)),
                        weight == 0 ? 0 : change / weight));
            }
        }
        return figures;
    }

    private double largest(int tensor) {
        double found = 0;
        for (int b = replica.blocks().tensors()[tensor]; b < replica.blocks().tensors()[tensor + 1]; b++) {
            found = Math.max(found, largest[b]);
        }
        return found;
    }
}
