package dev.evenkeel.nn;

import dev.evenkeel.math.ConvolutionKernels;
import dev.evenkeel.math.ConvolutionShape;
import java.util.Optional;

/**
 * A convolution of maps (in truth a cross-correlation, as everywhere in the field), its weight of shape [filters, channels, kernel
 * rows, kernel columns]; taps outside the maps take no part. Orders of operations in {@link ConvolutionKernels}.
 *
 * @param index of the layer in the network
 */
public record Conv2d(
        int index,
        Shape input,
        ConvolutionShape geometry,
        Parameter weight,
        Optional<Parameter> bias,
        Initializer initializer)
        implements Weighted {
    @Override
    public String type() {
        return "conv2d";
    }

    @Override
    public Shape output() {
        return new Shape(geometry.filters(), geometry.outputHeight(), geometry.outputWidth());
    }

    @Override
    public void forward(Pass pass, float[] x, float[] y) {
        pass.kernels().convolution().forward(pass.weights().filters(this, false), x, y, pass.lanes(), pass.workspace());
        int plane = output().plane();
        bias.ifPresent(b ->
                pass.kernels().bias().add(y, geometry.filters(), plane, pass.parameters(), b.from(), pass.lanes()));
    }

    @Override
    public void parameterGradient(Pass pass, float[] x, float[] dy) {
        int[] bounds = pass.subtreeBounds();
        float[][] nodes = pass.gradientNodes();
        pass.kernels()
                .convolution()
                .weightGradient(geometry, dy, x, pass.lanes(), bounds, nodes, weight.from(), pass.workspace());
        int plane = output().plane();
        bias.ifPresent(b ->
                pass.kernels().bias().gradient(dy, geometry.filters(), plane, pass.lanes(), bounds, nodes, b.from()));
    }

    @Override
    public void inputGradient(Pass pass, float[] x, float[] y, float[] dy, float[] dx) {
        pass.kernels()
                .convolution()
                .inputGradient(pass.weights().filters(this, true), dy, dx, pass.lanes(), pass.workspace());
    }

    @Override
    public int fanIn() {
        return geometry.channels() * geometry.window().area();
    }

    @Override
    public int fanOut() {
        return geometry.filters() * geometry.window().area();
    }
}
