package dev.evenkeel.nn;

import dev.evenkeel.math.MatrixKernels;
import java.util.Optional;

/**
 * {@code y = W·x (+ b)}, W of shape [units, inputs]. Each output is one fma chain over the inputs in increasing order, plus the
 * bias at the end; orders of operations in {@link MatrixKernels}.
 *
 * @param index of the layer in the network
 */
public record Dense(
        int index, Shape input, Shape output, Parameter weight, Optional<Parameter> bias, Initializer initializer)
        implements Weighted {
    @Override
    public String type() {
        return "dense";
    }

    @Override
    public void forward(Pass pass, float[] x, float[] y) {
        MatrixKernels kernels = pass.kernels().matrix();
        kernels.multiply(pass.weights().matrix(this, false), x, y, pass.lanes());
        bias.ifPresent(b -> pass.kernels().bias().add(y, units(), 1, pass.parameters(), b.from(), pass.lanes()));
    }

    @Override
    public void parameterGradient(Pass pass, float[] x, float[] dy) {
        MatrixKernels kernels = pass.kernels().matrix();
        int[] bounds = pass.subtreeBounds();
        float[][] nodes = pass.gradientNodes();
        kernels.weightGradient(
                dy, units(), x, input.features(), pass.lanes(), bounds, nodes, weight.from(), pass.workspace());
        bias.ifPresent(b -> pass.kernels().bias().gradient(dy, units(), 1, pass.lanes(), bounds, nodes, b.from()));
    }

    @Override
    public void inputGradient(Pass pass, float[] x, float[] y, float[] dy, float[] dx) {
        pass.kernels().matrix().multiply(pass.weights().matrix(this, true), dy, dx, pass.lanes());
    }

    public int units() {
        return output.features();
    }

    @Override
    public int fanIn() {
        return input.features();
    }

    @Override
    public int fanOut() {
        return units();
    }
}
